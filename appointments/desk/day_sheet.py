"""The bookings of a day by band, with what is left in each lane; and the calls to make."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from appointments.booking import selectors as booking
from appointments.booking.models import Booking, Lane
from appointments.desk import arrivals, selectors, words
from appointments.desk.arrivals import Entry
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.messaging.models import Message
from wuxue_exit_entry.workdays import selectors as workdays


@dataclass(frozen=True)
class Left:
    """Places of one lane in one band."""

    lane: str
    left: int
    places: int


@dataclass(frozen=True)
class BandRow:
    """One band: what is left, and who comes."""

    start: datetime
    left: Sequence[Left]
    entries: Sequence[Entry]


@dataclass(frozen=True)
class DaySheet:
    """One day."""

    day: date
    previous: date
    next: date
    is_workday: bool
    bands: Sequence[BandRow]
    people: int
    bookings: int


@dataclass(frozen=True)
class Call:
    """One message to be said, and the booking that it is about."""

    message: Message
    words: str
    names: str
    code: str


def of(actor: Actor, day: date) -> DaySheet:
    """Return the sheet of a day."""
    calendar = workdays.calendar()
    entries = arrivals.entries(selectors.bookings_on(actor, day))
    left = _left(day)
    starts = sorted({*left, *(entry.booking.start for entry in entries)})
    rows = [BandRow(start, left.get(start, ()), [e for e in entries if e.booking.start == start]) for start in starts]
    return DaySheet(
        day=day,
        previous=calendar.previous_workday(day),
        next=calendar.next_workday(day),
        is_workday=calendar.is_workday(day),
        bands=rows,
        people=sum(len(entry.booking.people.all()) for entry in entries),
        bookings=len(entries),
    )


def _left(day: date) -> dict[datetime, list[Left]]:
    found: dict[datetime, list[Left]] = {}
    calendar, taken = workdays.calendar(), selectors.bands_on(day)
    for lane in booking.lanes():
        for spec in booking.specs_of_day(lane=lane, day=day, calendar=calendar):
            row = taken.get((lane.pk, spec.start))
            places = row[0] if row else spec.capacity
            if places:
                left = places - (row[1] if row else 0)
                found.setdefault(clock.local(spec.start), []).append(Left(_short(lane), left, places))
    return found


def _short(lane: Lane) -> str:
    return lane.name_zh.split("、")[0]


def calls(actor: Actor, waiting: Sequence[Message]) -> list[Call]:
    """Return what has to be said, each with its booking."""
    codes = [message.about_id for message in waiting if message.about_type == Booking._meta.label_lower]
    known = {one.code: one for one in selectors.bookings_named(actor, codes)}
    return [_call(message, known.get(message.about_id)) for message in waiting]


def _call(message: Message, one: Booking | None) -> Call:
    return Call(message, words.spoken(message), arrivals.entry(one).names if one else "", one.code if one else "")
