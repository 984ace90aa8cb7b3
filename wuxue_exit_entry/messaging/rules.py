"""Quiet hours and pauses: pure functions of times."""

from datetime import datetime, time, timedelta

MAX_ATTEMPTS = 8


def is_quiet(at: datetime, quiet_from: time, quiet_until: time) -> bool:
    """Whether `at`, in hall time, lies in the quiet hours, which may go over midnight."""
    moment = at.time()
    if quiet_from < quiet_until:
        return quiet_from <= moment < quiet_until
    return moment >= quiet_from or moment < quiet_until


def quiet_end(at: datetime, quiet_until: time) -> datetime:
    """Return the end of the quiet hours in which `at` lies."""
    end = at.replace(hour=quiet_until.hour, minute=quiet_until.minute, second=0, microsecond=0)
    return end if end > at else end + timedelta(days=1)


def quiet_start(at: datetime, quiet_from: time) -> datetime:
    """Return the start of the quiet hours in which `at` lies."""
    start = at.replace(hour=quiet_from.hour, minute=quiet_from.minute, second=0, microsecond=0)
    return start if start <= at else start - timedelta(days=1)


def waking_moment(
    due: datetime, now: datetime, expires: datetime | None, quiet_from: time, quiet_until: time
) -> datetime | None:
    """Return when to send what is due at `due`, all in hall time; None when it would always come too late.

    After the quiet hours; before them when it would be stale after; never in them.
    """
    due = max(due, now)
    if not is_quiet(due, quiet_from, quiet_until):
        return due
    after = quiet_end(due, quiet_until)
    if expires is None or after < expires:
        return after
    before = quiet_start(due, quiet_from) - timedelta(minutes=1)
    return before if before >= now else None


def pause(attempts: int) -> timedelta:
    """Return the pause after so many attempts: 15 s, doubled each time, at most half an hour."""
    return min(timedelta(seconds=15 * 2 ** (attempts - 1)), timedelta(minutes=30))
