"""What is told: the lists of a plan as plain data in one language. Pages render it, bookings keep it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from appointments.catalogue import rules, selectors
from appointments.catalogue.enums import Decision, FactKind, LaneKind, Unit
from appointments.catalogue.rules import Checklist, Figure, Paper
from appointments.catalogue.specs import Plan, PlannedItem, RulingSpec, ServiceSpec, SourceSpec
from wuxue_exit_entry.kernel import clock

Told = dict[str, Any]


def told(plan: Plan, language: str | None = None, *, on: date | None = None) -> Told:
    """The lists of a plan in the language, by default the one in force, as JSON holds them."""
    language = language or translation.get_language() or "zh-hans"
    with translation.override(language):
        catalogue = selectors.catalogue(on)
        lists = selectors.checklists(plan, catalogue)
        people = [
            _person(
                [
                    _item(catalogue.services[planned.service], planned, one)
                    for planned, one in zip(person.items, own, strict=True)
                ],
                own,
            )
            for person, own in zip(plan.people, lists, strict=True)
        ]
        return {
            "language": language,
            "told_at": clock.now().isoformat(),
            "minutes": plan.minutes,
            "lane": plan.lane,
            "lane_label": str(LaneKind(plan.lane).label),
            "is_bookable": plan.is_bookable,
            "fee": fee_total(one for own in lists for one in own),
            "is_weak": any(one.is_weak for own in lists for one in own),
            "people": people,
        }


def _person(items: list[Told], lists: list[Checklist]) -> Told:
    return {
        "items": items,
        "bring": _papers(paper for one in lists for paper in one.bring),
        "hall_makes": _papers(paper for one in lists for paper in one.hall_makes),
        "shared": _papers(paper for one in lists for paper in one.shared),
        "notices": _once(_ruling(one) for found in lists for one in found.notices),
    }


def _item(spec: ServiceSpec, planned: PlannedItem, found: Checklist) -> Told:
    return {
        "code": spec.code,
        "name": _pick(spec.name),
        "version": spec.version,
        "decision": found.decision.value,
        "decision_label": str(Decision(found.decision).label),
        "because": [_ruling(one) for one in found.because],
        "refer": _pick(spec.refer) if found.decision == Decision.REFER else "",
        "minutes": found.minutes,
        "papers": [paper.code for paper in found.bring],
        "figures": {kind: figure(one) for kind, one in found.figures.items() if one.unit},
        "answers": answers(spec, planned),
    }


def answers(spec: ServiceSpec, planned: PlannedItem) -> list[Told]:
    """The questions that were put and the answers to them, in words."""
    words = {"yes": _("是"), "no": _("不是")}
    asked = {question.fact: question for question in spec.questions}
    return [
        {
            "fact": fact,
            "question": _pick(asked[fact].text),
            "answer": next((_pick(one.text) for one in asked[fact].options if one.value == given), None)
            or words.get(given, given),
            "value": given,
        }
        for fact, given in rules.kept_answers(spec, planned.answers).items()
    ]


def _papers(papers: Iterable[Paper]) -> list[Told]:
    """The papers of all items of a person, each once."""
    found: dict[str, Told] = {}
    for paper in papers:
        shown = _paper(paper)
        first = found.setdefault(paper.code, shown)
        if not shown["only_if"]:
            first["only_if"] = ""
    return list(found.values())


def _paper(paper: Paper) -> Told:
    return {
        "code": paper.code,
        "name": _pick(paper.name),
        "why": _pick(paper.why),
        "how": _pick(paper.how),
        "copies": _pick(paper.copies),
        "only_if": _pick(paper.only_if),
        "source": _source(paper.source) if paper.source else None,
        "source_is_down": paper.source_is_down,
    }


def _source(source: SourceSpec) -> Told:
    checked = source.last_success_at
    return {
        "code": source.code,
        "name": _pick(source.name),
        "is_up": source.is_up,
        "last_success_at": checked.isoformat() if checked else None,
    }


def _ruling(ruling: RulingSpec) -> Told:
    said = {"code": ruling.code, "title": _pick(ruling.title), "text": _pick(ruling.text)}
    return {**said, "instead": ruling.instead}


def _once(rows: Iterable[Told]) -> list[Told]:
    return list({row["code"]: row for row in rows}.values())


def _pick(text: Any) -> str:
    picked: str = text.pick(translation.get_language() or "")
    return picked


# -- figures in words -------------------------------------------------------------------------------------------------


def figure(one: Figure) -> Told:
    """A fee or limit as data and as words."""
    return {
        "value": plain(one.printable),
        "unit": one.unit,
        "text": amount(one),
        "label": str(FactKind(one.kind).label),
        "notes": [_pick(text) for text in one.texts],
        "is_weak": one.is_weak,
        "is_known": one.value is not None or one.unit == Unit.TEXT,
    }


def amount(one: Figure) -> str:
    """A figure in words."""
    if one.unit == Unit.TEXT and one.texts:
        return "；".join(_pick(text) for text in one.texts)
    return _("以窗口公布为准") if one.printable is None else quantity(one.printable, one.unit)


def quantity(value: Decimal, unit: str) -> str:
    """«120 元», «7 个工作日»."""
    if unit == Unit.CNY:
        return _("免费") if value == 0 else _("%(n)s 元") % {"n": plain(value)}
    count = int(value)
    words = {
        Unit.WORKDAY: ngettext("%(n)s 个工作日", "%(n)s 个工作日", count),
        Unit.DAY: ngettext("%(n)s 天", "%(n)s 天", count),
        Unit.MONTH: ngettext("%(n)s 个月", "%(n)s 个月", count),
        Unit.YEAR: ngettext("%(n)s 年", "%(n)s 年", count),
    }
    return words[Unit(unit)] % {"n": plain(value)}


def plain(value: Decimal | None) -> str | None:
    """A number without trailing zeros; None stays None."""
    if value is None:
        return None
    return f"{value.normalize():f}"


def fee_total(lists: Iterable[Checklist]) -> Told:
    """The sum of all fees; unknown as soon as one of them is."""
    fees = [one.figures[FactKind.FEE] for one in lists]
    known = [one.printable for one in fees if one.printable is not None]
    total = sum(known, Decimal(0)) if len(known) == len(fees) else None
    return figure(Figure(FactKind.FEE.value, total, Unit.CNY.value))
