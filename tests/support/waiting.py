"""Wait for a condition instead of sleeping for a time."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def eventually(ask: Callable[[], T], timeout: float = 20, *, every: float = 0.05) -> T:
    """Return the first truthy answer of `ask`; an AssertionError inside counts as «not yet».

    Raises AssertionError with the last answer when `timeout` seconds are over.
    """
    end = time.monotonic() + timeout
    while True:
        try:
            answer: T | AssertionError = ask()
        except AssertionError as error:
            answer = error
        if answer and not isinstance(answer, AssertionError):
            return answer
        if time.monotonic() > end:
            raise AssertionError(f"not true after {timeout} s, last answer: {answer!r}")
        time.sleep(every)
