"""The verbs of opening hours, exceptions and the hall's numbers; existing rows follow, nobody who booked is dropped."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q

from appointments.booking import rules, selectors
from appointments.booking.enums import LIVE_BOOKINGS
from appointments.booking.models import Band, Booking, CapacityException, Hall, Lane, OpeningPattern, Policy
from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.errors import BusinessError, NotFound
from wuxue_exit_entry.workdays import selectors as workdays

# Lowering below what is booked keeps the booked: capacity follows the plan only as far as they leave room.
_FOLLOW = """
UPDATE appointments_band AS band SET minutes = plan.minutes, planned = plan.places,
    capacity = GREATEST(plan.places, band.booked - band.extra)
FROM unnest(%s, %s, %s) AS plan (id, minutes, places)
WHERE band.id = plan.id AND (band.planned <> plan.places OR band.capacity <> plan.places)
"""


@dataclass(frozen=True, kw_only=True)
class PatternData:
    """Weekly hours of a lane on one weekday."""

    weekday: int
    opens: time
    closes: time
    band_minutes: int
    capacity: int
    valid_from: date


@transaction.atomic
def add_pattern(*, actor: Actor, lane: Lane, data: PatternData) -> OpeningPattern:
    """Open a lane weekly from a day on.

    Raises BusinessError: hours_wrong, hours_overlap.
    """
    access.require(actor, Permission.CAPACITY_EDIT)
    if data.opens >= data.closes:
        raise BusinessError("hours_wrong", "结束时间要晚于开始时间。", field="closes", status=400)
    same_day = OpeningPattern.objects.select_for_update().filter(lane=lane, weekday=data.weekday)
    running = same_day.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=data.valid_from))
    if running.filter(opens__lt=data.closes, closes__gt=data.opens).exists():
        raise BusinessError("hours_overlap", "和这个星期几已有的时段重叠，请先停用旧的。", field="opens")
    pattern = OpeningPattern.objects.create(lane=lane, **data.__dict__)
    audit.record(actor, "appointments.opening.added", pattern, after=_pattern(pattern))
    follow(lane=lane)
    return pattern


@transaction.atomic
def end_pattern(*, actor: Actor, pattern_id: int, last_day: date) -> OpeningPattern:
    """End weekly hours with a day; what is booked later stays and is listed to be called."""
    access.require(actor, Permission.CAPACITY_EDIT)
    pattern = OpeningPattern.objects.select_for_update().select_related("lane").filter(pk=pattern_id).first()
    if pattern is None:
        raise NotFound
    before = _pattern(pattern)
    pattern.valid_to = last_day
    pattern.save()
    audit.record(actor, "appointments.opening.ended", pattern, before=before, after=_pattern(pattern))
    follow(lane=pattern.lane)
    return pattern


@transaction.atomic
def add_exception(
    *,
    actor: Actor,
    lane: Lane | None,
    day: date,
    capacity: int,
    reason: str,
    opens: time | None = None,
    closes: time | None = None,
) -> CapacityException:
    """Give a day, or a part of it, other places; 0 closes.

    Raises BusinessError: reason_missing, hours_wrong, day_past.
    """
    access.require(actor, Permission.CAPACITY_EDIT)
    if not reason.strip():
        raise BusinessError("reason_missing", "请写明原因，群众和同事会问。", field="reason", status=400)
    if (opens is None) != (closes is None) or (opens and closes and opens >= closes):
        raise BusinessError(
            "hours_wrong", "开始和结束时间要一起填，结束晚于开始；全天的都不填。", field="opens", status=400
        )
    if day < clock.today():
        raise BusinessError("day_past", "这一天已经过去。", field="day", status=400)
    made = CapacityException.objects.create(
        lane=lane, day=day, opens=opens, closes=closes, capacity=capacity, reason=reason.strip()
    )
    audit.record(actor, "appointments.exception.added", made, after=_exception(made), reason=reason)
    follow_day(day)
    return made


@transaction.atomic
def remove_exception(*, actor: Actor, exception_id: int) -> None:
    """Take an exception back."""
    access.require(actor, Permission.CAPACITY_EDIT)
    found = CapacityException.objects.select_for_update().filter(pk=exception_id).first()
    if found is None:
        raise NotFound
    audit.record(actor, "appointments.exception.removed", found, before=_exception(found))
    found.delete()
    follow_day(found.day)


@transaction.atomic
def change_policy(*, actor: Actor, changes: dict[str, Any]) -> Policy:
    """Change the hall's numbers.

    Raises BusinessError("sweep_times_wrong") for anything but two times of the day in order.
    """
    access.require(actor, Permission.CAPACITY_EDIT)
    policy = Policy.objects.select_for_update().get_or_create(pk=1)[0]
    before = {name: getattr(policy, name) for name in changes}
    for name, value in changes.items():
        setattr(policy, name, value)
    if not _are_two_times(policy.sweep_times):
        raise BusinessError(
            "sweep_times_wrong", "请填两个时刻，先早后晚，例如 08:40 和 15:00。", "sweep_times", status=400
        )
    policy.save()
    audit.record(actor, "appointments.policy.changed", policy, before=before, after=changes)
    return policy


@transaction.atomic
def change_hall(*, actor: Actor, hall: Hall, changes: dict[str, str]) -> Hall:
    """Change what the public reads of the hall."""
    access.require(actor, Permission.CAPACITY_EDIT)
    before = {name: getattr(hall, name) for name in changes}
    for name, value in changes.items():
        setattr(hall, name, value)
    hall.save()
    audit.record(actor, "appointments.hall.changed", hall, before=before, after=changes)
    return hall


def follow_day(day: date) -> None:
    """Bring the rows of a day, on every lane, to what is planned now."""
    for lane in selectors.lanes():
        follow(lane=lane, days=[day])


def follow(*, lane: Lane, days: Iterable[date] | None = None) -> None:
    """Bring the coming rows of a lane to what is planned now; what is not planned any more closes."""
    rows = list(Band.objects.filter(lane=lane, start__gt=clock.now()).values_list("pk", "start", "minutes"))
    calendar = workdays.calendar()
    specs: dict[datetime, rules.Spec] = {}
    wanted = set(days) if days is not None else {clock.local(start).date() for _, start, _ in rows}
    for day in wanted:
        specs |= {spec.start: spec for spec in selectors.specs_of_day(lane=lane, day=day, calendar=calendar)}
    plans = [_plan(pk, start, minutes, specs) for pk, start, minutes in rows if clock.local(start).date() in wanted]
    if plans:
        with connection.cursor() as cursor:
            cursor.execute(_FOLLOW, [list(column) for column in zip(*plans, strict=True)])


def to_be_called() -> list[Booking]:
    """Return the live bookings in bands that have fewer places than people now."""
    crowded = Band.objects.filter(start__gt=clock.now(), booked__gt=F("planned") + F("extra"))
    held = Booking.objects.filter(status__in=LIVE_BOOKINGS, places__band__in=crowded)
    return list(held.select_related("lane").distinct().order_by("start", "pk"))


def _plan(pk: int, start: datetime, minutes: int, specs: dict[datetime, rules.Spec]) -> tuple[int, int, int]:
    spec = specs.get(start)
    return (pk, spec.minutes, spec.capacity) if spec else (pk, minutes, 0)


def _are_two_times(texts: Any) -> bool:
    try:
        times = [time.fromisoformat(text) for text in texts]
    except (TypeError, ValueError):
        return False
    return len(times) == 2 and times[0] < times[1]


def _pattern(row: OpeningPattern) -> dict[str, Any]:
    names = ("weekday", "opens", "closes", "band_minutes", "capacity", "valid_from", "valid_to")
    return {"lane": row.lane.code} | {name: str(getattr(row, name)) for name in names}


def _exception(row: CapacityException) -> dict[str, Any]:
    lane = row.lane.code if row.lane else "全部"
    return {
        "lane": lane,
        "day": str(row.day),
        "opens": str(row.opens),
        "closes": str(row.closes),
        "places": row.capacity,
    }
