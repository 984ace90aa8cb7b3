"""Sweeps of few and of ten times as many due bookings among a million others."""

import time
from datetime import datetime, timedelta

from appointments.booking import selectors as booking
from appointments.booking.models import Booking
from appointments.sweep import rules, services
from appointments.sweep.models import Sweep
from wuxue_exit_entry.audit.actors import SYSTEM
from wuxue_exit_entry.benchmarks import Say, Scale, rows
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.workdays import selectors as workdays

AIM = 12


def run(scale: Scale, say: Say) -> float:
    """Measure both and return the ratio of their times."""
    plan = rows.plan()
    starts = _swept(rows.free_starts(plan))
    if Booking.objects.count() < scale.history:
        rows.add_due(1, plan, starts[:1])
        rows.add_history(scale.history)
    seconds = []
    for number in scale.due:
        rows.end_all()
        rows.add_due(number, plan, starts)
        rows.scratch.analyze()
        seconds.append(_sweep(number))
        total = Booking.objects.count()
        say(f"sweep of {number:,} due among {total:,} bookings: {seconds[-1]:.1f} s, {number / seconds[-1]:.0f}/s")
    few, many = scale.due
    say(f"  time ratio {seconds[1] / seconds[0]:.1f} for {many / few:.0f} times as many (aim ≤ {AIM})")
    return seconds[1] / seconds[0]


def _swept(starts: list[datetime]) -> list[datetime]:
    """Return the starts that lie in the window of a sweep, but for the next hour."""
    now = clock.now()
    end = rules.window_end(now, workdays.calendar(), booking.policy().sweep_days)
    return [start for start in starts if now + timedelta(hours=1) < start < end]


def _sweep(number: int) -> float:
    sweep = services.ask_for_sweep(actor=SYSTEM)
    begun = time.perf_counter()
    while not services.run_sweep(sweep_id=sweep.pk):
        pass
    seconds = time.perf_counter() - begun
    given = Sweep.objects.get(pk=sweep.pk).counts
    if sum(given.values()) != number:
        raise RuntimeError(f"{given} verdicts for {number} bookings")
    return seconds
