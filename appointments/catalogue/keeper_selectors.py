"""Reads of the keeper: rows with everything that is off or out of force, and their history in words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Model, Q, QuerySet

from appointments.catalogue import conditions, selectors
from appointments.catalogue.conditions import FactType
from appointments.catalogue.enums import GuideElement, Mark
from appointments.catalogue.kinds import Kind
from appointments.catalogue.models import (
    Confirmable,
    GuideText,
    Question,
    Requirement,
    Ruling,
    Service,
    ServiceFact,
    ServiceQuestion,
)
from appointments.catalogue.specs import beside_words
from wuxue_exit_entry.kernel.errors import NotFound

WEAK = [mark.value for mark in Mark if mark.is_weak]
_UNCONFIRMED = Q(mark__in=WEAK, confirmed_at=None)


def services() -> QuerySet[Service]:
    """All items with the number of figures and papers that wait for confirmation."""
    figures = Count("facts", filter=Q(facts__mark__in=WEAK, facts__confirmed_at=None), distinct=True)
    weak_paper = Q(requirements__mark__in=WEAK, requirements__confirmed_at=None, requirements__is_active=True)
    papers = Count("requirements", filter=weak_paper, distinct=True)
    return Service.objects.annotate(waiting=figures + papers, asked=Count("question_rows", distinct=True))


def service(code: str) -> Service:
    """One item.

    Raises NotFound.
    """
    return _only(Service.objects.filter(code=code))


def unconfirmed() -> list[ServiceFact | Requirement]:
    """The weak figures and papers that nobody has confirmed, by item; its figures first."""
    facts = ServiceFact.objects.filter(_UNCONFIRMED).select_related("service", "source")
    papers = Requirement.objects.filter(_UNCONFIRMED, is_active=True)
    rows: list[ServiceFact | Requirement] = [
        *facts.order_by("kind", "slug"),
        *papers.select_related("service", "source", "material", "data_source").order_by("sort", "material__sort"),
    ]
    return sorted(rows, key=lambda row: (row.service.sort, row.service.code))


def confirmable(owner: Service, kind: Kind, key: str) -> Confirmable:
    """One figure or paper of an item.

    Raises NotFound: there is none, or rows of this kind are not confirmed.
    """
    row = part(owner, kind, key)
    if not isinstance(row, Confirmable):
        raise NotFound
    return row


def entries(kind: Kind) -> list[Model]:
    """All rows of a dictionary."""
    rows: Any = kind.model._default_manager.all()
    return list(rows)


def entry(kind: Kind, key: str) -> Model:
    """One row of a dictionary.

    Raises NotFound.
    """
    return _only(kind.model._default_manager.filter(**kind.lookup(key)))


def parts(owner: Service, kind: Kind) -> list[Model]:
    """The rows of a kind that belong to an item."""
    rows: Any = kind.model._default_manager.filter(service=owner)
    linked = [field.name for field in kind.model._meta.fields if field.name in ("material", "question", "data_source")]
    return list(rows.select_related(*linked) if linked else rows)


def part(owner: Service, kind: Kind, key: str) -> Model:
    """One row that belongs to an item.

    Raises NotFound.
    """
    return _only(kind.model._default_manager.filter(service=owner, **kind.lookup(key)))


def guide_text(owner: Service, element: str) -> GuideText:
    """The item's own words of a guide element; a fresh row with the words in force where it has none.

    Raises NotFound.
    """
    if element not in GuideElement.values:
        raise NotFound
    own = GuideText.objects.filter(service=owner, element=element).first()
    if own is not None:
        return own
    spec = selectors.catalogue().services.get(owner.code)
    words = spec.guide.get(element) if spec else None
    text_zh, text_en = words or ("", "")
    return GuideText(service=owner, element=element, text_zh=text_zh, text_en=text_en)


def vocabulary(owner: Service | None = None) -> conditions.Vocabulary:
    """What conditions may speak of: the questions that an item asks, or all of the dictionary."""
    rows = Question.objects.all()
    if owner is not None:
        rows = rows.filter(service_rows__service=owner, service_rows__is_active=True).order_by("service_rows__order")
    asked = {
        row.fact: FactType(row.text_zh, row.kind, {one["value"]: one["text_zh"] for one in row.options}) for row in rows
    }
    return {**asked, **beside_words()}


def broken_conditions() -> list[str]:
    """Sentences on every condition that the questions as they are now do not allow."""
    words = vocabulary()
    rows: list[tuple[Any, str]] = [
        *((row, "condition") for row in ServiceFact.objects.select_related("service")),
        *((row, "condition") for row in Requirement.objects.select_related("service", "material")),
        *((row, "ask_when") for row in ServiceQuestion.objects.select_related("service", "question")),
        *((row, "condition") for row in Ruling.objects.all()),
    ]
    return [
        f"{row._meta.verbose_name} {row}：{problem}"
        for row, name in rows
        for problem in conditions.validate_condition(getattr(row, name), words)
    ]


def _only(rows: Any) -> Any:
    found = rows.first()
    if found is None:
        raise NotFound
    return found


# -- history ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """One version of a row: who, when, why, and what is different from the version before."""

    at: datetime
    who: str
    why: str
    what: str
    fields: tuple[tuple[str, str, str], ...]


def changes_of(*rows: Model) -> list[Change]:
    """The versions of some rows, newest first; one query for each kind of row."""
    by_kind: dict[type[Model], dict[Any, Model]] = defaultdict(dict)
    for row in rows:
        if hasattr(row, "history"):
            by_kind[type(row)][row.pk] = row
    found = [change for kind, own in by_kind.items() for change in _changes(kind, own)]
    return sorted(found, key=lambda change: change.at, reverse=True)


def _changes(kind: Any, rows: dict[Any, Model]) -> Iterator[Change]:
    before: dict[Any, Any] = {}
    for version in kind.history.filter(id__in=rows).select_related("history_user").order_by("history_id"):
        row, old = rows[version.id], before.get(version.id)
        before[version.id] = version
        yield Change(
            at=version.history_date,
            who=version.history_user.name if version.history_user else "数据文件",
            why=version.history_change_reason or "",
            what=f"{row._meta.verbose_name} {row}" if old else f"建立{row._meta.verbose_name} {row}",
            fields=tuple(_differences(old, version)) if old else (),
        )


def _differences(before: Any, after: Any) -> Iterable[tuple[str, str, str]]:
    for field in before.tracked_fields:
        old, new = (field.value_from_object(version) for version in (before, after))
        if old != new and field.name not in ("version", "updated_at"):
            yield str(field.verbose_name), _shown(field, old), _shown(field, new)


def _shown(field: Any, value: Any) -> str:
    if value in (None, ""):
        return "（空）"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list) and field.name in ("condition", "ask_when"):
        return conditions.write(value) or "（总是）"
    return str(dict(field.flatchoices).get(value, value))
