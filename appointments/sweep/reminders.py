"""Writes the reminders of coming visits as jobs, each once for a booking, its time and the kind."""

from datetime import datetime

from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from appointments.booking.enums import BookingStatus
from appointments.booking.models import Booking
from appointments.sweep import rules
from wuxue_exit_entry.jobs import services as jobs
from wuxue_exit_entry.jobs.models import Job
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.messaging import selectors as messaging
from wuxue_exit_entry.workdays import selectors as workdays

REMIND = "booking.reminder"
KINDS = (rules.DAY_BEFORE, rules.SAME_DAY)
AT_ONCE = 2000


def ensure_reminders(*, now: datetime) -> int:
    """Make sure that every visit of the next two working days has its reminders; return how many jobs are new."""
    calendar, quiet = workdays.calendar(), messaging.policy()
    soon = calendar.add_workdays(clock.local(now).date(), 2)
    wanted = [
        (
            f"{pk}:{version}:{kind}",
            {"booking_id": pk, "slot_version": version, "kind": kind},
            rules.reminder_due(kind, start, calendar, quiet.quiet_from, quiet.quiet_until),
        )
        for pk, version, start in _without_reminders(now, rules.day_bounds(soon)[1])
        for kind in KINDS
    ]
    return jobs.ensure_many(REMIND, wanted)


def _without_reminders(now: datetime, end: datetime) -> "QuerySet[Booking, tuple[int, int, datetime]]":
    """Return id, version and start of the visits before `end` whose reminders are not written yet."""
    key = Concat(
        Cast(OuterRef("pk"), CharField()),
        Value(":"),
        Cast(OuterRef("slot_version"), CharField()),
        Value(f":{rules.SAME_DAY}"),
    )
    written = Job.objects.filter(kind=REMIND, dedupe_key=key)
    coming = Booking.objects.filter(status=BookingStatus.BOOKED, start__gt=now, start__lt=end)
    return coming.filter(~Exists(written)).order_by("start").values_list("pk", "slot_version", F("start"))[:AT_ONCE]
