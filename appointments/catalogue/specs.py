"""The catalogue of one day as frozen values: what the rules judge, free of rows and queries."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from appointments.catalogue.conditions import Condition, FactType, Vocabulary
from appointments.catalogue.enums import Family


class Text(NamedTuple):
    """The same words in both languages."""

    zh: str
    en: str

    def pick(self, language: str) -> str:
        """The words of the language; Chinese where nobody has written the English."""
        return (self.en or self.zh) if language == "en" else self.zh

    def __bool__(self) -> bool:
        return bool(self.zh)


NOTHING = Text("", "")


@dataclass(frozen=True)
class OptionSpec:
    value: str
    text: Text
    hint: Text = NOTHING


@dataclass(frozen=True)
class QuestionSpec:
    fact: str
    kind: str
    text: Text
    help: Text
    options: tuple[OptionSpec, ...]
    ask_when: Condition
    is_personal: bool


@dataclass(frozen=True)
class SourceSpec:
    """A shared data source as it is now."""

    code: str
    name: Text
    covers: Text
    is_up: bool
    last_success_at: datetime | None


@dataclass(frozen=True)
class RequirementSpec:
    material: str
    name: Text
    condition: Condition
    provided_by: str
    data_source: str
    when: Text
    why: Text
    how: Text
    copies: Text
    is_weak: bool


@dataclass(frozen=True)
class FactSpec:
    kind: str
    slug: str
    part: str
    condition: Condition
    priority: int
    value: Decimal | None
    unit: str
    text: Text
    is_weak: bool
    source: str = ""


@dataclass(frozen=True)
class RulingSpec:
    code: str
    kind: str
    condition: Condition
    title: Text
    text: Text
    instead: str = ""


@dataclass(frozen=True)
class BasisSpec:
    title: Text
    number: str
    articles: str


@dataclass(frozen=True)
class ServiceSpec:
    code: str
    name: Text
    family: str
    lane: str
    minutes: int
    minutes_added: int
    summary: Text
    audience: Text
    scope: str
    is_local: bool
    refer: Text
    visits: int
    version: int
    updated_at: datetime | None = None
    is_active: bool = True
    is_popular: bool = False
    bases: tuple[BasisSpec, ...] = ()
    questions: tuple[QuestionSpec, ...] = ()
    requirements: tuple[RequirementSpec, ...] = ()
    facts: tuple[FactSpec, ...] = ()
    rulings: tuple[RulingSpec, ...] = ()
    guide: Mapping[str, Text] = field(default_factory=dict)


BESIDE = (Family.PASSPORT, Family.HK_MACAO, Family.HK_MACAO_ENDORSEMENT, Family.TAIWAN, Family.TAIWAN_ENDORSEMENT)
"""What a citizen may have done in the same visit; the facts `with_…` say whether somebody does."""


def beside_words() -> dict[str, FactType]:
    """The facts about the other items of the same person, as conditions may speak of them."""
    return {f"with_{family.value}": FactType(f"同时办{family.label}", "yes_no", {}) for family in BESIDE}


@dataclass(frozen=True)
class Catalogue:
    """All items in force on one day, in the order of the list, and the state of the data sources."""

    services: Mapping[str, ServiceSpec]
    sources: Mapping[str, SourceSpec]

    def vocabulary(self) -> Vocabulary:
        """What conditions may speak of: the facts that any question asks for."""
        found: dict[str, FactType] = beside_words()
        for question in (one for spec in self.services.values() for one in spec.questions):
            offered = {option.value: option.text.zh for option in question.options}
            known = found[question.fact].values if question.fact in found else {}
            found[question.fact] = FactType(question.text.zh, question.kind, {**known, **offered})
        return found


@dataclass(frozen=True)
class PlannedItem:
    """One item with the answers given for it, as they were given."""

    service: str
    answers: Mapping[str, str]


@dataclass(frozen=True)
class PlannedPerson:
    """What one person comes for; who it is, nobody has asked yet."""

    items: tuple[PlannedItem, ...]


@dataclass(frozen=True)
class Plan:
    """One visit before anything personal is known: up to five people, each with items and answers."""

    people: tuple[PlannedPerson, ...] = ()
    minutes: int = 0
    lane: str = ""
    families: tuple[str, ...] = ()
    is_bookable: bool = False

    def as_json(self) -> dict[str, Any]:
        """The plan as it is signed and stored."""
        return {
            "people": [[[item.service, dict(item.answers)] for item in person.items] for person in self.people],
            "minutes": self.minutes,
            "lane": self.lane,
            "families": list(self.families),
            "bookable": self.is_bookable,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Plan":
        """The plan that `as_json` wrote."""
        people = (PlannedPerson(tuple(PlannedItem(*item) for item in person)) for person in data["people"])
        return cls(tuple(people), data["minutes"], data["lane"], tuple(data["families"]), data["bookable"])
