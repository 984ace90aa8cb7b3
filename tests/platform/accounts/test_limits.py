"""Rate limits: exact, also under threads, and without personal data in the table."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection

from wuxue_exit_entry.accounts import limits
from wuxue_exit_entry.accounts.models import RateWindow
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.errors import BusinessError

NOON = datetime(2026, 11, 25, 12, tzinfo=clock.SHANGHAI)


def tried(key, limit=3, per_seconds=60):
    try:
        limits.hit(key, limit=limit, per_seconds=per_seconds)
    except BusinessError as error:
        return error
    return None


@pytest.mark.django_db
def test_the_window_opens_with_the_first_hit_and_closes():
    with clock.frozen(NOON):
        assert [tried("a") for _ in range(3)] == [None] * 3
    with clock.frozen(NOON + timedelta(seconds=59)):
        error = tried("a")
        assert (error.code, error.status, error.details) == ("too_many", 429, {"retry_after": 1})
        assert "1 秒后" in str(error.message)
    with clock.frozen(NOON + timedelta(seconds=60)):
        assert [tried("a") is None for _ in range(4)] == [True, True, True, False]


@pytest.mark.django_db
@pytest.mark.parametrize(("per_seconds", "words"), [(900, "15 分钟后"), (7200, "在 11-25 14:00 之后")])
def test_the_sentence_says_when_to_try_again(per_seconds, words):
    with clock.frozen(NOON):
        tried("b", 1, per_seconds)
        assert words in str(tried("b", 1, per_seconds).message)


@pytest.mark.django_db
def test_keys_do_not_share_and_are_not_stored_in_clear():
    tried("phone:13800000001", 1)
    assert tried("phone:13800000002", 1) is None
    assert tried("phone:13800000001", 1) is not None
    assert "1380000" not in str(list(RateWindow.objects.values()))


@pytest.mark.django_db
def test_forget_and_delete_ended():
    tried("c", 1)
    limits.forget("c")
    assert tried("c", 1) is None
    assert limits.delete_ended(clock.now()) == 0
    assert limits.delete_ended(clock.now() + timedelta(seconds=61)) == 1


def test_sixteen_threads_get_exactly_the_limit(committed_db):
    def worker(_):
        try:
            return [tried("race", 50) is None for _ in range(25)].count(True)
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(worker, range(16))) == 50
