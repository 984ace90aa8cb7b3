"""What has to be put right after the day: those who did not come, and counters that went astray."""

import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db import connection

from appointments.booking import selectors as booking
from appointments.booking import services as booking_services
from wuxue_exit_entry.jobs import services as jobs
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.messaging import services as messaging

MISSED = "appointments.mark_missed"
RECONCILE = "appointments.reconcile"
ASTRAY = "booking.reconcile"
_REMEMBER = timedelta(days=30)

# What a band says is taken, what is taken, and what is taken by bookings that ended before their time.
_DIFFERENCES = """
SELECT band.id, band.start, band.booked, count(place.id) AS taken,
       count(place.id) FILTER (WHERE booking.status IN ('cancelled', 'disowned')) AS stale
FROM appointments_band AS band
LEFT JOIN appointments_takenplace AS place ON place.band_id = band.id
LEFT JOIN appointments_booking AS booking ON booking.id = place.booking_id
WHERE band.start >= %s
GROUP BY band.id
HAVING band.booked <> count(place.id)
    OR count(place.id) FILTER (WHERE booking.status IN ('cancelled', 'disowned')) > 0
ORDER BY band.start
"""


def ensure_upkeep(*, now: datetime) -> None:
    """Ensure the day's marking of no-shows and the hour's reconciliation."""
    local = clock.local(now)
    jobs.ensure(MISSED, f"{local:%Y-%m-%d}")
    jobs.ensure(RECONCILE, f"{local:%Y-%m-%dT%H}")


def mark_missed(*, seconds: float = 20.0, alive: Callable[[], None] = lambda: None) -> bool:
    """Mark the bookings of past days whose people never arrived, for at most `seconds`; tell whether all are marked."""
    stop = time.monotonic() + seconds
    for booking_id in list(booking.not_come(clock.now()).order_by("pk").values_list("pk", flat=True)):
        if time.monotonic() > stop:
            return False
        alive()
        booking_services.mark_missed(booking_id=booking_id)
    return True


def forget_jobs(kinds: Iterable[str]) -> None:
    """Forget the finished jobs of a month ago; what came of them stays in verdicts, messages and the audit."""
    for kind in kinds:
        jobs.forget_done(kind, before=clock.now() - _REMEMBER)


def reconcile() -> int:
    """Compare Σ places taken with the counter of each band from today on; alarm when they differ, else clear it."""
    today = clock.local(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERENCES, [today])
        astray = cursor.fetchall()
    if astray:
        _, start, booked, taken, stale = astray[0]
        text = f"{clock.local(start):%m月%d日 %H:%M} 记 {booked} 个，实占 {taken} 个（已撤未还 {stale} 个）"
        messaging.alarm(ASTRAY, f"号源计数对不上，共 {len(astray)} 个时段，例如 {text}。")
    else:
        messaging.clear_alarm(ASTRAY)
    return len(astray)
