"""Reads of the catalogue: the specs of a day in a constant number of queries, kept until the next edit."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Model, QuerySet

from appointments.catalogue import rules
from appointments.catalogue.enums import GuideElement
from appointments.catalogue.models import (
    DataSource,
    Edition,
    GuideText,
    Requirement,
    Ruling,
    Service,
    ServiceBasis,
    ServiceFact,
    ServiceQuestion,
    UrgencyGround,
    in_force,
)
from appointments.catalogue.rules import Checklist
from appointments.catalogue.specs import (
    BasisSpec,
    Catalogue,
    FactSpec,
    OptionSpec,
    Plan,
    PlannedPerson,
    QuestionSpec,
    RequirementSpec,
    RulingSpec,
    ServiceSpec,
    SourceSpec,
    Text,
)
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.errors import NotFound

_kept: dict[date, tuple[UUID | None, Mapping[str, ServiceSpec]]] = {}
_KEEP = 4  # days: today, and the days of the visits that are being booked


def catalogue(on: date | None = None) -> Catalogue:
    """The items in force on a day, by default today, and the data sources as they are now."""
    day = on or clock.today()
    token = Edition.objects.values_list("token", flat=True).first()
    held = _kept.get(day)
    if held is None or held[0] != token:
        if len(_kept) >= _KEEP:
            _kept.clear()
        held = _kept[day] = (token, _read_services(day))
    return Catalogue(services=held[1], sources=_read_sources())


def read_catalogue(day: date) -> Catalogue:
    """The catalogue of a day as the tables are now, read past what is kept."""
    return Catalogue(services=_read_services(day), sources=_read_sources())


def spec(code: str, on: date | None = None) -> ServiceSpec:
    """The item of a code, paused ones included.

    Raises NotFound.
    """
    found = catalogue(on).services.get(code)
    if found is None:
        raise NotFound
    return found


def checklists(plan: Plan, found: Catalogue) -> list[list[Checklist]]:
    """The lists of a plan, per person and item."""
    return [_person_lists(found, person) for person in plan.people]


def _person_lists(found: Catalogue, person: PlannedPerson) -> list[Checklist]:
    known = [item for item in person.items if item.service in found.services]
    specs = [found.services[item.service] for item in known]
    return [
        rules.checklist(spec, rules.facts_of(spec, item.answers, rules.beside(specs, place)), found.sources)
        for place, (spec, item) in enumerate(zip(specs, known, strict=True))
    ]


class ServiceKey(NamedTuple):
    """What a row that points at an item needs of it."""

    pk: int
    family: str


def service_keys(codes: Iterable[str]) -> dict[str, ServiceKey]:
    """The keys of items by code."""
    rows = Service.objects.filter(code__in=set(codes)).values_list("code", "pk", "family")
    return {code: ServiceKey(pk, family) for code, pk, family in rows}


def service_rows() -> QuerySet[Service]:
    """Every item, in or out of force."""
    return Service.objects.all()


def urgency_grounds(on: date | None = None) -> list[UrgencyGround]:
    """The grounds of the green channel that may be named on a day."""
    return list(UrgencyGround.objects.filter(in_force(on or clock.today()), is_active=True))


def data_sources() -> list[DataSource]:
    """The shared data sources."""
    return list(DataSource.objects.order_by("code"))


# -- rows to specs ---------------------------------------------------------------------------------------------------


def _read_services(day: date) -> dict[str, ServiceSpec]:
    now = in_force(day)
    of: dict[str, dict[int, list[Any]]] = {
        "bases": _by_service(ServiceBasis.objects.select_related("basis").order_by("basis__sort"), _basis),
        "questions": _by_service(
            ServiceQuestion.objects.filter(is_active=True).select_related("question").order_by("order"), _question
        ),
        "requirements": _by_service(
            Requirement.objects.filter(now, is_active=True)
            .select_related("material", "data_source")
            .order_by("material__sort", "sort", "material__code"),
            _requirement,
        ),
        "facts": _by_service(ServiceFact.objects.filter(now).order_by("kind", "priority", "value", "slug"), _fact),
    }
    rulings = _rulings(day)
    guides = list(GuideText.objects.all())
    return {
        row.code: _service(row, {name: tuple(found[row.pk]) for name, found in of.items()}, rulings[row.pk], guides)
        for row in Service.objects.filter(now)
    }


def _by_service(rows: Iterable[Any], shape: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.service_id].append(shape(row))
    return found


def _pair(row: Model, name: str) -> Text:
    return Text(getattr(row, f"{name}_zh"), getattr(row, f"{name}_en"))


def _service(
    row: Service, parts: Mapping[str, tuple[Any, ...]], rulings: Sequence[RulingSpec], guides: Sequence[GuideText]
) -> ServiceSpec:
    return ServiceSpec(
        code=row.code,
        name=_pair(row, "name"),
        family=row.family,
        lane=row.lane,
        minutes=row.minutes,
        minutes_added=row.minutes_added,
        summary=_pair(row, "summary"),
        audience=_pair(row, "audience"),
        scope=row.local_scope,
        is_local=row.is_local,
        refer=_pair(row, "refer"),
        visits=row.visits,
        version=row.version,
        updated_at=row.updated_at,
        is_active=row.is_active,
        is_popular=row.is_popular,
        rulings=tuple(rulings),
        guide=_guide(row, guides),
        **parts,
    )


def _guide(row: Service, guides: Sequence[GuideText]) -> dict[str, Text]:
    """Per element the words of the item, else of its family, else of all."""
    found: dict[str, tuple[int, Text]] = {}
    for one in guides:
        if one.service_id not in (None, row.pk) or one.family not in ("", row.family):
            continue
        weight = 2 * (one.service_id is not None) + (one.family != "")
        if weight >= found.get(one.element, (-1, None))[0]:
            found[one.element] = (weight, _pair(one, "text"))
    return {element: found[element][1] for element in GuideElement.values if element in found}


def _basis(row: ServiceBasis) -> BasisSpec:
    return BasisSpec(_pair(row.basis, "title"), row.basis.number, row.articles)


def _question(row: ServiceQuestion) -> QuestionSpec:
    asked = row.question
    options = [one for one in asked.options if not row.only or one["value"] in row.only]
    return QuestionSpec(
        fact=asked.fact,
        kind=asked.kind,
        text=_pair(asked, "text"),
        help=_pair(asked, "help"),
        options=tuple(
            OptionSpec(
                one["value"],
                Text(one["text_zh"], one["text_en"]),
                Text(one.get("hint_zh", ""), one.get("hint_en", "")),
            )
            for one in options
        ),
        ask_when=row.ask_when,
        is_personal=asked.is_personal,
    )


def _requirement(row: Requirement) -> RequirementSpec:
    paper = row.material
    return RequirementSpec(
        material=paper.code,
        name=_pair(paper, "name"),
        condition=row.condition,
        provided_by=row.provided_by,
        data_source=row.data_source.code if row.data_source else "",
        when=_pair(row, "when"),
        why=_pair(row, "why") or _pair(paper, "why"),
        how=_pair(paper, "how"),
        copies=_pair(row, "copies") or _pair(paper, "copies"),
        is_weak=row.is_weak,
    )


def _fact(row: ServiceFact) -> FactSpec:
    return FactSpec(
        kind=row.kind,
        slug=row.slug,
        part=row.part,
        condition=row.condition,
        priority=row.priority,
        value=row.value,
        unit=row.unit,
        text=_pair(row, "text"),
        is_weak=row.is_weak,
    )


def _rulings(day: date) -> dict[int, list[RulingSpec]]:
    found: dict[int, list[RulingSpec]] = defaultdict(list)
    rows = Ruling.objects.filter(in_force(day), is_active=True).order_by("sort", "code")
    for row in rows.prefetch_related("services"):
        shaped = RulingSpec(row.code, row.kind, row.condition, _pair(row, "title"), _pair(row, "text"), row.instead)
        for service in row.services.all():
            found[service.pk].append(shaped)
    return found


def _read_sources() -> dict[str, SourceSpec]:
    return {
        row.code: SourceSpec(row.code, _pair(row, "name"), _pair(row, "covers"), row.is_up, row.last_success_at)
        for row in DataSource.objects.all()
    }
