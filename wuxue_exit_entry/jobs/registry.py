"""Who does which kind of job, and what looks every minute for work that is due."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from wuxue_exit_entry.jobs.models import Job

Run = Callable[[Job], None]
Tick = Callable[[datetime], None]


@dataclass(frozen=True)
class Handler:
    """What runs a kind. `transactional`: its writes and the finish are one transaction, the effect is exactly once."""

    kind: str
    run: Run
    lease: timedelta
    transactional: bool


class Postponed(Exception):
    """Raised by a handler that has to come back at `due_at`; what it wrote is undone, nothing counts as failed."""

    def __init__(self, due_at: datetime) -> None:
        super().__init__(f"until {due_at.isoformat()}")
        self.due_at = due_at


_handlers: dict[str, Handler] = {}
_ticks: dict[str, Tick] = {}


def handles(kind: str, *, lease: timedelta = timedelta(seconds=60), transactional: bool = True) -> Callable[[Run], Run]:
    """Register `f(job)` for `kind`.

    Whoever calls the world outside says `transactional=False`, must bear being run twice, and may call
    `services.finish(job)` in the transaction that keeps the outcome.
    """

    def register(run: Run) -> Run:
        _handlers[kind] = Handler(kind, run, lease, transactional)
        return run

    return register


def on_tick(look: Tick) -> Tick:
    """Register `f(now)`, called once a minute, perhaps by two processes at once: it must only ensure jobs."""
    _ticks[f"{look.__module__}.{look.__qualname__}"] = look
    return look


def handler(kind: str) -> Handler:
    """Return the handler of `kind`.

    Raises KeyError.
    """
    return _handlers[kind]


def kinds() -> list[str]:
    """Return the kinds that this process can do."""
    return sorted(_handlers)


def ticks() -> dict[str, Tick]:
    """Return what is called every minute, by name."""
    return dict(_ticks)
