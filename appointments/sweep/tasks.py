"""What the clock asks of the sweep: planning, late bookings, telling, reminders, no-shows, reconciliation."""

from datetime import datetime, timedelta

from appointments.sweep import reminders, services, telling, upkeep
from appointments.sweep.judging import TELL
from wuxue_exit_entry.jobs import registry
from wuxue_exit_entry.jobs import services as jobs
from wuxue_exit_entry.jobs.models import Job
from wuxue_exit_entry.kernel import clock


@registry.on_tick
def plan(now: datetime) -> None:
    """Ensure the sweeps that are due, and see that the finished ones are signed off."""
    services.plan_sweeps(now=now)
    services.plan_late_sweep(now=now)
    services.alarm_unsigned(now=now)


@registry.on_tick
def look_ahead(now: datetime) -> None:
    """Ensure reminders, the marking of no-shows and the hourly reconciliation."""
    reminders.ensure_reminders(now=now)
    upkeep.ensure_upkeep(now=now)


# Chunks are transactions of their own and far shorter than the lease, which each of them renews.
@registry.handles(services.RUN, lease=timedelta(seconds=60), transactional=False)
def run(job: Job) -> None:
    """Run a slice of a sweep and come back at once while there is more."""
    finished = services.run_sweep(sweep_id=job.payload["sweep_id"], alive=lambda: jobs.renew(job))
    if not finished:
        raise registry.Postponed(clock.now())


@registry.handles(TELL)
def tell(job: Job) -> None:
    """Tell an applicant what is missing."""
    telling.tell_missing(booking_id=job.payload["booking_id"])


@registry.handles(reminders.REMIND)
def remind(job: Job) -> None:
    """Remind an applicant of a visit."""
    telling.remind(**job.payload)


@registry.handles(upkeep.MISSED, transactional=False)
def mark_missed(job: Job) -> None:
    """Mark those who did not come on a day that is over; once a day finished jobs are forgotten as well."""
    if not upkeep.mark_missed(alive=lambda: jobs.renew(job)):
        raise registry.Postponed(clock.now())
    upkeep.forget_jobs([services.RUN, TELL, reminders.REMIND, upkeep.MISSED, upkeep.RECONCILE])


@registry.handles(upkeep.RECONCILE)
def reconcile(job: Job) -> None:
    """Hold the counters of the bands against the places that are taken."""
    upkeep.reconcile()
