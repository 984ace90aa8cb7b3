"""Benchmarks that compare on one machine: each prints a ratio, because absolute figures say more of the machine."""

from collections.abc import Callable
from dataclasses import dataclass

Say = Callable[[str], object]


@dataclass(frozen=True)
class Scale:
    """How much is loaded and done."""

    history: int  # bookings of earlier years
    posts: int  # bookings through the API, and as many by plain SQL
    clients: int
    reads: int  # slot lists
    due: tuple[int, int]  # bookings that a sweep has to judge


SCALES = {
    "full": Scale(history=1_000_000, posts=1_000, clients=16, reads=200, due=(2_000, 20_000)),
    "small": Scale(history=2_000, posts=32, clients=4, reads=10, due=(20, 200)),
}


def p95(seconds: list[float]) -> float:
    """Return the time that 95 of 100 did not exceed."""
    return sorted(seconds)[max(0, round(len(seconds) * 0.95) - 1)]
