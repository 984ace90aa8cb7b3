"""Days, bands and codes in both languages, and days typed in any way."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.ui import formats
from wuxue_exit_entry.ui.forms import DateField, DatePartsField

START = datetime(2026, 11, 26, 1, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _frozen() -> Iterator[None]:
    with clock.frozen(datetime(2026, 11, 25, 2, 0, tzinfo=UTC)):
        yield


@pytest.mark.parametrize(
    ("language", "day", "daytime", "near"),
    [
        ("zh-hans", "11 月 26 日 周四", "11 月 26 日 周四 09:30", "明天"),
        ("en", "Thursday 26 November", "Thursday 26 November 09:30", "Tomorrow"),
    ],
)
def test_day_in_both_languages(language: str, day: str, daytime: str, near: str) -> None:
    with translation.override(language):
        assert (formats.day(START), formats.daytime(START), formats.near_day(START)) == (day, daytime, near)


def test_day_of_another_year_names_it() -> None:
    assert formats.day(date(2027, 1, 4), "zh-hans") == "2027 年 1 月 4 日 周一"
    assert formats.day(date(2027, 1, 4), "en") == "Monday 4 January 2027"


def test_day_is_that_of_wuxue_not_of_greenwich() -> None:
    assert formats.day(datetime(2026, 11, 25, 16, 30, tzinfo=UTC), "en") == "Thursday 26 November"


@pytest.mark.parametrize("end", [30, timedelta(minutes=30), START + timedelta(minutes=30)])
def test_band_takes_minutes_length_or_end(end: object) -> None:
    assert formats.band(START, end) == "09:30–10:00"  # type: ignore[arg-type]


def test_code_is_read_out_in_two_groups() -> None:
    assert formats.code("7K3M92PD") == "7K3M 92PD"


def test_stamp_is_short_this_year() -> None:
    assert formats.stamp(START) == "11-26 09:30"
    assert formats.stamp(START.replace(year=2025)) == "2025-11-26 09:30"


@pytest.mark.parametrize(
    "typed", ["1990-3-7", "1990/03/07", "19900307", "1990年3月7日", "１９９０－３－７", " 1990.3.7 "]
)
def test_date_is_taken_as_people_write_it(typed: str) -> None:
    assert DateField().clean(typed) == date(1990, 3, 7)


@pytest.mark.parametrize(
    ("typed", "code"), [("1990-2-30", "impossible"), ("gestern", "invalid"), ("90-3-7", "invalid")]
)
def test_date_that_is_none_is_refused(typed: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        DateField().clean(typed)

    assert refused.value.code == code


def test_date_in_three_parts() -> None:
    assert DatePartsField().clean(["1990", "3", "7"]) == date(1990, 3, 7)
    with pytest.raises(ValidationError):
        DatePartsField().clean(["", "", ""])
    with pytest.raises(ValidationError):
        DatePartsField().clean(["1990", "13", "7"])
