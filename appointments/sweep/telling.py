"""Tells applicants what is missing, and reminds them: one message each, written when it is due, in one transaction."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from appointments.booking import selectors as booking
from appointments.booking.enums import BookingStatus
from appointments.booking.models import Booking
from appointments.cases import selectors as cases
from appointments.cases import services as case_services
from appointments.cases.models import Finding
from appointments.sweep import messages, rules, selectors
from appointments.sweep.models import Telling
from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.audit.actors import SYSTEM, Actor
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.messaging import selectors as messaging
from wuxue_exit_entry.workdays import selectors as workdays

TELL_AGAIN_AFTER = timedelta(minutes=10)


@transaction.atomic
def tell_missing(*, booking_id: int) -> Telling | None:
    """Tell a booking's applicant everything that is still missing, when that is not what they were told last."""
    booked = _awaited(booking_id)
    if booked is None:
        return None
    findings = list(cases.open_for_applicant(booking_id))
    last = selectors.last_telling(booking_id)
    if _named(findings) == (last.findings if last else []):
        return None
    return _tell(booked, findings, last, SYSTEM)


@transaction.atomic
def tell_again(*, actor: Actor, booking_id: int) -> Telling:
    """Tell a booking's applicant now, at an officer's wish, everything that is still missing.

    Raises BusinessError: too_late, nothing_missing, just_told.
    """
    access.require(actor, Permission.BOOKING_CHANGE)
    booked = _awaited(booking_id)
    if booked is None:
        raise BusinessError("too_late", "已到场、已过时间或已取消的预约不再发告知，请当面说。")
    findings = list(cases.open_for_applicant(booking_id))
    if not findings:
        raise BusinessError("nothing_missing", "没有要告知申请人的缺项。")
    last = selectors.last_telling(booking_id)
    if last and last.findings == _named(findings) and clock.now() - last.told_at < TELL_AGAIN_AFTER:
        raise BusinessError("just_told", f"{clock.local(last.told_at):%H:%M} 刚告知过同样的缺项。")
    return _tell(booked, findings, last, actor)


def _tell(booked: Booking, findings: Sequence[Finding], last: Telling | None, actor: Actor) -> Telling:
    number = last.number + 1 if last else 1
    message = messages.queue_missing(booked, findings, number)
    now, named = clock.now(), _named(findings)
    told = Telling.objects.create(
        booking=booked, number=number, findings=named, message_id=message.public_id, told_at=now
    )
    case_services.mark_told(finding_ids=[finding.pk for finding in findings], at=now)
    audit.record(actor, "appointments.booking.told", booked, after={"findings": named})
    return told


def _named(findings: Sequence[Finding]) -> list[str]:
    return sorted(f"{finding.item_id}:{finding.code}" for finding in findings)  # type: ignore[attr-defined]  # annotated


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
