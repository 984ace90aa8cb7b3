"""The only source of the present moment, so that tests and the demonstration can set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

# A module variable and not a context variable: worker threads and live test servers must see the same time.
_frozen_at: datetime | None = None


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _frozen_at or datetime.now(UTC)


def today() -> date:
    """The present day in the hall."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """The moment as the clock of the hall shows it; a moment without zone is already hall time."""
    if moment.tzinfo is None:
        return moment.replace(tzinfo=SHANGHAI)
    return moment.astimezone(SHANGHAI)


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Stop the clock of the whole process at a moment; a moment without zone is hall time."""
    global _frozen_at
    before = _frozen_at
    _frozen_at = local(at).astimezone(UTC)
    try:
        yield
    finally:
        _frozen_at = before
