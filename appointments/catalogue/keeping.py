"""What the keeper writes; `services` re-exports it. Every edit is permitted, checked, versioned and audited."""

from collections.abc import Callable
from typing import Any, cast

from django.db import models, transaction
from django.db.models import F

from appointments.catalogue import conditions, keeper_selectors
from appointments.catalogue.edition import new_edition
from appointments.catalogue.models import Confirmable, Question, Ruling, Service, ServiceFact
from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts.models import User
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.kernel import clock, constraints
from wuxue_exit_entry.kernel.errors import BusinessError

_CONDITIONS = ("condition", "ask_when")

for _name, _field in (
    ("catalogue_servicefact_once", "slug"),
    ("catalogue_requirement_once", "material"),
    ("catalogue_servicequestion_once", "question"),
    ("catalogue_guidetext_once", ""),
):
    constraints.register(_name, "already_there", "这一项里已经有了，请改原来那一条。", field=_field)


@transaction.atomic
def save_record(
    *,
    actor: Actor,
    record: models.Model,
    reason: str,
    seen: int | None = None,
    vocabulary: conditions.Vocabulary | None = None,
    services: list[Service] | None = None,
) -> models.Model:
    """Save a row of the catalogue as the keeper wants it; `seen` is the version that the keeper had before them.

    Raises NotPermitted, or BusinessError: changed_meanwhile, bad_condition.
    """
    access.require(actor, Permission.CATALOGUE_EDIT)
    kept = _locked(record)
    _refuse_overwriting(kept, seen)
    _refuse_bad_conditions(record, vocabulary or {})
    before = values_of(kept) if kept else None
    _sign(record, actor, reason)
    with constraints.translated():
        record.save()
    if isinstance(record, Question):
        _refuse_breaking_conditions()
    if services is not None and isinstance(record, Ruling):
        record.services.set(services)
    _next_version(record)
    new_edition()
    verb = "changed" if kept else "created"
    name = f"appointments.{record._meta.model_name}.{verb}"
    audit.record(actor, name, record, before=before, after=values_of(record), reason=reason)
    return record


@transaction.atomic
def confirm(*, actor: Actor, record: Confirmable, source: str) -> Confirmable:
    """Put the keeper's name, the day and the source under a figure or a paper: it is shown as certain from now on.

    Raises NotPermitted, or BusinessError: source_missing, value_missing.
    """
    access.require(actor, Permission.CATALOGUE_EDIT)
    if not source.strip():
        raise BusinessError("source_missing", "请写明从哪里核实的。", "confirmed_source", status=400)
    row = cast(Confirmable, _locked(record))
    if isinstance(row, ServiceFact) and row.value is None and not row.text_zh:
        raise BusinessError("value_missing", "还没有数值，先填数值再核实。", "value", status=400)
    row.confirmed_by_id = actor.user_id
    row.confirmed_at = clock.now()
    row.confirmed_source = source.strip()
    _sign(row, actor, f"核实：{source.strip()}")
    row.save()
    _next_version(row)
    new_edition()
    name = f"appointments.{row._meta.model_name}.confirmed"
    audit.record(actor, name, row, after=values_of(row), reason=source.strip())
    return row


def values_of(record: models.Model) -> dict[str, Any]:
    """The plain values of a row, for the audit."""
    values = {field.attname: field.value_from_object(record) for field in record._meta.concrete_fields}
    if isinstance(record, Ruling) and record.pk:
        values["services"] = sorted(record.services.values_list("code", flat=True))
    return values


def _locked(record: models.Model) -> models.Model | None:
    if record.pk is None:
        return None
    manager: Any = type(record)._default_manager
    found: models.Model = manager.select_for_update(of=("self",)).get(pk=record.pk)
    return found


def latest_version(record: models.Model | None) -> int | None:
    """The number of a row's newest history entry."""
    history: Any = getattr(record, "history", None)
    if record is None or record.pk is None or history is None:
        return None
    number: int | None = history.order_by("-history_id").values_list("history_id", flat=True).first()
    return number


def _refuse_overwriting(kept: models.Model | None, seen: int | None) -> None:
    if kept is not None and seen is not None and latest_version(kept) != seen:
        raise BusinessError("changed_meanwhile", "您打开以后别人改过这一条。请看历史，刷新后再改。")


def _refuse_bad_conditions(record: models.Model, vocabulary: conditions.Vocabulary) -> None:
    for name in _CONDITIONS:
        problems = conditions.validate_condition(getattr(record, name, []), vocabulary)
        if problems:
            raise BusinessError("bad_condition", "".join(problems), name, status=400)


def _refuse_breaking_conditions() -> None:
    """A question keeps the options that conditions use."""
    broken = keeper_selectors.broken_conditions()
    if broken:
        raise BusinessError("in_use", f"有条件还在用这个问题的选项：{'；'.join(broken[:3])}", "options", status=400)


def _sign(record: models.Model, actor: Actor, reason: str) -> None:
    """Let the history row say who and why."""
    signed: Any = record
    signed._history_user = User.objects.filter(pk=actor.user_id or 0).first()
    signed._change_reason = reason[:100]


def _next_version(record: models.Model) -> None:
    """Count up the printed version of every item that the row belongs to."""
    found: dict[type[models.Model], Callable[[Any], Any]] = {
        Service: lambda row: Service.objects.filter(pk=row.pk),
        Ruling: lambda row: row.services.all(),
    }
    service_id = getattr(record, "service_id", None)
    concerned: Any = Service.objects.filter(pk=service_id) if service_id else found.get(type(record), _none)(record)
    Service.objects.filter(pk__in=concerned.values("pk")).update(version=F("version") + 1, updated_at=clock.now())


def _none(_record: models.Model) -> Any:
    return Service.objects.none()
