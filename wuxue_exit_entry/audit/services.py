"""Writing the audit: one call beside each write and each read of personal data, in the same transaction."""

import json
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from wuxue_exit_entry.audit import context
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.audit.models import AuditEvent
from wuxue_exit_entry.privacy import masks

Target = models.Model | str | None
Values = dict[str, Any] | None


def record(
    actor: Actor, verb: str, target: Target, *, before: Values = None, after: Values = None, reason: str = ""
) -> AuditEvent:
    """Write that `actor` did `verb` to `target`; whatever looks like a personal number is stored masked."""
    return _write(actor, verb, target, before=_clean(before), after=_clean(after), reason=masks.mask_text(reason))


def record_read(actor: Actor, verb: str, target: Target, *, purpose: str) -> AuditEvent:
    """Write that `actor` read personal data of `target`; when this fails, so must the reading."""
    return _write(actor, verb, target, purpose=masks.mask_text(purpose))


def record_all(
    actor: Actor, verb: str, changes: Iterable[tuple[Target, Values, Values]], *, reason: str = ""
) -> list[AuditEvent]:
    """Write one event for each (target, before, after) of an act on many rows, in one statement."""
    return AuditEvent.objects.bulk_create(
        _event(actor, verb, target, before=_clean(before), after=_clean(after), reason=masks.mask_text(reason))
        for target, before, after in changes
    )


def _write(actor: Actor, verb: str, target: Target, **values: Any) -> AuditEvent:
    event = _event(actor, verb, target, **values)
    event.save(force_insert=True)
    return event


def _event(actor: Actor, verb: str, target: Target, **values: Any) -> AuditEvent:
    request = context.current()
    target_type, target_id = named(target)
    return AuditEvent(
        actor_kind=actor.kind,
        actor_id=actor.user_id,
        actor_name=actor.name,
        unit_id=actor.unit_id,
        ip=request.ip,
        request_id=request.request_id,
        verb=verb,
        target_type=target_type,
        target_id=target_id,
        **values,
    )


def named(target: Target) -> tuple[str, str]:
    """Return type and id of `target` as they are stored: a public name where it has one, never a personal number."""
    if target is None:
        return "", ""
    if isinstance(target, str):
        return target, ""
    for attribute in ("audit_id", "public_id", "code"):
        value = getattr(target, attribute, None)
        if value:
            return target._meta.label_lower, str(value)
    return target._meta.label_lower, str(target.pk)


class _Encoder(DjangoJSONEncoder):
    def default(self, value: Any) -> Any:
        try:
            return super().default(value)
        except TypeError:
            return str(value)


def _clean(values: Values) -> Values:
    """Return `values` as JSON holds them, personal numbers masked."""
    if values is None:
        return None
    plain = json.loads(json.dumps(values, cls=_Encoder))
    return dict(masks.mask_values(plain))
