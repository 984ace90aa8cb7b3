"""Making, claiming and finishing jobs: one claim, one finish, both single statements."""

import json
import time
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import connection, transaction
from django.db.models import F

from wuxue_exit_entry.audit import context
from wuxue_exit_entry.jobs import doorbell, registry
from wuxue_exit_entry.jobs.enums import JobStatus
from wuxue_exit_entry.jobs.models import Job
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.privacy import masks

log = structlog.get_logger("jobs")
DEAD_AFTER = 5

_INSERT = """
INSERT INTO jobs_job (kind, dedupe_key, payload, created_at, due_at, status, attempt, failures, last_error)
VALUES (%s, %s, %s, %s, %s, 'waiting', 0, 0, '')
ON CONFLICT (kind, dedupe_key) DO NOTHING RETURNING id
"""
_INSERT_MANY = """
INSERT INTO jobs_job (kind, dedupe_key, payload, created_at, due_at, status, attempt, failures, last_error)
SELECT %s, wanted.key, wanted.payload::jsonb, %s, wanted.due_at, 'waiting', 0, 0, ''
FROM unnest(%s::text[], %s::text[], %s::timestamptz[]) AS wanted (key, payload, due_at)
ON CONFLICT (kind, dedupe_key) DO NOTHING RETURNING due_at
"""
# An expired lease is a worker that died: it counts as a failure, else a job that kills its worker would do so for ever.
_CLAIM = """
UPDATE jobs_job SET status = 'running', attempt = attempt + 1, lease_until = %(now)s + lease.length,
    failures = failures + CASE WHEN status = 'running' THEN 1 ELSE 0 END
FROM (SELECT unnest(%(kinds)s) AS kind, unnest(%(leases)s) AS length) AS lease
WHERE lease.kind = jobs_job.kind AND jobs_job.id = (
    SELECT id FROM jobs_job
    WHERE kind = ANY(%(kinds)s) AND failures < %(dead_after)s AND due_at <= %(now)s
        AND (status = 'waiting' OR (status = 'running' AND lease_until < %(now)s))
    ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING jobs_job.*
"""


class LostLeaseError(Exception):
    """Somebody else has the job by now; nothing that this attempt wrote may stay."""


# -- making ----------------------------------------------------------------------------------------------------------
def ensure(kind: str, key: str, *, due_at: datetime | None = None, payload: dict[str, Any] | None = None) -> bool:
    """Make sure that the job `key` of `kind` exists and return whether it is new; rings on commit when it is due."""
    now = clock.now()
    due_at = due_at or now
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [kind, key, json.dumps(payload or {}), now, due_at])
        made = cursor.fetchone() is not None
    if made and due_at <= now:
        ring()
    return made


def ensure_many(kind: str, wanted: Sequence[tuple[str, dict[str, Any], datetime]]) -> int:
    """Make sure that jobs with these keys, payloads and due times exist, in one statement; return how many are new."""
    if not wanted:
        return 0
    now = clock.now()
    keys, payloads, due = zip(*((key, json.dumps(payload), due_at) for key, payload, due_at in wanted), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_MANY, [kind, now, list(keys), list(payloads), list(due)])
        made = [due_at for (due_at,) in cursor.fetchall()]
    if any(due_at <= now for due_at in made):
        ring()
    return len(made)


def ring() -> None:
    """Wake a worker when the transaction commits: best effort, within a second, never raises."""
    transaction.on_commit(doorbell.ring, robust=True)


# -- doing -----------------------------------------------------------------------------------------------------------
def run_due(*, limit: int = 1000, seconds: float = 45.0, kinds: Iterable[str] | None = None) -> int:
    """Do what is due until nothing is, `limit` jobs or `seconds` are over, and return how many were taken up."""
    known = sorted(kinds) if kinds is not None else registry.kinds()
    stop, taken = time.monotonic() + seconds, 0
    _bury(clock.now())
    while taken < limit and time.monotonic() < stop:
        job = claim(known)
        if job is None:
            break
        taken += 1
        run(job)
    return taken


def claim(kinds: list[str]) -> Job | None:
    """Take the most overdue job of `kinds` for the length of its lease; its attempt number is the fence."""
    values = {
        "now": clock.now(),
        "kinds": kinds,
        "leases": [registry.handler(kind).lease for kind in kinds],
        "dead_after": DEAD_AFTER,
    }
    with transaction.atomic():
        return next(iter(Job.objects.raw(_CLAIM, values)), None) if kinds else None


def run(job: Job) -> None:
    """Do one claimed job; a failure is kept in its row and never leaves this function."""
    handler = registry.handler(job.kind)
    with context.bound(f"job-{job.pk}-{job.attempt}"), structlog.contextvars.bound_contextvars(job=job.pk):
        try:
            _run_and_finish(job, handler)
        except registry.Postponed as later:
            _put_back(job, later.due_at)
        except LostLeaseError:
            log.warning("lease lost", kind=job.kind, attempt=job.attempt)
        except Exception as problem:
            log.exception("job failed", kind=job.kind, attempt=job.attempt)
            _fail(job, f"{type(problem).__name__}: {problem}")


def _run_and_finish(job: Job, handler: registry.Handler) -> None:
    if handler.transactional:
        with transaction.atomic():
            handler.run(job)
            _finish_unless_finished(job)
    else:
        handler.run(job)
        _finish_unless_finished(job)


def _finish_unless_finished(job: Job) -> None:
    if job.status == JobStatus.RUNNING:
        finish(job)


def finish(job: Job) -> None:
    """Close the job, if this attempt still holds it.

    Raises LostLeaseError.
    """
    now = clock.now()
    _compare_and_set(job, status=JobStatus.DONE, finished_at=now, lease_until=None, last_error="")
    job.status, job.finished_at = JobStatus.DONE, now


def renew(job: Job) -> None:
    """Begin the lease anew, for long work.

    Raises LostLeaseError.
    """
    _compare_and_set(job, lease_until=clock.now() + registry.handler(job.kind).lease)


def _compare_and_set(job: Job, **values: Any) -> None:
    mine = Job.objects.filter(pk=job.pk, attempt=job.attempt, status=JobStatus.RUNNING)
    if mine.update(**values) != 1:
        raise LostLeaseError(f"{job.kind} {job.pk} attempt {job.attempt}")


def _fail(job: Job, error: str) -> None:
    failures = job.failures + 1
    dead = failures >= DEAD_AFTER
    values = {
        "status": JobStatus.DEAD if dead else JobStatus.WAITING,
        "failures": failures,
        "lease_until": None,
        "last_error": masks.mask_text(error)[:2000],
        "due_at": job.due_at if dead else clock.now() + back_off(failures),
    }
    _without_raising(job, values)


def _put_back(job: Job, due_at: datetime) -> None:
    _without_raising(job, {"status": JobStatus.WAITING, "lease_until": None, "due_at": due_at})


def _without_raising(job: Job, values: dict[str, Any]) -> None:
    try:
        _compare_and_set(job, **values)
    except LostLeaseError:
        log.warning("lease lost", kind=job.kind, attempt=job.attempt)


def back_off(failures: int) -> timedelta:
    """Return the pause after so many failures: 10 s, 30 s, 90 s, 4½ min."""
    return timedelta(seconds=10 * 3 ** (failures - 1))


def _bury(now: datetime) -> None:
    """Stop what killed its worker again and again."""
    Job.objects.filter(status=JobStatus.RUNNING, lease_until__lt=now, failures__gte=DEAD_AFTER - 1).update(
        status=JobStatus.DEAD, failures=F("failures") + 1, lease_until=None, last_error="worker lost again and again"
    )


# -- by hand and by the clock ----------------------------------------------------------------------------------------
def revive(job: Job) -> bool:
    """Give a dead job its attempts back; the caller has checked the permission and keeps the audit."""
    dead = Job.objects.filter(pk=job.pk, status=JobStatus.DEAD)
    revived = dead.update(status=JobStatus.WAITING, failures=0, due_at=clock.now(), last_error="")
    if revived:
        ring()
    return bool(revived)


def tick(now: datetime) -> None:
    """Let every area look for what is due; one that fails does not stop the others."""
    for name, look in registry.ticks().items():
        try:
            with context.bound("tick"), transaction.atomic():
                look(now)
        except Exception:
            log.exception("tick failed", look=name)


def forget_done(kind: str, *, before: datetime) -> None:
    """Delete the finished jobs of `kind` from before `before`: a minute's work needs no memory."""
    Job.objects.filter(kind=kind, status=JobStatus.DONE, finished_at__lt=before).delete()
