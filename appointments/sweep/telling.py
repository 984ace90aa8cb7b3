"""Tells applicants what is missing, and reminds them: one message each, written when it is due, in one transaction."""

from django.db import transaction

from appointments.booking import selectors as booking
from appointments.booking.enums import BookingStatus
from appointments.booking.models import Booking
from appointments.cases import selectors as cases
from appointments.cases import services as case_services
from appointments.sweep import messages, rules, selectors
from appointments.sweep.models import Telling
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.audit.actors import SYSTEM
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.messaging import selectors as messaging
from wuxue_exit_entry.workdays import selectors as workdays


@transaction.atomic
def tell_missing(*, booking_id: int) -> Telling | None:
    """Tell a booking's applicant everything that is still missing, when that is not what they were told last."""
    booked = _awaited(booking_id)
    if booked is None:
        return None
    findings = list(cases.open_for_applicant(booking_id))
    now_open = sorted(f"{finding.item_id}:{finding.code}" for finding in findings)  # type: ignore[attr-defined]  # annotated
    last = selectors.last_telling(booking_id)
    if now_open == (last.findings if last else []):
        return None
    number = last.number + 1 if last else 1
    message = messages.queue_missing(booked, findings, number)
    now = clock.now()
    told = Telling.objects.create(
        booking=booked, number=number, findings=now_open, message_id=message.public_id, told_at=now
    )
    case_services.mark_told(finding_ids=[finding.pk for finding in findings], at=now)
    audit.record(SYSTEM, "appointments.booking.told", booked, after={"findings": now_open})
    return told


@transaction.atomic
def remind(*, booking_id: int, slot_version: int, kind: str) -> bool:
    """Remind of a visit; not when it was cancelled, moved, arrived at or begun, or just booked."""
    booked = _awaited(booking_id)
    if booked is None or booked.slot_version != slot_version or not _is_useful(booked, kind):
        return False
    findings = list(cases.open_for_applicant(booking_id))
    messages.queue_reminder(booked, kind, findings, numbers=booking.policy())
    audit.record(SYSTEM, "appointments.booking.reminded", booked, after={"kind": kind})
    return True


def _awaited(booking_id: int) -> Booking | None:
    """Return the booking, locked, while its people are still to come: whoever cancels it meanwhile withdraws ours."""
    locked = Booking.objects.select_for_update(of=("self",)).select_related("lane__hall")
    return locked.filter(pk=booking_id, status=BookingStatus.BOOKED, start__gt=clock.now()).first()


def _is_useful(booked: Booking, kind: str) -> bool:
    calendar, quiet, now = workdays.calendar(), messaging.policy(), clock.now()

    def due(which: str) -> bool:
        at = rules.reminder_due(which, booked.start, calendar, quiet.quiet_from, quiet.quiet_until)
        return rules.reminder_useful(at, booked.placed_at, booked.start, now) and at <= now

    if kind == rules.DAY_BEFORE and due(rules.SAME_DAY):
        return False  # both are due after an outage: the later one says it all
    return due(kind)
