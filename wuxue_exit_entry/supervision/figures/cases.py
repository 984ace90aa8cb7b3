"""The cases behind each figure: what the figure counts is what the list shows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet

from appointments.booking.enums import BookingStatus
from appointments.booking.models import BookedItem, Booking
from appointments.cases.enums import CaseStatus, Level
from appointments.cases.models import Case
from appointments.green_channel.models import GreenRequest
from appointments.sweep.models import Verdict
from wuxue_exit_entry.supervision.figures.period import Period
from wuxue_exit_entry.ui import formats

CAME = (BookingStatus.ARRIVED, BookingStatus.DONE)


@dataclass(frozen=True)
class Line:
    """One case in a list: when, which, who, what, how it stands, and the value that counts."""

    at: datetime | None
    code: str
    name: str
    item: str
    state: Any
    value: str = ""


def bookings(period: Period) -> QuerySet[Booking]:
    """Return the bookings of the period that were not cancelled."""
    gone = (BookingStatus.CANCELLED, BookingStatus.DISOWNED)
    return Booking.objects.filter(start__gte=period.start, start__lt=period.end).exclude(status__in=gone)


def missed(period: Period) -> QuerySet[Booking]:
    """Return the bookings of the period to which nobody came."""
    return bookings(period).filter(status=BookingStatus.MISSED)


def not_green(period: Period) -> QuerySet[Verdict]:
    """Return, per booking of the period, the last verdict, where it was not green."""
    latest = Verdict.objects.filter(booking__in=bookings(period)).order_by("booking", "-judged_at").distinct("booking")
    return Verdict.objects.filter(pk__in=latest.values("pk")).exclude(level=Level.GREEN).select_related("booking")


def handled(period: Period) -> QuerySet[Case]:
    """Return the files of the period that an officer finished, or sent home for a second trip."""
    seen = Case.objects.filter(visit_at__gte=period.start, visit_at__lt=period.end)
    return seen.filter(status__in=[CaseStatus.DONE, CaseStatus.ACCEPTED, CaseStatus.SECOND_TRIP])


def second_trips(period: Period) -> QuerySet[Case]:
    """Return the handled files that needed a second trip."""
    return handled(period).filter(second_trips__isnull=False).distinct()


def served(period: Period) -> QuerySet[Case]:
    """Return the files of the period with arrival and first service."""
    came = Case.objects.filter(arrived_at__gte=period.start, arrived_at__lt=period.end)
    return came.filter(served_at__isnull=False)


def finished(period: Period) -> QuerySet[Case]:
    """Return the files of the period with arrival and completion."""
    came = Case.objects.filter(arrived_at__gte=period.start, arrived_at__lt=period.end)
    return came.filter(done_at__isnull=False)


def urgent(period: Period) -> QuerySet[GreenRequest]:
    """Return the urgent requests made in the period and not withdrawn."""
    asked = GreenRequest.objects.filter(asked_at__gte=period.start, asked_at__lt=period.end)
    return asked.exclude(status="withdrawn").select_related("ground")


def minutes_between(earlier: datetime, later: datetime) -> int:
    """Return whole minutes."""
    return max(0, int((later - earlier).total_seconds() // 60))


# -- rows to lines ---------------------------------------------------------------------------------------------------
def of_bookings(rows: QuerySet[Booking]) -> list[Line]:
    """Return bookings as lines."""
    items = Prefetch("items", BookedItem.objects.select_related("service", "person"))
    return [
        Line(
            at=row.start,
            code=row.code,
            name="、".join(dict.fromkeys(item.person.name for item in row.items.all())),
            item="、".join(dict.fromkeys(item.service.name_zh for item in row.items.all())),
            state=BookingStatus(row.status),
        )
        for row in rows.prefetch_related(items).order_by("start", "pk")
    ]


def of_verdicts(rows: QuerySet[Verdict]) -> list[Line]:
    """Return verdicts as lines: the booking, with the level as its state."""
    levels = dict(rows.values_list("booking_id", "level"))
    found = of_bookings(Booking.objects.filter(pk__in=levels))
    by_code = dict(Booking.objects.filter(pk__in=levels).values_list("code", "pk"))
    return [
        Line(line.at, line.code, line.name, line.item, Level(levels[by_code[line.code]]), str(line.state.label))
        for line in found
    ]


def of_cases(rows: QuerySet[Case], value: Callable[[Case], str]) -> list[Line]:
    """Return files as lines with the value that counts."""
    return [
        Line(
            row.visit_at or row.arrived_at,
            row.public_id,
            row.name,
            row.service.name_zh,
            CaseStatus(row.status),
            value(row),
        )
        for row in rows.select_related("service").prefetch_related("second_trips").order_by("visit_at", "pk")
    ]


def of_urgent(rows: QuerySet[GreenRequest]) -> list[Line]:
    """Return urgent requests as lines with the time that the answer took."""
    return [
        Line(row.asked_at, row.code, row.name, row.ground.name_zh, row.state, _answer(row))
        for row in rows.order_by("asked_at")
    ]


def _answer(row: GreenRequest) -> str:
    if row.decided_at is None:
        return f"时限 {formats.stamp(row.decide_by)}"
    late = "，超时" if row.decided_at > row.decide_by else ""
    return f"用时 {minutes_between(row.asked_at, row.decided_at)} 分{late}"
