"""The clock can be stopped for the whole process."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from wuxue_exit_entry.kernel import clock

NEW_YEAR = datetime.fromisoformat("2027-01-01T00:05")


def test_now_is_aware_and_moves():
    first = clock.now()
    assert first.utcoffset() == timedelta(0)
    assert clock.now() >= first


def test_today_is_the_day_of_the_hall_and_not_of_utc():
    with clock.frozen(datetime(2026, 12, 31, 16, 5, tzinfo=UTC)):
        assert clock.today().isoformat() == "2027-01-01"


def test_frozen_takes_a_moment_without_zone_as_hall_time():
    with clock.frozen(NEW_YEAR):
        assert clock.now() == datetime(2026, 12, 31, 16, 5, tzinfo=UTC)
        assert clock.local(clock.now()) == NEW_YEAR.replace(tzinfo=clock.SHANGHAI)


def test_frozen_holds_in_other_threads():
    seen = []
    with clock.frozen(NEW_YEAR):
        thread = threading.Thread(target=lambda: seen.append(clock.today()))
        thread.start()
        thread.join()
    assert seen == [NEW_YEAR.date()]


def test_frozen_nests_and_ends_after_an_error():
    with clock.frozen(NEW_YEAR), pytest.raises(ZeroDivisionError), clock.frozen(NEW_YEAR + timedelta(days=1)):
        raise ZeroDivisionError
    assert clock.now() > datetime(2026, 1, 1, tzinfo=UTC)
    with clock.frozen(NEW_YEAR):
        with clock.frozen(NEW_YEAR + timedelta(days=1)):
            assert clock.today().isoformat() == "2027-01-02"
        assert clock.today().isoformat() == "2027-01-01"
