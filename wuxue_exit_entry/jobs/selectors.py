"""Reads: what is dead, what is late."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from wuxue_exit_entry.jobs.enums import JobStatus
from wuxue_exit_entry.jobs.models import Job


def dead_jobs() -> QuerySet[Job]:
    """Return the jobs that failed too often and wait for a person."""
    return Job.objects.filter(status=JobStatus.DEAD).order_by("id")


def overdue_since(now: datetime) -> datetime | None:
    """Return since when the most overdue open job should have been done."""
    waiting = Job.objects.filter(status__in=[JobStatus.WAITING, JobStatus.RUNNING], due_at__lte=now)
    return waiting.aggregate(first=Min("due_at"))["first"]


def summary(now: datetime) -> list[dict[str, Any]]:
    """Return for each kind with open or dead jobs how many there are and which is due first."""
    open_ = Q(status__in=[JobStatus.WAITING, JobStatus.RUNNING])
    rows = (
        Job.objects.exclude(status=JobStatus.DONE)
        .values("kind")
        .annotate(
            due=Count("id", filter=open_ & Q(due_at__lte=now)),
            later=Count("id", filter=open_ & Q(due_at__gt=now)),
            dead=Count("id", filter=Q(status=JobStatus.DEAD)),
            first_due=Min("due_at", filter=open_),
        )
        .order_by("kind")
    )
    return [dict(row) for row in rows]
