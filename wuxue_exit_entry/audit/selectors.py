"""Reads of the audit."""

from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet

from wuxue_exit_entry.audit.models import AuditEvent, AuditSeal


def events(
    *, text: str = "", actor: str = "", verb: str = "", since: datetime | None = None, until: datetime | None = None
) -> QuerySet[AuditEvent]:
    """Return the events that match, newest first; `text` is the id of a target or of a request."""
    found = AuditEvent.objects.order_by("-at", "-id")
    if text:
        found = found.filter(Q(target_id=text) | Q(request_id=text))
    if actor:
        found = found.filter(actor_name=actor)
    if verb:
        found = found.filter(verb__startswith=verb)
    if since:
        found = found.filter(at__gte=since)
    return found.filter(at__lt=until) if until else found


def last_seal() -> AuditSeal | None:
    """Return the newest seal, without its entries."""
    return AuditSeal.objects.defer("entries").order_by("-number").first()


def oldest_unsealed() -> datetime | None:
    """Return when the oldest event was written that no seal covers."""
    seal = last_seal()
    marker = [seal.cluster, seal.last_xid, seal.last_id] if seal else [0, 0, 0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(at) FROM audit_auditevent WHERE (cluster, xid, id) > (%s, %s, %s)", marker)
        oldest: datetime | None = cursor.fetchone()[0]
        return oldest
