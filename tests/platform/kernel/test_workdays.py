"""The calendar of working days (trial T05)."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuxue_exit_entry.kernel.workdays import Calendar
from wuxue_exit_entry.workdays.enums import DayKind
from wuxue_exit_entry.workdays.official import official_days

DAY = timedelta(days=1)


def official():
    off = {day.date: day.name for day in official_days() if day.kind == DayKind.HOLIDAY}
    worked = {day.date: day.name for day in official_days() if day.kind == DayKind.WORKDAY}
    return Calendar(off, worked)


CALENDAR = official()


def day(text):
    return date.fromisoformat(text)


def test_t05a_the_working_day_before_may_be_a_sunday():
    assert CALENDAR.previous_workday(day("2026-09-21")) == day("2026-09-20")


def test_t05b_seven_working_days_over_the_national_day_count_the_worked_saturday():
    assert CALENDAR.add_workdays(day("2026-09-28"), 7) == day("2026-10-13")


def test_t05c_a_saturday_that_the_keeper_enters_is_worked_and_the_year_stays_an_estimate():
    entered = Calendar({}, {day("2027-02-20"): "补班"})
    assert entered.is_workday(day("2027-02-20"))
    assert entered.previous_workday(day("2027-02-22")) == day("2027-02-20")
    assert entered.next_workday(day("2027-02-19")) == day("2027-02-20")
    assert not entered.is_published(2027)
    assert not entered.is_workday(day("2027-10-01"))


@pytest.mark.parametrize("worked", ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"])
def test_make_up_days_of_2026_are_worked(worked):
    assert CALENDAR.is_workday(day(worked))
    assert CALENDAR.holiday_name(day(worked)) == ""


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_delivered_years_equal_an_independent_calendar_on_every_day(year):
    other = holidays.country_holidays("CN", years=year)
    days = [date(year, 1, 1) + n * DAY for n in range(365)]
    assert [d for d in days if CALENDAR.is_workday(d) != other.is_working_day(d)] == []
    assert CALENDAR.is_published(year)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2026-02-16", "春节"),
        ("2025-10-06", "国庆节、中秋节"),
        ("2026-10-03", "国庆节"),
        ("2026-11-21", ""),
        ("2026-11-23", ""),
        ("2027-02-05", "春节"),
        ("2027-02-09", "春节"),
        ("2031-10-01", "中秋节、国庆节"),
    ],
)
def test_days_off_have_the_name_of_their_festival(text, name):
    assert CALENDAR.holiday_name(day(text)) == name


@pytest.mark.parametrize("year", range(2027, 2036))
def test_nothing_fails_on_a_new_year_whose_notice_is_missing(year):
    for calendar in (CALENDAR, Calendar({}, {})):
        new_year = date(year, 1, 1)
        assert not calendar.is_published(year)
        assert not calendar.is_workday(new_year)
        assert calendar.next_workday(new_year) > new_year
        assert calendar.previous_workday(new_year) < new_year
        assert calendar.add_workdays(date(year - 1, 12, 31), 7) <= date(year, 1, 14)
        assert not any(calendar.is_workday(date(year, 10, n)) for n in (1, 2, 3))
        assert any(calendar.is_workday(date(year, 1, n)) for n in range(2, 6))


@pytest.mark.parametrize("year", [1, 1949, 2101, 9998])
def test_years_that_no_table_knows_have_weekends_only(year):
    calendar = Calendar({}, {})
    assert not calendar.is_published(year)
    assert calendar.is_workday(date(year, 5, 1)) == (date(year, 5, 1).weekday() < 5)


def test_entering_a_notice_replaces_the_estimate_only_when_all_seven_festivals_are_there():
    notice = {
        "元旦": ["01-01"],
        "春节": ["02-05", "02-06", "02-07", "02-08", "02-11"],
        "清明节": ["04-05"],
        "劳动节": ["05-01"],
        "端午节": ["06-09"],
        "中秋节": ["09-15"],
    }
    entered = {day(f"2027-{text}"): name for name, days in notice.items() for text in days}
    partly = Calendar(entered, {})
    assert not partly.is_published(2027)
    assert not partly.is_workday(day("2027-02-11"))
    assert not partly.is_workday(day("2027-02-09"))
    assert not partly.is_workday(day("2027-10-01"))
    whole = Calendar(entered | {day("2027-10-01"): "国庆节"}, {})
    assert whole.is_published(2027)
    assert whole.is_workday(day("2027-02-09"))


def test_an_entered_working_day_goes_before_an_entered_day_off():
    both = Calendar({day("2026-11-25"): "停电"}, {day("2026-11-25"): "照常"})
    assert both.is_workday(day("2026-11-25"))
    assert not Calendar({day("2026-11-25"): "停电"}, {}).is_workday(day("2026-11-25"))


def test_no_working_days_end_on_the_day_itself_and_negative_ones_are_a_mistake():
    assert CALENDAR.add_workdays(day("2026-11-21"), 0) == day("2026-11-21")
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.add_workdays(day("2026-11-21"), -1)


days = st.dates(date(2023, 1, 1), date(2040, 12, 31))


@given(days)
def test_next_and_previous_are_the_nearest_working_days(start):
    after, before = CALENDAR.next_workday(start), CALENDAR.previous_workday(start)
    assert before < start < after
    assert CALENDAR.is_workday(after)
    assert CALENDAR.is_workday(before)
    between = [before + n * DAY for n in range(1, (after - before).days)]
    assert [d for d in between if CALENDAR.is_workday(d) and d != start] == []


@given(days, st.integers(0, 30), st.integers(0, 30))
def test_limits_add_up(start, one, other):
    assert CALENDAR.add_workdays(CALENDAR.add_workdays(start, one), other) == CALENDAR.add_workdays(start, one + other)
