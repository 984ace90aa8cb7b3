"""When sweeps and reminders are due: tables, no database."""

from datetime import date, datetime, time, timedelta

import pytest

from appointments.sweep import rules
from wuxue_exit_entry.kernel.clock import SHANGHAI
from wuxue_exit_entry.kernel.workdays import Calendar
from wuxue_exit_entry.workdays.enums import DayKind
from wuxue_exit_entry.workdays.official import official_days

TIMES = ["08:40", "15:00"]
QUIET = (time(21, 0), time(8, 0))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def official(*, worked: tuple[date, ...] = ()) -> Calendar:
    days = list(official_days())
    holidays = {day.date: day.name for day in days if day.kind == DayKind.HOLIDAY}
    workdays = {day.date: day.name for day in days if day.kind == DayKind.WORKDAY}
    return Calendar(holidays, workdays | dict.fromkeys(worked, "调休上班"))


CALENDAR = official()


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-12-03T08:39", ["12-01 08:40", "12-01 15:00", "12-02 08:40", "12-02 15:00"]),
        ("2026-12-03T08:40", ["12-01 15:00", "12-02 08:40", "12-02 15:00", "12-03 08:40"]),
        ("2026-12-03T15:00", ["12-02 08:40", "12-02 15:00", "12-03 08:40", "12-03 15:00"]),
        ("2026-12-07T08:41", ["12-07 08:40"]),  # the weekend is no working day, Friday is more than 48 hours ago
        ("2026-12-06T12:00", ["12-04 15:00"]),
        ("2026-09-20T15:00", ["09-20 08:40", "09-20 15:00"]),  # a Sunday that is worked
        ("2026-10-05T12:00", []),  # within the holiday
    ],
)
def test_due_slots_of_the_last_48_hours(now, due):
    slots = rules.due_slots(at(now), CALENDAR, TIMES)
    assert [f"{slot.due_at:%m-%d %H:%M}" for slot in slots] == due


def test_ordinals_follow_the_clock_however_the_times_are_written():
    slots = rules.slots_of_day(date(2026, 12, 3), CALENDAR, ["15:00", "08:40"])
    assert [(slot.ordinal, f"{slot.due_at:%H:%M}") for slot in slots] == [(1, "08:40"), (2, "15:00")]


@pytest.mark.parametrize(("minutes", "late"), [(0, False), (30, False), (31, True), (600, True)])
def test_is_late(minutes, late):
    due = at("2026-12-03T08:40")
    assert rules.is_late(due, due + timedelta(minutes=minutes)) is late


@pytest.mark.parametrize(
    ("now", "end"),
    [
        ("2026-12-03T08:40", "2026-12-09T00:00"),  # Thursday: Friday, Monday, Tuesday
        ("2026-12-07T15:00", "2026-12-11T00:00"),
        ("2026-09-30T15:00", "2026-10-11T00:00"),  # over the holiday: the 8th, 9th and Saturday the 10th, worked
        ("2026-12-05T10:00", "2026-12-10T00:00"),  # by hand on a Saturday
    ],
)
def test_window_is_three_working_days(now, end):
    assert rules.window_end(at(now), CALENDAR, 3) == at(end)


@pytest.mark.parametrize(
    ("now", "days"),
    [
        ("2026-12-03T07:00", ["12-03 after 12-02 15:00"]),
        ("2026-12-03T14:59", ["12-03 after 12-02 15:00"]),
        ("2026-12-03T15:00", ["12-03 after 12-02 15:00", "12-04 after 12-03 15:00"]),
        (
            "2026-12-04T16:00",
            ["12-04 after 12-03 15:00", *(f"12-0{day} after 12-04 15:00" for day in (5, 6, 7))],
        ),
    ],
)
def test_days_whose_last_sweep_before_them_is_over(now, days):
    pairs = rules.missed_by_sweeps(at(now), CALENDAR, TIMES)
    assert [f"{day:%m-%d} after {last:%m-%d %H:%M}" for day, last in pairs] == days


@pytest.mark.parametrize(
    ("start", "now", "by"),
    [
        ("2026-12-03T10:00", "2026-12-02T08:40", "2026-12-02T17:00"),
        ("2026-12-03T10:00", "2026-12-02T17:30", "2026-12-03T10:00"),
        ("2026-12-07T10:00", "2026-12-03T15:00", "2026-12-04T17:00"),
        ("2026-09-21T10:00", "2026-09-18T15:00", "2026-09-20T17:00"),
    ],
)
def test_fix_by_is_the_working_day_before(start, now, by):
    assert rules.fix_by(at(start), at(now), CALENDAR) == at(by)


@pytest.mark.parametrize(
    ("kind", "start", "due"),
    [
        ("day", "2026-12-03T10:00", "2026-12-02T10:00"),
        ("day", "2026-12-07T08:30", "2026-12-04T10:00"),
        ("day", "2026-09-21T10:00", "2026-09-20T10:00"),  # T05 (a): the Sunday before is worked
        ("hours", "2026-12-03T14:00", "2026-12-03T12:00"),
        ("hours", "2026-12-03T10:00", "2026-12-03T08:00"),
        ("hours", "2026-12-03T09:30", "2026-12-02T20:30"),  # 07:30 is a quiet hour: before the night
        ("hours", "2026-12-07T08:30", "2026-12-06T20:30"),
    ],
)
def test_reminder_due(kind, start, due):
    assert rules.reminder_due(kind, at(start), CALENDAR, *QUIET) == at(due)


def test_saturday_that_the_keeper_has_entered_as_worked_is_swept_and_reminded_on():
    """T05 (c)."""
    saturday = date(2027, 2, 20)
    calendar = official(worked=(saturday,))
    assert [f"{slot.due_at:%H:%M}" for slot in rules.slots_of_day(saturday, calendar, TIMES)] == TIMES
    assert rules.reminder_due("day", at("2027-02-22T10:00"), calendar, *QUIET) == at("2027-02-20T10:00")
    assert rules.slots_of_day(saturday, CALENDAR, TIMES) == []


@pytest.mark.parametrize(
    ("placed", "now", "useful"),
    [
        ("2026-12-01T09:00", "2026-12-02T10:00", True),
        ("2026-12-01T09:00", "2026-12-02T16:00", True),  # late after an outage, but before the visit
        ("2026-12-01T09:00", "2026-12-03T10:00", False),  # the visit has begun
        ("2026-12-02T11:00", "2026-12-02T11:01", False),  # just booked, and just confirmed
    ],
)
def test_reminder_useful(placed, now, useful):
    assert rules.reminder_useful(at("2026-12-02T10:00"), at(placed), at("2026-12-03T10:00"), at(now)) is useful
