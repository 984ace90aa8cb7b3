"""Writes of the catalogue. Loading only ever inserts: what a keeper edited or switched off stays as it is."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from simple_history.utils import bulk_create_with_history

from appointments.catalogue import dataset
from appointments.catalogue.dataset import Row
from appointments.catalogue.edition import new_edition
from appointments.catalogue.keeping import confirm, save_record
from appointments.catalogue.models import (
    DataSource,
    GuideText,
    LegalBasis,
    Material,
    Question,
    Requirement,
    Ruling,
    Service,
    ServiceBasis,
    ServiceFact,
    ServiceQuestion,
    Source,
    UrgencyGround,
)
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.audit.actors import SYSTEM

__all__ = ["confirm", "load_catalogue", "new_edition", "note_source", "save_record"]

Links = dict[str, dict[Any, models.Model]]


@transaction.atomic
def load_catalogue() -> dict[str, int]:
    """Insert what the data files have and the tables lack; return how many rows of each kind came in."""
    counts: dict[str, int] = {}
    links: Links = {}
    _insert_dictionaries(counts, links)
    links["service"] = _insert(counts, Service, dataset.services(), ["code"], links)
    _insert(counts, ServiceBasis, dataset.bases(), ["service", "basis"], links)
    _insert(counts, ServiceFact, dataset.figures(), ["service", "kind", "slug"], links)
    _insert(counts, ServiceQuestion, dataset.asks(), ["service", "question"], links)
    _insert(counts, Requirement, dataset.per_service("require"), ["service", "material"], links)
    _insert(counts, GuideText, dataset.rows("guide"), ["element", "family", "service"], links)
    _insert_rulings(counts, links)
    if any(counts.values()):
        new_edition()
        audit.record(SYSTEM, "appointments.catalogue.loaded", "appointments.catalogue", after=counts)
    return counts


@transaction.atomic
def note_source(code: str, *, at: datetime, is_up: bool) -> bool:
    """Keep that a source answered or is down; tell whether its state changed. A later answer is never overwritten."""
    row = DataSource.objects.filter(code=code)
    if is_up:
        row.filter(Q(last_success_at=None) | Q(last_success_at__lt=at)).update(last_success_at=at)
    changed = row.filter(is_up=not is_up).update(is_up=is_up) == 1
    if changed:
        verb = "appointments.data_source.up" if is_up else "appointments.data_source.down"
        audit.record(SYSTEM, verb, row.get(), after={"is_up": is_up})
    return changed


def _insert_dictionaries(counts: dict[str, int], links: Links) -> None:
    links["source"] = _insert(counts, Source, dataset.rows("source"), ["key"], links)
    laws = [{key: value for key, value in row.items() if key != "applies"} for row in dataset.rows("law")]
    links["basis"] = _insert(counts, LegalBasis, laws, ["code"], links)
    links["material"] = _insert(counts, Material, dataset.rows("material"), ["code"], links)
    links["data_source"] = _insert(counts, DataSource, dataset.rows("data_source"), ["code"], links)
    links["question"] = _insert(counts, Question, dataset.questions(), ["fact"], links)
    _insert(counts, UrgencyGround, dataset.rows("ground"), ["code"], links)


def _insert_rulings(counts: dict[str, int], links: Links) -> None:
    served: dict[str, list[str]] = {}
    rulings: dict[str, Row] = {}
    for row in dataset.per_service("ruling"):
        served.setdefault(row["code"], []).append(row["service"])
        rulings[row["code"]] = {key: value for key, value in row.items() if key != "service"}
    known = set(Ruling.objects.values_list("code", flat=True))
    found = _insert(counts, Ruling, rulings.values(), ["code"], links)
    for code in rulings.keys() - known:
        found[code].services.add(*(links["service"][name] for name in served[code]))  # type: ignore[attr-defined]


def _insert(
    counts: dict[str, int], model: type[models.Model], rows: Iterable[Row], key: list[str], links: Links
) -> dict[Any, models.Model]:
    """Insert the rows whose key is new; return every row of the table by its key."""
    manager = model._default_manager
    known = {_key_of(row, key) for row in manager.all()}
    made = [model(**_linked(model, row, links)) for row in rows]
    new = [row for row in made if _key_of(row, key) not in known]
    if hasattr(model, "history"):
        bulk_create_with_history(new, model, default_change_reason="数据文件")
    else:
        manager.bulk_create(new)
    counts[model.__name__] = len(new)
    return {(row.pk and getattr(row, key[0])): row for row in manager.all()}


def _key_of(row: models.Model, key: list[str]) -> tuple[Any, ...]:
    linked = {field.name: field.attname for field in row._meta.concrete_fields}
    return tuple(getattr(row, linked[name]) for name in key)


def _linked(model: type[models.Model], row: Row, links: Links) -> Row:
    """Replace codes by the rows that they name."""
    values = dict(row)
    for name in ("source", "service", "basis", "material", "data_source", "question"):
        if values.get(name) in ("", None):
            values.pop(name, None)
        elif name in values:
            values[name] = links[name][values[name]]
    if values.get("source") is None and "source" in {field.name for field in model._meta.fields}:
        values["source"] = None
    return values
