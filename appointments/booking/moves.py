"""Moving a booking: the new places first, then the old ones back, then everybody who must know."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F

from appointments.booking import capacity, messages
from appointments.booking.models import Booking
from appointments.booking.rules import Spec
from appointments.cases import services as cases
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.kernel import clock


def move_places(booking: Booking, specs: Sequence[Spec]) -> None:
    """Take the bands of `specs` that the booking does not hold yet, then give back those it leaves."""
    held = capacity.held_starts(booking_id=booking.pk)
    wanted = {spec.start for spec in specs}
    fresh = [spec for spec in specs if spec.start not in held]
    if fresh:
        capacity.lock(lane_id=booking.lane_id, starts=sorted(held | wanted))
        taken = capacity.take(lane_id=booking.lane_id, specs=fresh)
        capacity.record_taken(taken, booking_id=booking.pk)
    capacity.give_back(booking_id=booking.pk, keep=sorted(wanted))


def settle(*, actor: Actor, booking: Booking, start: datetime) -> None:
    """Write down that the booking, whose places have been moved, now starts at `start`, and tell its people."""
    before = facts_of(booking)
    Booking.objects.filter(pk=booking.pk).update(start=start, slot_version=F("slot_version") + 1, moved_at=clock.now())
    booking.refresh_from_db()
    cases.move_visit(booking_id=booking.pk, visit_at=start)
    audit.record(actor, "appointments.booking.rescheduled", booking, before=before, after=facts_of(booking))
    messages.withdraw_all(booking)
    messages.queue_moved(booking)


def facts_of(booking: Booking) -> dict[str, object]:
    """Return what the audit keeps of a booking: nothing personal."""
    return {"start": booking.start.isoformat(), "lane": booking.lane.code, "status": booking.status}
