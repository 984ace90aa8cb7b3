"""The verbs of a booking: book, move, cancel, disown, arrive, miss."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appointments.booking import applicants, capacity, messages, moves, offers, rules, selectors
from appointments.booking.capacity import SlotFull
from appointments.booking.data import BookingData, CheckedPerson
from appointments.booking.enums import BookingStatus, Channel
from appointments.booking.models import BookedItem, BookedPerson, Booking, Lane, NoShowPoint, Policy
from appointments.booking.rules import Spec
from appointments.cases import services as cases
from appointments.catalogue import plans
from appointments.catalogue import selectors as catalogue
from appointments.catalogue.plans import Plan
from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.audit.actors import SYSTEM, Actor
from wuxue_exit_entry.kernel import clock, constraints
from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.workdays import selectors as workdays

NEEDS_DESK = gettext_lazy("这项预约请到窗口或打电话办理，带上证件。")
PUBLIC_CHANNELS = (Channel.ONLINE, Channel.API)
constraints.register("appointments_bookeditem_one_live_per_person_and_family", "needs_desk", NEEDS_DESK)
constraints.register("appointments_booking_idempotency_key_key", "same_key", NEEDS_DESK)


def book(*, actor: Actor, data: BookingData, channel: Channel, idempotency_key: str = "", extra: str = "") -> Booking:
    """Book a visit, or return the booking that `idempotency_key` has made already.

    `extra` is the reason for a place beyond the capacity.
    Raises BusinessError: slot_full with the three nearest in details, needs_desk, band_closed, identity problems.
    """
    if channel != Channel.GREEN and plans.is_urgent(data.plan):
        data = replace(data, plan=plans.ordinary(data.plan))
    key = hashed_key(idempotency_key)
    made = selectors.booking_of_key(key)
    if made:
        return _same_request(made, data)
    try:
        return _book(actor=actor, data=data, channel=channel, key=key, extra=extra)
    except BusinessError as error:
        made = selectors.booking_of_key(key)  # the same click twice: the first one may have won meanwhile
        if made:
            return _same_request(made, data)
        if error.code == "needs_desk":
            tell_holders(data)
        raise _with_nearest(error, data) from error


@transaction.atomic
def _book(*, actor: Actor, data: BookingData, channel: Channel, key: str, extra: str) -> Booking:
    _require_channel(actor, channel, extra)
    people = applicants.check_people(data)
    phone = applicants.check_phone(data, channel)
    lane, numbers, public = selectors.lane_named(data.plan.lane), selectors.policy(), channel in PUBLIC_CHANNELS
    specs = bands_for(lane, data.start, data.plan.minutes, numbers, staff=not public)
    if public:
        _refuse_after_no_shows(people, numbers)
    bands = capacity.take(lane_id=lane.pk, specs=specs, extra=bool(extra))
    with constraints.translated():
        booking = _insert(actor, data, channel, key, lane, phone)
        _insert_people(booking, data, people)
    capacity.record_taken(bands, booking_id=booking.pk, extra=bool(extra))
    if extra:
        capacity.explain_extra(bands, reason=extra, by=actor.user_id)
    audit.record(actor, "appointments.booking.created", booking, after=moves.facts_of(booking), reason=extra)
    messages.queue_confirmed(booking)
    return booking


@transaction.atomic
def reschedule_booking(*, actor: Actor, code: str, start: datetime) -> Booking:
    """Move a booking to `start`: the new places are taken before the old are given back.

    Raises BusinessError: not_live, same_time, band_closed, slot_full.
    """
    booking = _locked_live(code)
    _require_holder_or(actor, Permission.BOOKING_CHANGE)
    if booking.start == start:
        raise BusinessError("same_time", _("预约时间没有变化。"), field="start")
    specs = bands_for(booking.lane, start, booking.minutes, selectors.policy(), staff=actor.kind == "staff")
    offers.let_go(booking, before=[spec.start for spec in specs])
    moves.move_places(booking, specs)
    moves.settle(actor=actor, booking=booking, start=start)
    return booking


@transaction.atomic
def cancel_booking(*, actor: Actor, code: str, reason: str = "") -> Booking:
    """Cancel a booking once; cancelling again changes nothing and says «cancelled» too."""
    _require_holder_or(actor, Permission.BOOKING_CHANGE)
    booking = _end(code, BookingStatus.CANCELLED, reason)
    if booking is None:
        return _ended(code)
    numbers = selectors.policy()
    if actor.kind != "staff" and rules.is_late_cancel(booking.start, clock.now(), numbers.late_cancel):
        give_points(booking)
    audit.record(actor, "appointments.booking.cancelled", booking, reason=reason)
    messages.withdraw_all(booking)
    messages.queue_cancelled(booking)
    return booking


@transaction.atomic
def disown_booking(*, actor: Actor, code: str) -> Booking:
    """Withdraw a booking whose holder says «I did not book this»; no points, and the desk sees why."""
    booking = _end(code, BookingStatus.DISOWNED, _("本人表示没有预约"))
    if booking is None:
        return _ended(code)
    audit.record(actor, "appointments.booking.disowned", booking)
    messages.withdraw_all(booking)
    return booking


@transaction.atomic
def check_in(*, actor: Actor, code: str) -> Booking:
    """Record that the people of a booking have come; their files become «arrived».

    Raises BusinessError("too_early") before check-in opens; a late arrival is served all the same.
    """
    access.require(actor, Permission.ARRIVAL_CHECK_IN)
    booking = _locked_live(code)
    numbers, now = selectors.policy(), clock.now()
    end = booking.start + timedelta(minutes=booking.minutes)
    if rules.can_check_in(booking.start, end, now, numbers.check_in_before, numbers.check_in_grace) == "early":
        raise BusinessError("too_early", _("还没到签到时间，最早提前 %(n)s 分钟。") % {"n": numbers.check_in_before})
    if booking.status == BookingStatus.BOOKED:
        Booking.objects.filter(pk=booking.pk).update(
            status=BookingStatus.ARRIVED, arrived_at=now, arrived_by_id=actor.user_id
        )
        booking.refresh_from_db()
        cases.arrive(actor=actor, booking_id=booking.pk)
        audit.record(actor, "appointments.booking.arrived", booking)
        messages.withdraw_all(booking)
    return booking


@transaction.atomic
def finish_booking(*, actor: Actor, booking_id: int) -> None:
    """End a booking whose files are all done."""
    done = Booking.objects.filter(pk=booking_id, status=BookingStatus.ARRIVED).update(
        status=BookingStatus.DONE, ended_at=clock.now()
    )
    if done:
        BookedItem.objects.filter(booking_id=booking_id).update(is_live=False)
        audit.record(actor, "appointments.booking.done", Booking.objects.get(pk=booking_id))


@transaction.atomic
def mark_missed(*, booking_id: int) -> bool:
    """Record that nobody came on the day; gives each person a point. Tells whether anything changed."""
    missed = Booking.objects.filter(pk=booking_id, status=BookingStatus.BOOKED).update(
        status=BookingStatus.MISSED, ended_at=clock.now()
    )
    if not missed:
        return False
    booking = Booking.objects.get(pk=booking_id)
    BookedItem.objects.filter(booking=booking).update(is_live=False)
    cases.close_for_booking(actor=SYSTEM, booking_id=booking_id, because="未到")
    give_points(booking)
    audit.record(SYSTEM, "appointments.booking.missed", booking)
    return True


def give_points(booking: Booking) -> None:
    """Give each person of the booking a no-show point, once."""
    keys = booking.people.values_list("person_key", flat=True)
    NoShowPoint.objects.bulk_create(
        [NoShowPoint(booking=booking, person_key=key, given_at=clock.now()) for key in keys], ignore_conflicts=True
    )


@transaction.atomic
def excuse_no_show(*, actor: Actor, booking: Booking, reason: str) -> int:
    """Excuse the points of a missed booking at the desk; return how many."""
    access.require(actor, Permission.NO_SHOW_EXCUSE)
    if not reason.strip():
        raise BusinessError("reason_missing", _("请写明理由。"), field="reason", status=400)
    excused = NoShowPoint.objects.filter(booking=booking, excused_at__isnull=True).update(
        excused_at=clock.now(), excused_by_id=actor.user_id, excuse=reason.strip()
    )
    audit.record(actor, "appointments.no_show.excused", booking, after={"points": excused}, reason=reason)
    return excused


@transaction.atomic
def tell_holders(data: BookingData) -> None:
    """Tell whoever holds a live booking of these people that another one was tried."""
    keys = [person.key for person in applicants.check_people(data)]
    for booking in selectors.holders_of(keys, data.plan.families):
        messages.queue_tried_again(booking)


def bands_for(lane: Lane, start: datetime, minutes: int, numbers: Policy, *, staff: bool) -> list[Spec]:
    """Return the planned bands that a visit would occupy.

    Raises BusinessError("band_closed") when the hall is not open then, or the time is over or too far away.
    """
    calendar, local = workdays.calendar(), clock.local(start)
    if start > clock.now() and selectors.is_bookable_day(local.date(), calendar, numbers, staff=staff):
        needed = rules.bands_needed(
            selectors.specs_of_day(lane=lane, day=local.date(), calendar=calendar), start, minutes
        )
        if needed:
            return needed
    raise BusinessError("band_closed", _("这个时段不开放预约，请换一个时段。"), field="start")


def is_closed(plan: Plan, start: datetime) -> bool:
    """Tell whether nobody of the public can book a visit that starts then, full or not."""
    try:
        bands_for(selectors.lane_named(plan.lane), start, plan.minutes, selectors.policy(), staff=False)
    except BusinessError:
        return True
    return False


def _require_channel(actor: Actor, channel: Channel, extra: str) -> None:
    if channel in (Channel.PHONE, Channel.DESK):
        access.require(actor, Permission.BOOKING_CREATE_FOR_CALLER)
    if extra and channel != Channel.GREEN:
        access.require(actor, Permission.CAPACITY_EXTRA)


def _require_holder_or(actor: Actor, permission: Permission) -> None:
    """Let the public through (a view has checked the secret or the code and phone) and officers with the right."""
    if actor.kind == "staff":
        access.require(actor, permission)


def _refuse_after_no_shows(people: Sequence[CheckedPerson], numbers: Policy) -> None:
    since = clock.now() - timedelta(days=numbers.no_show_days)
    if selectors.no_show_points([person.key for person in people], since) >= numbers.no_show_limit:
        raise BusinessError("needs_desk", NEEDS_DESK)


def _insert(
    actor: Actor, data: BookingData, channel: Channel, key: str, lane: Lane, phone: applicants.Phone
) -> Booking:
    return Booking.objects.create(
        lane=lane,
        start=data.start,
        minutes=data.plan.minutes,
        channel=channel,
        language=data.language,
        phone=phone.number,
        phone_is_mobile=phone.is_mobile,
        pickup=data.pickup,
        address=data.address,
        plan=data.plan.as_json(),
        told=plans.told(data.plan, data.language),
        notice_version=data.notice_version,
        idempotency_key=key or None,
        request_hash=_request_hash(data),
        created_at=clock.now(),
        created_by_id=actor.user_id,
    )


def _insert_people(booking: Booking, data: BookingData, people: Sequence[CheckedPerson]) -> None:
    rows = BookedPerson.objects.bulk_create(_person_row(booking, n, person) for n, person in enumerate(people))
    keys = catalogue.service_keys(item.service for planned in data.plan.people for item in planned.items)
    items = [
        BookedItem(
            booking=booking,
            person=row,
            service_id=keys[item.service].pk,
            family=keys[item.service].family,
            person_key=row.person_key,
            facts=item.answers,
        )
        for row, planned in zip(rows, data.plan.people, strict=True)
        for item in planned.items
    ]
    BookedItem.objects.bulk_create(items)


def _person_row(booking: Booking, position: int, person: CheckedPerson) -> BookedPerson:
    return BookedPerson(
        booking=booking,
        position=position,
        name=person.name,
        id_kind=person.identity.kind,
        number=person.identity.number,
        typed=person.identity.typed,
        person_key=person.key,
        birth_date=person.birth_date,
        sex=person.identity.sex or "",
        nationality=person.identity.nationality or person.data.nationality,
        declared_filed=person.data.declared_filed,
        guardian_name=person.data.guardian_name,
        guardian_relation=person.data.guardian_relation,
        escort_name=person.data.escort_name,
    )


def _locked_live(code: str) -> Booking:
    booking = Booking.objects.select_for_update(of=("self",)).select_related("lane__hall").filter(code=code).first()
    if booking is None or not booking.is_live:
        raise BusinessError("not_live", _("这个预约已经结束或取消。"))
    return booking


def _end(code: str, status: BookingStatus, reason: str) -> Booking | None:
    """Move a booked visit to `status` and give its places back; nothing when somebody was first."""
    ended = Booking.objects.filter(code=code, status=BookingStatus.BOOKED).update(
        status=status, ended_at=clock.now(), ended_because=reason
    )
    if not ended:
        return None
    booking = Booking.objects.select_related("lane__hall").get(code=code)
    BookedItem.objects.filter(booking=booking).update(is_live=False)
    offers.end_for(booking)
    capacity.give_back(booking_id=booking.pk)
    cases.close_for_booking(actor=SYSTEM, booking_id=booking.pk, because=str(status.label))
    return booking


def _ended(code: str) -> Booking:
    booking = selectors.booking_with_code(code)
    if booking.is_live:
        raise BusinessError("already_arrived", _("已经到场的预约不能取消，请找窗口。"))
    return booking


def _with_nearest(error: BusinessError, data: BookingData) -> BusinessError:
    """Add the three nearest free starts to a refusal for want of a place."""
    if not isinstance(error, SlotFull):
        return error
    nearest = selectors.nearest_free(lane=data.plan.lane, minutes=data.plan.minutes, wanted=data.start)
    details = {"nearest": [{"start": slot.start.isoformat(), "left": slot.left} for slot in nearest]}
    return SlotFull(error.code, error.message, error.field, details=details)


def _same_request(made: Booking, data: BookingData) -> Booking:
    if made.request_hash != _request_hash(data):
        raise BusinessError("key_reused", _("同一个请求号已用于另一个预约。"))
    return made


def hashed_key(key: str) -> str:
    """Return an idempotency key as it is kept."""
    return hashlib.sha256(key.encode()).hexdigest() if key else ""


def _request_hash(data: BookingData) -> str:
    body = {
        "plan": data.plan.as_json(),
        "start": data.start.isoformat(),
        "people": [asdict(person) for person in data.people],
        "phone": data.phone,
    }
    return salted_hmac(
        "appointments.request", json.dumps(body, sort_keys=True, default=str), algorithm="sha256"
    ).hexdigest()
