"""The clock of an urgent request; pure functions."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta


def decide_by(asked_at: datetime, minutes: int, openings: Iterable[tuple[datetime, datetime]]) -> datetime:
    """Return when a request must be answered: `minutes` of opening hours after it was made.

    `openings` are the coming opening hours in order; a request made while the hall is closed starts with the next.
    Where they end too early the answer is due at their end.
    """
    left, last = timedelta(minutes=minutes), asked_at
    for opens, closes in openings:
        begins = max(opens, asked_at)
        if begins >= closes:
            continue
        if begins + left <= closes:
            return begins + left
        left -= closes - begins
        last = closes
    return last


def is_needed_in_time(needed_by: date, today: date) -> bool:
    """Tell whether a document is needed on a day that is still to come."""
    return needed_by >= today
