"""Today's hall in one line, and what the frame of every page prints of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.http import HttpRequest
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from appointments.booking import selectors
from appointments.booking.models import Hall, Lane
from appointments.booking.rules import Spec
from appointments.catalogue.enums import LaneKind
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.ui import formats
from wuxue_exit_entry.ui.shell import HallContact
from wuxue_exit_entry.workdays import selectors as workdays

LANE = LaneKind.CN_DOCUMENTS.value  # most people come for this one; its hours are the hall's
USUAL_MINUTES = 20


@dataclass(frozen=True)
class Today:
    """Whether the hall is open, when it is, and when the next free place is."""

    open_now: bool
    hours: str
    next_free: str


def today() -> Today:
    """Return the hall as it is at this moment."""
    lane = selectors.lanes().filter(code=LANE).first()
    ranges = opening(lane, clock.today()) if lane else []
    now = clock.now()
    slot = selectors.next_free(lane=LANE, minutes=USUAL_MINUTES)
    return Today(
        open_now=any(start <= now < end for start, end in ranges),
        hours=_("今日 %(hours)s") % {"hours": _written(ranges)} if ranges else _("今日休息"),
        next_free=f"{formats.near_day(slot.start)} {formats.clock_time(slot.start)}" if slot else "",
    )


def opening(lane: Lane, day: date) -> list[tuple[datetime, datetime]]:
    """Return from when to when a lane is open on a day."""
    return _joined(selectors.specs_of_day(lane=lane, day=day, calendar=workdays.calendar()))


def contact(request: HttpRequest) -> HallContact:
    """Return what masthead and footer print of the hall."""
    hall, english = Hall.objects.order_by("pk").first(), formats.is_english()
    if hall is None:
        return HallContact()
    return HallContact(
        name=hall.name_en if english else hall.name_zh,
        phone=hall.phone,
        address=hall.address_en if english else hall.address_zh,
        hours=cast(str, lazy(usual_hours, str)()),  # worked out only where it is printed
    )


def usual_hours() -> str:
    """Return the hours of a plain working day."""
    lane = selectors.lanes().filter(code=LANE).first()
    if lane is None:
        return ""
    calendar = workdays.calendar()
    ranges = opening(lane, calendar.next_workday(clock.today()))
    return _("工作日 %(hours)s") % {"hours": _written(ranges)} if ranges else ""


def _joined(specs: Iterable[Spec]) -> list[tuple[datetime, datetime]]:
    """Return bands that touch as one range; a closed band ends a range."""
    ranges: list[tuple[datetime, datetime]] = []
    for spec in specs:
        if not spec.capacity:
            continue
        if ranges and ranges[-1][1] == spec.start:
            ranges[-1] = (ranges[-1][0], spec.end)
        else:
            ranges.append((spec.start, spec.end))
    return ranges


def _written(ranges: Iterable[tuple[datetime, datetime]]) -> str:
    return "・".join(formats.band(start, end) for start, end in ranges)
