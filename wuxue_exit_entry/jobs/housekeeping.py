"""The jobs of the packages below this one: the audit is sealed once a minute, old traces of that are removed."""

from datetime import datetime, timedelta

import structlog

from wuxue_exit_entry.audit import seals
from wuxue_exit_entry.jobs import registry, services
from wuxue_exit_entry.jobs.models import Job

log = structlog.get_logger("audit")
SEAL = "audit.seal"
_KEEP_SEAL_JOBS = timedelta(days=7)


@registry.on_tick
def look(now: datetime) -> None:
    """Ensure the sealing of this minute; sealing twice does no harm, a second run finds nothing left."""
    services.ensure(SEAL, now.strftime("%Y-%m-%dT%H:%M"), due_at=now)


# The file outside the database is appended after the commit, so this is no transactional handler.
@registry.handles(SEAL, lease=timedelta(seconds=60), transactional=False)
def seal_audit(job: Job) -> None:
    """Seal what is settled; a conflict waits for a person, who is called when the seal is late (messaging.watch)."""
    try:
        seals.seal()
    except seals.SealConflictError as conflict:
        log.critical("audit not sealed", why=str(conflict))
    services.forget_done(SEAL, before=job.due_at - _KEEP_SEAL_JOBS)
