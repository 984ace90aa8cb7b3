"""The verbs of the green channel: ask, decide, withdraw, alarm."""

import hashlib
import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from appointments.booking import applicants
from appointments.booking import selectors as places
from appointments.booking import services as bookings
from appointments.booking.data import BookingData, PersonData
from appointments.booking.enums import Channel
from appointments.catalogue import plans
from appointments.catalogue.plans import Plan
from appointments.green_channel import messages, rules, selectors
from appointments.green_channel.data import GreenData
from appointments.green_channel.enums import GreenStatus
from appointments.green_channel.models import GreenRequest
from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.attachments import services as attachments
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.kernel import clock, constraints
from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.messaging import services as messaging
from wuxue_exit_entry.ui import formats

OWN = "自己录入的申请须由另一位带班领导审批。"
constraints.register("appointments_greenrequest_two_persons", "own_request", OWN)
constraints.register("appointments_greenrequest_idempotency_key_key", "same_key", _("这份申请已经提交。"))


@transaction.atomic
def ask(*, actor: Actor, data: GreenData, idempotency_key: str = "") -> GreenRequest:
    """Take an urgent request in, start its clock and tell whoever is on duty; the same key is the same request.

    Raises BusinessError: one_person, needed_by_past, evidence_missing, the refusals of identity and of files.
    """
    if actor.kind == "staff":
        access.require(actor, Permission.GREEN_ENTER)
    key = hashlib.sha256(idempotency_key.encode()).hexdigest() if idempotency_key else None
    made = GreenRequest.objects.filter(idempotency_key=key).first() if key else None
    if made:
        return made
    phone, name = _judge(data)
    ground = selectors.ground_named(data.ground)
    now = clock.now()
    with constraints.translated():
        request = GreenRequest.objects.create(
            ground=ground,
            plan=data.plan.as_json(),
            told=plans.told(data.plan, data.language),
            person=json.dumps(asdict(data.person), default=str),
            name=name,
            phone=phone,
            language=data.language,
            needed_by=data.needed_by,
            explanation=data.explanation,
            idempotency_key=key,
            asked_at=now,
            entered_by_id=actor.user_id,
            decide_by=rules.decide_by(now, places.policy().green_minutes, selectors.coming_openings(data.plan.lane)),
        )
    _keep_evidence(actor, data, request)
    audit.record(actor, "appointments.green_request.asked", request, after={"ground": ground.code})
    messages.queue_received(request)
    messaging.alarm(
        _alarm(request, "new"), f"绿色通道新申请 {formats.code(request.code)}：{ground.name_zh}", about=request
    )
    return request


@transaction.atomic
def decide(*, actor: Actor, code: str, grant: bool, reason: str, start: datetime | None = None) -> GreenRequest:
    """Grant a request, which makes an extra place at `start`, or refuse it; reasons either way.

    Raises BusinessError: reason_missing, own_request, decided, start_missing, and the refusals of booking.
    """
    access.require(actor, Permission.GREEN_DECIDE)
    if not reason.strip():
        raise BusinessError("reason_missing", "同意或不同意都请写明理由。", field="reason", status=400)
    request = _waiting(code)
    if request.entered_by_id is not None and request.entered_by_id == actor.user_id:
        raise BusinessError("own_request", OWN, status=403)
    request.status = GreenStatus.GRANTED if grant else GreenStatus.REFUSED
    request.decided_at, request.decided_by_id, request.reason_zh = clock.now(), actor.user_id, reason.strip()
    if grant:
        request.booking = _make_place(actor, request, start)
    with constraints.translated():
        request.save()
    audit.record(actor, "appointments.green_request.decided", request, after={"status": request.status}, reason=reason)
    _clear_alarms(request)
    (messages.queue_granted if grant else messages.queue_refused)(request)
    return request


@transaction.atomic
def withdraw(*, actor: Actor, code: str) -> GreenRequest:
    """Take a waiting request back."""
    request = _waiting(code)
    request.status = GreenStatus.WITHDRAWN
    request.save()
    audit.record(actor, "appointments.green_request.withdrawn", request)
    _clear_alarms(request)
    return request


def alarm_overdue(now: datetime) -> None:
    """Alarm the roster about every request whose clock has run out."""
    for request in selectors.overdue(now):
        text = f"绿色通道申请 {formats.code(request.code)} 已过答复时限，请立即审批"
        messaging.alarm(_alarm(request, "late"), text, about=request)


def person_of(request: GreenRequest) -> PersonData:
    """Return the person as typed."""
    return PersonData.from_json(json.loads(request.person))


def _judge(data: GreenData) -> tuple[str, str]:
    """Return the phone and the name when the request can be taken in."""
    if len(data.plan.people) != 1:
        raise BusinessError("one_person", _("绿色通道一次申请一个人，请分开申请。"), "plan", status=400)
    if not rules.is_needed_in_time(data.needed_by, clock.today()):
        raise BusinessError("needed_by_past", _("需要的日期已经过了，请核对。"), "needed_by", status=400)
    person = applicants.check_person(data.person, position=0, day=clock.today())
    plans.require_agreement(data.plan.people[0], birth_date=person.birth_date, day=clock.today(), field="person")
    return applicants.read_phone(data.phone).number, person.name


def _keep_evidence(actor: Actor, data: GreenData, request: GreenRequest) -> None:
    if data.evidence is None:
        if actor.kind != "staff":
            raise BusinessError("evidence_missing", _("请上传证明材料的照片或 PDF。"), "evidence", status=400)
        return
    try:
        request.evidence = attachments.store(actor, data.evidence, about=request)
    except BusinessError as error:
        raise BusinessError(error.code, error.message, "evidence", status=error.status) from error
    request.save(update_fields=["evidence"])


def _make_place(actor: Actor, request: GreenRequest, start: datetime | None) -> Any:
    if start is None:
        raise BusinessError("start_missing", "请选择请申请人什么时候来。", field="start", status=400)
    plan, person = Plan.from_json(request.plan), person_of(request)
    data = BookingData(plan=plan, start=start, people=(person,), phone=request.phone, language=request.language)
    _free_the_person(actor, data, request)
    return bookings.book(actor=actor, data=data, channel=Channel.GREEN, extra=f"绿色通道 {request.code}")


def _free_the_person(actor: Actor, data: BookingData, request: GreenRequest) -> None:
    """Cancel the later booking that the same person holds for the same family: the urgent visit takes its place."""
    keys = [person.key for person in applicants.check_people(data)]
    for held in places.holders_of(keys, data.plan.families):
        bookings.cancel_booking(actor=actor, code=held.code, reason=f"改走绿色通道 {request.code}")


def _waiting(code: str) -> GreenRequest:
    request = GreenRequest.objects.select_for_update(of=("self",)).select_related("ground").filter(code=code).first()
    if request is None or request.status != GreenStatus.WAITING:
        raise BusinessError("decided", _("这份申请已经答复或撤回。"))
    return request


def _alarm(request: GreenRequest, what: str) -> str:
    return f"green:{request.code}:{what}"


def _clear_alarms(request: GreenRequest) -> None:
    for what in ("new", "late"):
        messaging.clear_alarm(_alarm(request, what))
