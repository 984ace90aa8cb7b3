"""The life of a file and the small judgements about it; pure functions."""

import re
from collections.abc import Iterable

PREPARED, REGISTERED, ARRIVED, SERVED = "prepared", "registered", "arrived", "served"
ACCEPTED, DONE, SECOND_TRIP, CLOSED = "accepted", "done", "second_trip", "closed"

LIFE: dict[str, frozenset[str]] = {
    PREPARED: frozenset({REGISTERED, ARRIVED, CLOSED}),
    REGISTERED: frozenset({ARRIVED, CLOSED}),
    ARRIVED: frozenset({SERVED, ACCEPTED, SECOND_TRIP, CLOSED}),
    SERVED: frozenset({ACCEPTED, SECOND_TRIP, CLOSED}),
    ACCEPTED: frozenset({DONE, SECOND_TRIP}),
    SECOND_TRIP: frozenset({ARRIVED, SERVED, ACCEPTED, CLOSED}),
    DONE: frozenset(),
    CLOSED: frozenset(),
}
_WORST_FIRST = ("red", "amber", "green")
_ACCEPTANCE = re.compile(r"[A-Z0-9]{8,40}")


def can_move(state: str, to: str) -> bool:
    """Tell whether the life of a file leads from `state` to `to`."""
    return to in LIFE[state]


def worst(levels: Iterable[str]) -> str:
    """Return the worst of some levels, green of none."""
    found = set(levels)
    return next((level for level in _WORST_FIRST if level in found), "green")


def clean_acceptance_number(scanned: str) -> str:
    """Return the number as the national system writes it, or nothing when it cannot be one."""
    cleaned = re.sub(r"[\s*\-]", "", scanned).upper()
    return cleaned if _ACCEPTANCE.fullmatch(cleaned) else ""
