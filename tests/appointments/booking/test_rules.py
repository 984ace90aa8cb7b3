"""Openings, windows and limits of booking."""

from datetime import date, datetime, time, timedelta

import pytest

from appointments.booking import rules
from appointments.booking.rules import SHANGHAI, Exceptional, Pattern
from wuxue_exit_entry.kernel.workdays import Calendar

MONDAY = date(2026, 11, 30)
MAKE_UP_SATURDAY = date(2027, 2, 20)
CALENDAR = Calendar(holidays={date(2026, 12, 2): "停电"}, workdays={MAKE_UP_SATURDAY: "春节调休"})


def pattern(weekday: int, opens: str = "08:30", closes: str = "12:00", capacity: int = 4, **changes) -> Pattern:
    hours = time.fromisoformat(opens), time.fromisoformat(closes)
    fields = {"valid_from": date(2020, 1, 1), "valid_to": None} | changes
    return Pattern(weekday, *hours, 30, capacity, **fields)


def at(day: date, hour: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(hour), SHANGHAI)


WEEK = [pattern(n) for n in range(1, 6)]


def test_bands_of_day_follow_the_pattern():
    specs = rules.bands_of_day(MONDAY, CALENDAR, WEEK, [])
    assert [spec.start for spec in specs] == [at(MONDAY, "08:30") + timedelta(minutes=30) * n for n in range(7)]
    assert {spec.capacity for spec in specs} == {4}


@pytest.mark.parametrize("day", [date(2026, 11, 28), date(2026, 12, 2)])
def test_bands_of_day_off_are_none(day):
    assert rules.bands_of_day(day, CALENDAR, WEEK, []) == []


def test_worked_saturday_opens_like_a_friday():
    assert len(rules.bands_of_day(MAKE_UP_SATURDAY, CALENDAR, [pattern(5)], [])) == 7


def test_pattern_ends_with_its_validity():
    ended = pattern(1, valid_to=date(2026, 11, 29))
    assert rules.bands_of_day(MONDAY, CALENDAR, [ended], []) == []


def test_exception_of_a_part_of_the_day_changes_only_that_part():
    closed = Exceptional(MONDAY, time(9), time(10), 0)
    specs = rules.bands_of_day(MONDAY, CALENDAR, WEEK, [closed])
    assert [spec.capacity for spec in specs] == [4, 0, 0, 4, 4, 4, 4]


def test_exception_of_a_whole_day_closes_it():
    specs = rules.bands_of_day(MONDAY, CALENDAR, WEEK, [Exceptional(MONDAY, None, None, 0)])
    assert {spec.capacity for spec in specs} == {0}


@pytest.mark.parametrize(("minutes", "count"), [(20, 1), (30, 1), (31, 2), (90, 3)])
def test_visit_occupies_consecutive_bands(minutes, count):
    specs = rules.bands_of_day(MONDAY, CALENDAR, WEEK, [])
    assert rules.bands_needed(specs, specs[0].start, minutes) == specs[:count]


def test_visit_does_not_reach_over_closing_time():
    specs = rules.bands_of_day(MONDAY, CALENDAR, WEEK, [])
    assert rules.bands_needed(specs, specs[-1].start, 60) == []


def test_visit_starts_only_at_a_band():
    specs = rules.bands_of_day(MONDAY, CALENDAR, WEEK, [])
    assert rules.bands_needed(specs, at(MONDAY, "08:45"), 30) == []


def test_window_counts_working_days_only():
    days = rules.bookable_days(date(2026, 11, 27), CALENDAR, 3)
    assert days == [date(2026, 11, 27), MONDAY, date(2026, 12, 1), date(2026, 12, 3)]


def test_window_on_a_day_off_starts_with_the_next_working_day():
    assert rules.bookable_days(date(2026, 11, 28), CALENDAR, 1) == [MONDAY]


@pytest.mark.parametrize(
    ("hour", "answer"), [("09:29", "early"), ("09:30", "open"), ("10:44", "open"), ("10:45", "open"), ("10:46", "late")]
)
def test_check_in_opens_before_and_forgives_a_little(hour, answer):
    start, end = at(MONDAY, "10:00"), at(MONDAY, "10:30")
    assert rules.can_check_in(start, end, at(MONDAY, hour), before=30, grace=15) == answer


@pytest.mark.parametrize(
    ("birth", "needs"),
    [(date(2010, 11, 30), False), (date(2010, 12, 1), True), (date(2020, 1, 1), True), (None, False)],
)
def test_under_sixteen_on_the_day_needs_a_guardian(birth, needs):
    assert rules.needs_guardian(birth, MONDAY) is needs


@pytest.mark.parametrize(("hour", "late"), [("07:59", False), ("08:00", False), ("08:01", True), ("11:00", True)])
def test_cancelling_inside_the_last_two_hours_is_late(hour, late):
    assert rules.is_late_cancel(at(MONDAY, "10:00"), at(MONDAY, hour), 120) is late
