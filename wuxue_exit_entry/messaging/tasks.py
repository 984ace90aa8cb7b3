"""Delivery as a job, and the look every minute at what the program itself has to alarm about (watch.py)."""

from datetime import timedelta

from wuxue_exit_entry.jobs import registry
from wuxue_exit_entry.jobs.models import Job
from wuxue_exit_entry.messaging import delivery, services, watch

__all__ = ["deliver", "watch"]


# The lease outlasts the slowest gateway call, which is cut off after ten seconds.
@registry.handles(services.DELIVER, lease=timedelta(seconds=30), transactional=False)
def deliver(job: Job) -> None:
    """Bring one message to its gateway."""
    delivery.deliver(job)
