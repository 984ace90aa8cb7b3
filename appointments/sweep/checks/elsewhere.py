"""Household registration elsewhere: the promise is longer."""

from appointments.cases.data import FindingData
from appointments.cases.enums import Level
from appointments.catalogue import telling
from appointments.catalogue.enums import FactKind
from appointments.sweep.data import Subject

NAME = "elsewhere"
PLACES = {"hubei": "省内异地", "other": "跨省异地", "abroad": "定居国外短期回国"}


def check_elsewhere(subject: Subject) -> list[FindingData]:
    """Note a household registration elsewhere with its longer promise (护照法 6: 可延长); a line for the officer."""
    place = PLACES.get(str(subject.facts.get("hukou", "")))
    if place is None:
        return []
    return [subject.found(NAME, "hukou", Level.GREEN, f"{place}，{_promise(subject)}")]


def _promise(subject: Subject) -> str:
    promise = subject.checklist.figures.get(FactKind.PROMISE)
    if promise is None or promise.value is None:
        return "承诺时限以窗口公布为准"
    return f"承诺时限 {telling.quantity(promise.value, promise.unit)}"
