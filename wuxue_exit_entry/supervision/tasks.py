"""The daily look at what is to be thrown away."""

from datetime import datetime, timedelta

from wuxue_exit_entry.jobs import registry, services
from wuxue_exit_entry.jobs.models import Job
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.supervision import retention

DAILY = "supervision.retention"


@registry.on_tick
def look(now: datetime) -> None:
    """Ensure today's run; a day on which nothing ran is made up by the next."""
    services.ensure(DAILY, clock.local(now).date().isoformat(), due_at=now)


# Files are deleted outside the database, so a rollback could not bring them back; running twice finds nothing left.
@registry.handles(DAILY, lease=timedelta(minutes=5), transactional=False)
def delete_expired(job: Job) -> None:
    """Delete what expired."""
    retention.delete_expired(clock.now())
