"""What the answers lead to: the next question, the 一次办结清单, figures and the decision about booking."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from appointments.catalogue import conditions
from appointments.catalogue.conditions import NOT_ASKED, Facts, Span, Value
from appointments.catalogue.enums import Decision, FactKind, LaneKind, ProvidedBy, QuestionKind, RulingKind
from appointments.catalogue.specs import (
    BESIDE,
    NOTHING,
    FactSpec,
    QuestionSpec,
    RequirementSpec,
    RulingSpec,
    ServiceSpec,
    SourceSpec,
    Text,
)
from wuxue_exit_entry.kernel.identity.values import age_on

Answers = Mapping[str, str]

_DECISIONS = {
    RulingKind.NOT_ELIGIBLE: Decision.NOT_ELIGIBLE,
    RulingKind.REFER: Decision.REFER,
    RulingKind.MACHINE: Decision.MACHINE,
    RulingKind.ON_SITE: Decision.ON_SITE_ONLY,
}
_FINAL = (Decision.NOT_ELIGIBLE, Decision.REFER, Decision.MACHINE)


@dataclass(frozen=True)
class Paper:
    """One line of the list, as the answers make it."""

    code: str
    name: Text
    why: Text
    how: Text
    copies: Text
    source: SourceSpec | None = None
    source_is_down: bool = False
    only_if: Text = NOTHING
    is_weak: bool = False


@dataclass(frozen=True)
class Figure:
    """A fee or a limit. No value: nobody has published it, and the page says «以窗口公布为准»."""

    kind: str
    value: Decimal | None
    unit: str
    texts: tuple[Text, ...] = ()
    is_weak: bool = False

    @property
    def printable(self) -> Decimal | None:
        """The number that may be shown: a weak fee has none, a weak time keeps it beside «以窗口公布为准»."""
        return None if self.is_weak and self.kind == FactKind.FEE else self.value


@dataclass(frozen=True)
class Checklist:
    """The 一次办结清单 of one item for one person."""

    code: str
    decision: Decision
    because: tuple[RulingSpec, ...]
    bring: tuple[Paper, ...]
    hall_makes: tuple[Paper, ...]
    shared: tuple[Paper, ...]
    asked_because_source_down: tuple[Paper, ...]
    figures: Mapping[str, Figure]
    notices: tuple[RulingSpec, ...]
    minutes: int
    lane: str

    @property
    def is_weak(self) -> bool:
        """Whether anything here still waits for the keeper's confirmation."""
        papers = (*self.bring, *self.hall_makes, *self.shared)
        return any(one.is_weak for one in papers) or any(one.is_weak for one in self.figures.values())


# -- questions -----------------------------------------------------------------------------------------------------


def read_answer(question: QuestionSpec, typed: str) -> Value | None:
    """The fact that an answer states; None for anything that is no option of the question."""
    if question.kind == QuestionKind.YES_NO:
        return {"yes": True, "no": False}.get(typed)
    if typed not in {option.value for option in question.options}:
        return None
    return conditions.parse_span(typed) if question.kind == QuestionKind.AGE else typed


def facts_of(spec: ServiceSpec, answers: Answers, beside: Collection[str] | None = None) -> dict[str, Value]:
    """The facts of valid answers; a question that is ruled out gives NOT_ASKED, whatever was answered before.

    `beside` are the families of the person's other items in the visit; None leaves open whether there are any.
    """
    facts: dict[str, Value] = {}
    if beside is not None:
        facts = {f"with_{family.value}": family.value in beside for family in BESIDE}
    for question in spec.questions:
        asked = conditions.holds(question.ask_when, facts)
        value = read_answer(question, answers.get(question.fact, ""))
        if asked is False:
            facts[question.fact] = NOT_ASKED
        elif asked and value is not None:
            facts[question.fact] = value
    return facts


def kept_answers(spec: ServiceSpec, answers: Answers) -> dict[str, str]:
    """The answers that still count, in the order of the questions."""
    return {fact: answers[fact] for fact, value in facts_of(spec, answers).items() if value is not NOT_ASKED}


def next_question(spec: ServiceSpec, answers: Answers) -> QuestionSpec | None:
    """The first question still to be put; None when the answers already settle that nothing can be booked."""
    facts = facts_of(spec, answers)
    if decide(spec, facts)[0] in _FINAL:
        return None
    return next((one for one in spec.questions if _is_open(one, facts)), None)


def open_count(spec: ServiceSpec, answers: Answers) -> int:
    """How many questions may still come at most."""
    facts = facts_of(spec, answers)
    return sum(1 for question in spec.questions if question.fact not in facts)


def _is_open(question: QuestionSpec, facts: Facts) -> bool:
    return question.fact not in facts and conditions.holds(question.ask_when, facts) is True


def age_agrees(answer: Value | None, born: date, on: date) -> bool:
    """Whether the answered age band contains the age that the document shows on the day of the visit."""
    return not isinstance(answer, Span) or answer.low <= age_on(born, on) <= answer.high


# -- decision ------------------------------------------------------------------------------------------------------


def decide(spec: ServiceSpec, facts: Facts) -> tuple[Decision, tuple[RulingSpec, ...]]:
    """What is to be said about booking, and why; the strictest ruling wins."""
    if not spec.is_active:
        return Decision.NOT_ELIGIBLE, tuple(_rulings(spec, facts, RulingKind.NOT_ELIGIBLE))
    if not spec.is_local:
        return Decision.REFER, ()
    for kind, decision in _DECISIONS.items():
        because = tuple(_rulings(spec, facts, kind))
        if because:
            return decision, because
    return Decision.BOOKABLE, ()


def _rulings(spec: ServiceSpec, facts: Facts, kind: str) -> Iterable[RulingSpec]:
    return (one for one in spec.rulings if one.kind == kind and conditions.holds(one.condition, facts))


# -- the list ------------------------------------------------------------------------------------------------------


def checklist(spec: ServiceSpec, facts: Facts, sources: Mapping[str, SourceSpec]) -> Checklist:
    """The 一次办结清单. A paper whose need the answers do not settle is listed with its case, never left out."""
    decision, because = decide(spec, facts)
    papers: dict[str, list[Paper]] = {provider: [] for provider in ProvidedBy.values}
    for requirement in spec.requirements:
        answer = conditions.holds(requirement.condition, facts)
        if answer is not False:
            provider, paper = _paper(requirement, sources, settled=answer is True)
            papers[provider].append(paper)
    bring = tuple(papers[ProvidedBy.APPLICANT])
    return Checklist(
        code=spec.code,
        decision=decision,
        because=because,
        bring=bring,
        hall_makes=tuple(papers[ProvidedBy.HALL]),
        shared=tuple(papers[ProvidedBy.SHARED]),
        asked_because_source_down=tuple(one for one in bring if one.source_is_down),
        figures={kind: figure(spec.facts, kind, facts) for kind in FactKind.values},
        notices=tuple(_rulings(spec, facts, RulingKind.NOTICE)),
        minutes=spec.minutes,
        lane=spec.lane,
    )


def _paper(requirement: RequirementSpec, sources: Mapping[str, SourceSpec], *, settled: bool) -> tuple[str, Paper]:
    """Who produces the paper: a data source that is down turns a shared one back into one to bring."""
    provider = requirement.provided_by
    source = sources.get(requirement.data_source)
    is_down = provider == ProvidedBy.SHARED and (source is None or not source.is_up)
    paper = Paper(
        code=requirement.material,
        name=requirement.name,
        why=requirement.why,
        how=requirement.how,
        copies=requirement.copies,
        source=source,
        source_is_down=is_down,
        only_if=NOTHING if settled else requirement.when,
        is_weak=requirement.is_weak,
    )
    return (ProvidedBy.APPLICANT.value if is_down else provider), paper


def figure(rows: Iterable[FactSpec], kind: str, facts: Facts) -> Figure:
    """The figure of a kind: per part the row of highest priority that holds, the parts added up.

    While a row of higher priority is unsettled the part is unknown, as is the sum with any unknown part.
    """
    of_kind = [row for row in rows if row.kind == kind]
    chosen = [_choose([row for row in of_kind if row.part == part], facts) for part in {row.part: 0 for row in of_kind}]
    found = [row for row in chosen if row is not None]
    if not found:
        return Figure(kind, None, "")
    known = [row.value for row in found if row.value is not None]
    return Figure(
        kind=kind,
        value=sum(known, Decimal(0)) if len(known) == len(found) else None,
        unit=found[0].unit,
        texts=tuple(row.text for row in found if row.text),
        is_weak=any(row.is_weak for row in found),
    )


def _choose(rows: Iterable[FactSpec], facts: Facts) -> FactSpec | None:
    for row in sorted(rows, key=lambda one: -one.priority):
        answer = conditions.holds(row.condition, facts)
        if answer is None:
            return FactSpec(row.kind, "", row.part, (), 0, None, row.unit, NOTHING, is_weak=False)
        if answer:
            return row
    return None


def beside(specs: Sequence[ServiceSpec], place: int) -> list[str]:
    """The families of a person's items other than the one at a place."""
    return [spec.family for number, spec in enumerate(specs) if number != place]


# -- several items in one visit --------------------------------------------------------------------------------------


def visit_minutes(people: Iterable[Iterable[ServiceSpec]]) -> int:
    """Length of one visit: per person the longest item in full, each further one at its reduced time.

    Identity check, photo and fingerprints of a person are done once, whatever the number of documents.
    """
    total = 0
    for specs in people:
        ordered = sorted(specs, key=lambda spec: spec.minutes, reverse=True)
        total += sum(spec.minutes if place == 0 else spec.minutes_added for place, spec in enumerate(ordered))
    return total


def visit_lane(lanes: Iterable[str]) -> str | None:
    """The one kind of window that can do all of them: 综合受理 also does endorsements; None when there is none."""
    wanted = set(lanes)
    if wanted <= {LaneKind.CN_DOCUMENTS.value, LaneKind.ENDORSEMENT.value} and len(wanted) > 1:
        return LaneKind.CN_DOCUMENTS.value
    return wanted.pop() if len(wanted) == 1 else None
