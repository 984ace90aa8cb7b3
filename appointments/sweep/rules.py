"""When a sweep is due, what it covers, and when people are reminded; pure functions of values and `now`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from wuxue_exit_entry.kernel.workdays import Calendar
from wuxue_exit_entry.messaging import rules as quiet

SHANGHAI = ZoneInfo("Asia/Shanghai")
LOOK_BACK = timedelta(hours=48)
LATE_AFTER = timedelta(minutes=30)
REMIND_AT = time(10, 0)  # after the first sweep, so that what is missing is today's knowledge
REMIND_BEFORE = timedelta(hours=2)
CLOSING = time(17, 0)
BEFORE_QUIET = timedelta(minutes=30)

DAY_BEFORE, SAME_DAY = "day", "hours"


@dataclass(frozen=True, order=True)
class Slot:
    """A sweep as planned."""

    due_at: datetime
    day: date
    ordinal: int


def slots_of_day(day: date, calendar: Calendar, times: Sequence[str]) -> list[Slot]:
    """Return the sweeps of `day` in order; none on days off, both on a weekend that is worked."""
    if not calendar.is_workday(day):
        return []
    return [
        Slot(datetime.combine(day, at, SHANGHAI), day, ordinal)
        for ordinal, at in enumerate(sorted(time.fromisoformat(text) for text in times), start=1)
    ]


def due_slots(now: datetime, calendar: Calendar, times: Sequence[str]) -> list[Slot]:
    """Return the sweeps that have fallen due in the last 48 hours, oldest first."""
    since = now - LOOK_BACK
    days = _days(since.astimezone(SHANGHAI).date(), now.astimezone(SHANGHAI).date())
    slots = (slot for day in days for slot in slots_of_day(day, calendar, times))
    return [slot for slot in slots if since < slot.due_at <= now]


def is_late(due_at: datetime, started_at: datetime) -> bool:
    """Tell whether a sweep begun at `started_at` is so late that somebody must know, even when it succeeds."""
    return started_at - due_at > LATE_AFTER


def window_end(now: datetime, calendar: Calendar, days: int) -> datetime:
    """Return where the window of a sweep ends: after the rest of today and the next `days` working days."""
    return _midnight_after(calendar.add_workdays(now.astimezone(SHANGHAI).date(), days))


def last_sweep_before(day: date, calendar: Calendar, times: Sequence[str]) -> datetime:
    """Return when the last sweep before `day` is due."""
    return slots_of_day(calendar.previous_workday(day), calendar, times)[-1].due_at


def missed_by_sweeps(now: datetime, calendar: Calendar, times: Sequence[str]) -> list[tuple[date, datetime]]:
    """Return the days whose last sweep before them is over, each with that sweep's time.

    What is booked for such a day after that time is judged by the next tick.
    """
    if not times:
        return []
    today = now.astimezone(SHANGHAI).date()
    days = _days(today, calendar.next_workday(today))
    pairs = [(day, last_sweep_before(day, calendar, times)) for day in days]
    return [(day, last) for day, last in pairs if last <= now]


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """Return the first moment of `day` and of the next one, in the hall."""
    return datetime.combine(day, time.min, SHANGHAI), _midnight_after(day)


def fix_by(start: datetime, now: datetime, calendar: Calendar) -> datetime:
    """Return until when something missing should be mended: closing time of the working day before, else the visit."""
    before = datetime.combine(calendar.previous_workday(start.astimezone(SHANGHAI).date()), CLOSING, SHANGHAI)
    return before if before > now else start


def reminder_due(kind: str, start: datetime, calendar: Calendar, quiet_from: time, quiet_until: time) -> datetime:
    """Return when the reminder `kind` of a visit at `start` is due.

    Two hours before may be a quiet hour: then half an hour ahead of the quiet hours that it falls into.
    """
    local = start.astimezone(SHANGHAI)
    if kind == DAY_BEFORE:
        return datetime.combine(calendar.previous_workday(local.date()), REMIND_AT, SHANGHAI)
    wanted = local - REMIND_BEFORE
    if quiet.is_quiet(wanted, quiet_from, quiet_until):
        return quiet.quiet_start(wanted, quiet_from) - BEFORE_QUIET
    return wanted


def reminder_useful(due_at: datetime, placed_at: datetime, start: datetime, now: datetime) -> bool:
    """Tell whether a reminder is worth sending: not to people who booked after it was due, never after the start."""
    return placed_at < due_at and now < start


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, SHANGHAI)
