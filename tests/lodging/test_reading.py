"""How values are read: dates, moments with and without offset (T33), partial births, sexes."""

from datetime import UTC, date, datetime

import pytest

from lodging.stays import reading


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-10-16", date(2026, 10, 16)),
        ("2026/10/6", date(2026, 10, 6)),
        ("2026.10.16", date(2026, 10, 16)),
        ("2026年10月16日", date(2026, 10, 16)),
        ("20261016", date(2026, 10, 16)),
        ("16 OCT 2026", date(2026, 10, 16)),
        ("16oct2026", date(2026, 10, 16)),
        ("2026-10-16 22:05", date(2026, 10, 16)),
        ("2028-02-29", date(2028, 2, 29)),
        ("2026-02-29", None),
        ("12/04/2026", None),
        ("0000-00-00", None),
        ("24940", None),
        ("", None),
        (None, None),
        (["2026-10-16"], None),
    ],
)
def test_days(written, expected):
    assert reading.day(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1968-04-12", "1968-04-12"),
        ("1968-04", "1968-04"),
        ("1968", "1968"),
        ("1968-04-00", "1968-04"),
        ("1968-00-00", "1968"),
        ("1968-XX-XX", "1968"),
        ("19680000", "1968"),
        ("1968-13", ""),
        ("68-04-12", ""),
        ("30 FEB 1968", ""),
    ],
)
def test_births(written, expected):
    assert reading.birth_date(written) == expected


INSTANT = datetime(2026, 10, 16, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "2026-10-16T22:05:00+08:00",
        "2026-10-16T14:05:00Z",
        "2026-10-16T22:05:00+0800",
        "2026-10-16T22:05:00",
        "2026-10-16 22:05",
    ],
)
def test_moments_are_one_instant(written):
    assert reading.moment(written).value == INSTANT


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("2026/10/16 22:05", "form"),
        (1792159500000, "form"),
        ("16-10-2026 10:05 PM", "form"),
        ("2026-10-16", "time"),
        ("2026-10-16T25:05:00", "form"),
        ("2026-10-16T22:05:00+99:00", "form"),
        ("", "form"),
    ],
)
def test_moments_that_are_not_read(written, problem):
    assert reading.moment(written) == (None, problem)


def test_tables_may_write_moments_loosely():
    assert reading.moment("2026/10/16 22:05", loose=True).value == INSTANT


def test_a_bare_number_is_only_a_suggestion():
    assert reading.serial_day("24940") == date(1968, 4, 12)
    assert reading.serial_day("1905") is None


@pytest.mark.parametrize(("written", "code"), [("男", "1"), ("f", "2"), ("X", "9"), (1, "1"), ("?", "")])
def test_sexes(written, code):
    assert reading.sex(written) == code
