"""Whom a scanned or typed text names among those who are expected, and how each stands to their time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from appointments.booking import selectors as booking
from appointments.booking.enums import BookingStatus
from appointments.booking.models import Booking, Policy
from appointments.desk import rules, selectors
from appointments.desk.visits import Standing, standing
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.errors import NotFound

AHEAD, BEHIND = timedelta(hours=1, minutes=30), timedelta(hours=2)

__all__ = ["standing"]


@dataclass(frozen=True)
class Entry:
    """One booking with its people and items in a line each."""

    booking: Booking
    names: str
    items: str
    standing: Standing


@dataclass(frozen=True)
class FoundArrivals:
    """What a text led to; exact when a booking code named one booking."""

    entries: Sequence[Entry]
    is_exact: bool = False


def found(actor: Actor, typed: str) -> FoundArrivals:
    """Return the bookings that a code, a telephone tail, a name, initials or a whole number names."""
    if rules.is_code(typed):
        try:
            return FoundArrivals([entry(selectors.booking_for(actor, typed))], is_exact=True)
        except NotFound:
            return FoundArrivals([])
    ahead = selectors.work(actor)
    codes = dict.fromkeys(line.code for line in selectors.search(actor, typed, ahead) if line.code)
    return FoundArrivals(entries(selectors.bookings_named(actor, list(codes)[:20])))


def coming(actor: Actor) -> list[Entry]:
    """Return who should be here about now and is not."""
    now = clock.now()
    today = selectors.bookings_on(actor, clock.today()).filter(status=BookingStatus.BOOKED)
    return entries(today.filter(start__gte=now - BEHIND, start__lte=now + AHEAD))


def entries(found: Iterable[Booking]) -> list[Entry]:
    """Return bookings as lines."""
    numbers = booking.policy()
    return [entry(one, numbers) for one in found]


def entry(one: Booking, numbers: Policy | None = None) -> Entry:
    """Return one booking as a line."""
    people = [person.name for person in one.people.all()]
    names = "、".join(people[:3]) + (f" 等 {len(people)} 人" if len(people) > 3 else "")
    items = "、".join(dict.fromkeys(item.service.name_zh for item in one.items.all()))
    return Entry(one, names, items, standing(one, numbers))
