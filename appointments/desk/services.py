"""The verbs of the desk: what a window does in one stroke, made of the verbs of bookings, files and sweeps."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from appointments.booking import applicants
from appointments.booking import selectors as booking_selectors
from appointments.booking import services as booking
from appointments.booking.data import BookingData, CheckedPerson
from appointments.booking.enums import Channel
from appointments.booking.models import BookedItem, Booking
from appointments.cases import selectors as case_selectors
from appointments.cases import services as cases
from appointments.cases.data import CaseData
from appointments.cases.enums import CaseStatus, Level
from appointments.cases.models import Case
from appointments.catalogue import plans
from appointments.catalogue.selectors import service_keys
from appointments.desk import selectors, words
from appointments.sweep import judging
from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.errors import BusinessError


@dataclass(frozen=True)
class Registered:
    """What became of one file that was ticked."""

    case: Case | None
    outcome: str
    ok: bool


@transaction.atomic
def unchanged(*, public_id: str, version: int) -> Case:
    """Return a file, locked, as the officer saw it.

    Raises BusinessError("changed_meanwhile") that says who did what since then.
    """
    case = case_selectors.locked_case(public_id)
    if version and case.version != version:
        raise BusinessError("changed_meanwhile", _who_changed(case))
    return case


def _who_changed(case: Case) -> str:
    event = selectors.last_change(case)
    if event is None:
        return "这份档案刚刚被同事改过，下面是最新的。"
    at = clock.local(event.at)
    return f"{event.actor_name} 刚刚（{at:%H:%M}）改过这份档案：{words.said(event)}。下面是最新的，请看过再办。"


@transaction.atomic
def do(*, public_id: str, version: int, act: Callable[[], Any]) -> Any:
    """Do something to a file that nobody has changed since it was shown."""
    unchanged(public_id=public_id, version=version)
    return act()


@transaction.atomic
def register_shown(*, actor: Actor, stamps: Sequence[str]) -> list[Registered]:
    """Register the ticked files that are still as they were on the screen and green; say for each what became of it.

    `stamps` are «<file>.<version>» of the lines that were shown (逐一登记建档: each file keeps its own who and when).
    """
    access.require(actor, Permission.CASE_REGISTER)
    shown = [_read_stamp(stamp) for stamp in dict.fromkeys(stamps)]
    found = {case.public_id: case for case in _locked(public_id for public_id, _ in shown)}
    results = [_judged(found.get(public_id), version) for public_id, version in shown]
    ready = [one.case.public_id for one in results if one.ok and one.case]
    done = {case.public_id: case for case in cases.register_cases(actor=actor, public_ids=ready)} if ready else {}
    return [Registered(done[one.case.public_id], one.outcome, True) if one.ok and one.case else one for one in results]


def _read_stamp(stamp: str) -> tuple[str, int]:
    public_id, _, version = stamp.partition(".")
    return public_id, int(version) if version.isdecimal() and len(version) < 10 else -1


def _locked(public_ids: Iterable[str]) -> list[Case]:
    rows = Case.objects.select_for_update(of=("self",)).select_related("service", "registered_by")
    return list(rows.filter(public_id__in=list(public_ids)).order_by("pk"))


def _judged(case: Case | None, version: int) -> Registered:
    if case is None:
        return Registered(None, "没有这份档案", ok=False)
    if case.status != CaseStatus.PREPARED:
        who = f"，{case.registered_by} 办的" if case.registered_by else ""
        return Registered(case, f"已是「{case.get_status_display()}」{who}", ok=False)
    if case.level != Level.GREEN:
        return Registered(case, f"结论已变为「{case.get_level_display()}」，请单独处理", ok=False)
    if case.version != version:
        return Registered(case, "显示之后有改动，请看过再登记", ok=False)
    return Registered(case, "已登记建档", ok=True)


# -- at the window ---------------------------------------------------------------------------------------------------
@transaction.atomic
def check_in(*, actor: Actor, code: str) -> Booking:
    """Check a visit in; what no sweep has seen yet gets its file now, so that the window finds it ready."""
    access.require(actor, Permission.ARRIVAL_CHECK_IN)
    open_files(actor=actor, booking_id=selectors.booking_for(actor, code).pk)
    return booking.check_in(actor=actor, code=code)


@transaction.atomic
def check_in_file(*, actor: Actor, public_id: str) -> Case:
    """Check in the visit that a file belongs to; a file without a booking by itself."""
    case = case_selectors.case_for(actor, public_id)
    item = selectors.item_of(case)
    if item is None or not item.is_live:
        return cases.arrive_without_booking(actor=actor, public_id=public_id)
    check_in(actor=actor, code=item.booking.code)
    return case_selectors.case_for(actor, public_id)


@transaction.atomic
def tick(*, actor: Actor, public_id: str, material: str, seen: bool) -> Case:
    """Tick a material of the list that was told.

    Raises BusinessError("not_in_list") for anything else.
    """
    case = case_selectors.locked_case(public_id)
    people = case.told.get("people") or [{}]
    if material not in {paper["code"] for paper in people[0].get("bring", [])}:
        raise BusinessError("not_in_list", "清单里没有这一样。", status=400)
    return cases.tick_material(actor=actor, public_id=public_id, material=material, seen=seen)


@transaction.atomic
def open_files(*, actor: Actor, booking_id: int) -> None:
    """Open the missing files of a visit, without judging it: that is the sweep's."""
    access.require(actor, Permission.CASE_READ)
    items = selectors.items_without_file(booking_id)
    if not items:
        return
    files = cases.open_cases(actor=actor, data=[judging.case_data(item.booking, item) for item in items])
    for item, case in zip(items, files, strict=True):
        item.case = case
    BookedItem.objects.bulk_update(items, ["case"])


@transaction.atomic
def complete(*, actor: Actor, public_id: str) -> Case:
    """Complete a file, and with the last one its visit."""
    case = cases.complete(actor=actor, public_id=public_id)
    _end_visit(actor, case)
    return case


@transaction.atomic
def record_second_trip(*, actor: Actor, public_id: str, material: str, question: str, note: str) -> Case:
    """Record why somebody has to come again; the visit ends, so that a new time can be booked."""
    case = cases.record_second_trip(actor=actor, public_id=public_id, material=material, question=question, note=note)
    _end_visit(actor, case)
    return case


def _end_visit(actor: Actor, case: Case) -> None:
    for booking_id in selectors.open_visits([case.pk]):
        booking.finish_booking(actor=actor, booking_id=booking_id)


@transaction.atomic
def correct_finding(*, actor: Actor, public_id: str, code: str, reason: str) -> None:
    """Set one finding of a file aside, with the reason."""
    finding = selectors.finding_with_code(case_selectors.locked_case(public_id), code)
    cases.correct_finding(actor=actor, finding_id=finding.pk, reason=reason)


# -- for a caller ----------------------------------------------------------------------------------------------------
@transaction.atomic
def take_over(*, actor: Actor, reason: str, data: BookingData, channel: Channel, key: str, extra: str = "") -> Booking:
    """Cancel what stands in the way of a new booking, with the reason, and book: all or nothing.

    Raises BusinessError: reason_missing, already_arrived, and whatever booking raises.
    """
    _clear_the_way(actor, data, reason)
    return booking.book(actor=actor, data=data, channel=channel, idempotency_key=key, extra=extra)


@transaction.atomic
def open_at_window(*, actor: Actor, data: BookingData, reason: str = "") -> list[Case]:
    """Open the files of somebody who stands at the window without a booking, and mark them as arrived.

    With a reason, what they have booked for the same is cancelled first. Raises BusinessError("needs_desk") otherwise.
    """
    access.require(actor, Permission.ARRIVAL_CHECK_IN)
    people = applicants.check_people(data)
    if reason:
        _clear_the_way(actor, data, reason)
    elif booking_selectors.holders_of([person.key for person in people], data.plan.families).exists():
        raise BusinessError("needs_desk", "这个人同类事项已经有预约。")
    files = cases.open_cases(actor=actor, data=_walk_in_files(data, people))
    return [cases.arrive_without_booking(actor=actor, public_id=case.public_id) for case in files]


def _clear_the_way(actor: Actor, data: BookingData, reason: str) -> None:
    access.require(actor, Permission.BOOKING_CHANGE)
    if not reason.strip():
        raise BusinessError("reason_missing", "请写明为什么取消原来的预约。", field="reason", status=400)
    for one in holders(actor=actor, data=data):
        booking.cancel_booking(actor=actor, code=one.code, reason=reason.strip())


def holders(*, actor: Actor, data: BookingData) -> list[Booking]:
    """Return the bookings that stand in the way of this one, for an officer who has the ID in hand."""
    access.require(actor, Permission.BOOKING_READ)
    keys = [person.key for person in applicants.check_people(data)]
    return selectors.holders(actor, keys, data.plan.families)


def _walk_in_files(data: BookingData, people: Sequence[CheckedPerson]) -> list[CaseData]:
    told = plans.told(data.plan, data.language)
    rows = service_keys(item.service for planned in data.plan.people for item in planned.items)
    return [
        CaseData(
            service_id=rows[item.service].pk,
            name=person.name,
            id_kind=person.identity.kind,
            number=person.identity.number,
            person_key=person.key,
            birth_date=person.birth_date,
            phone=data.phone,
            language=data.language,
            facts=dict(item.answers),
            told=judging.told_of_item(told, n, item.service),
        )
        for n, (planned, person) in enumerate(zip(data.plan.people, people, strict=True))
        for item in planned.items
    ]
