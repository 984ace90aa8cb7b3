from datetime import datetime, time, timedelta

import pytest

from wuxue_exit_entry.kernel.clock import SHANGHAI
from wuxue_exit_entry.messaging import rules

FROM, UNTIL = time(21, 0), time(8, 0)


def at(day, hour, minute=0):
    return datetime(2026, 9, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [
        (at(21, 20, 59), False),
        (at(21, 21), True),
        (at(21, 23, 59), True),
        (at(22, 0), True),
        (at(22, 7, 59), True),
        (at(22, 8), False),
        (at(22, 12), False),
    ],
)
def test_quiet_hours_go_over_midnight(moment, quiet):
    assert rules.is_quiet(moment, FROM, UNTIL) is quiet


def test_quiet_hours_within_a_day():
    assert rules.is_quiet(at(21, 13), time(12, 0), time(14, 0))
    assert not rules.is_quiet(at(21, 14), time(12, 0), time(14, 0))


@pytest.mark.parametrize(
    ("due", "expires", "expected"),
    [
        (at(21, 10), None, at(21, 10)),
        (at(21, 9), None, at(21, 10)),  # due before now
        (at(21, 22), None, at(22, 8)),
        (at(22, 3), None, at(22, 8)),
        (at(22, 6, 30), at(22, 8, 30), at(22, 8)),
        (at(22, 6), at(22, 8), at(21, 20, 59)),  # stale after the night: said the evening before
    ],
)
def test_waking_moment(due, expires, expected):
    assert rules.waking_moment(due, at(21, 10), expires, FROM, UNTIL) == expected


def test_nothing_is_sent_that_is_stale_when_the_night_is_over():
    assert rules.waking_moment(at(22, 6), at(21, 22), at(22, 8), FROM, UNTIL) is None


def test_pauses_double_up_to_half_an_hour():
    pauses = [rules.pause(n) for n in range(1, 10)]
    assert pauses[:4] == [timedelta(seconds=s) for s in (15, 30, 60, 120)]
    assert max(pauses) == timedelta(minutes=30)
