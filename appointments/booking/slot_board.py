"""Days and bands as the pages show them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import pgettext

from appointments.booking.selectors import Slot, SlotDay
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.ui.parts import Band, Day

FAR = 400  # days round today outside of which nothing typed as a start is a time


@dataclass(frozen=True)
class Board:
    """What stands on the page where a time is chosen."""

    days: tuple[Day, ...]
    bands: tuple[Band, ...]
    day: date | None
    chosen: datetime | None
    left: int

    @property
    def is_empty(self) -> bool:
        """Whether no day has any place."""
        return not self.left


@dataclass(frozen=True)
class DayBox:
    """One day that opens and closes; `titled` is the id of its heading."""

    day: date
    left: int
    bands: tuple[Band, ...]
    titled: str
    is_open: bool


def board(
    days: Sequence[SlotDay], *, url: Callable[[date], str], day: date | None = None, chosen: datetime | None = None
) -> Board:
    """Return the strip of `days` with one opened: `day`, that of the choice, or the first with a place."""
    opened = _opened(days, day or (clock.local(chosen).date() if chosen else None))
    strip = tuple(
        Day(one.day, one.left, url(one.day) if one.left else "", one.day == opened, _word(one)) for one in days
    )
    slots = next((one.slots for one in days if one.day == opened), ())
    return Board(
        days=strip,
        bands=bands(slots, chosen),
        day=opened,
        chosen=chosen if any(slot.start == chosen and slot.is_free for slot in slots) else None,
        left=sum(one.left for one in days),
    )


def bands(slots: Sequence[Slot], chosen: datetime | None = None) -> tuple[Band, ...]:
    """Return the bands of a day as radio buttons."""
    return tuple(
        Band(slot.start, slot.left, value=written(slot.start), selected=slot.start == chosen) for slot in slots
    )


def day_boxes(days: Sequence[SlotDay], chosen: datetime) -> list[DayBox]:
    """Return every day with a place, that of the choice opened, for a page on which no day is behind a link."""
    free = [one for one in days if one.left]
    opened = next((one.day for one in free if one.day == clock.local(chosen).date()), free[0].day if free else None)
    return [
        DayBox(one.day, one.left, bands(one.slots, chosen), f"day-{n}", one.day == opened)
        for n, one in enumerate(free, 1)
    ]


def written(start: datetime) -> str:
    """Return a start as it travels in an address: the time in the hall, to the minute."""
    return clock.local(start).strftime("%Y-%m-%dT%H:%M")


def read_start(text: str) -> datetime | None:
    """Return the start that an address names; nothing when it is no time near today."""
    try:
        start = datetime.fromisoformat(text)
        local = start.replace(tzinfo=clock.SHANGHAI) if start.tzinfo is None else start.astimezone(clock.SHANGHAI)
        return local if abs((local.date() - clock.today()).days) < FAR else None
    except (ValueError, OverflowError):
        return None


def read_day(text: str) -> date | None:
    """Return the day that an address names; nothing when it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _opened(days: Sequence[SlotDay], wanted: date | None) -> date | None:
    known = [one.day for one in days]
    if wanted in known:
        return wanted
    return next((one.day for one in days if one.left), known[0] if known else None)


def _word(day: SlotDay) -> str:
    if day.slots:
        return ""
    return pgettext("日期", "已过") if day.day == clock.today() else pgettext("日期", "休")
