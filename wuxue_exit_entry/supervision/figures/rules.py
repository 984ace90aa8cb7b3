"""Rates and spans over lists of numbers; pure functions. Nothing to divide by gives no figure, never 0 or 100 %."""

from collections.abc import Sequence
from math import ceil


def rate(part: int, whole: int) -> float | None:
    """Return `part` of `whole` in per cent with one decimal; nothing of nothing."""
    return round(100 * part / whole, 1) if whole else None


def percentile(values: Sequence[float], share: float) -> float | None:
    """Return the smallest value that at least `share` of the values do not exceed (nearest rank)."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)]
