"""Rows of the catalogue in the words of the keeper's lists."""

from collections.abc import Callable
from typing import Any

from appointments.catalogue import conditions, telling
from appointments.catalogue.conditions import Vocabulary
from appointments.catalogue.enums import Mark, ProvidedBy, RulingKind
from appointments.catalogue.models import (
    Confirmable,
    DataSource,
    GuideText,
    Material,
    Question,
    Requirement,
    Ruling,
    ServiceFact,
    ServiceQuestion,
    UrgencyGround,
)

OFF = "停用"


def figure(fact: ServiceFact) -> str:
    """«120 元», or that nobody knows."""
    if fact.value is None:
        return fact.text_zh or "未知"
    return telling.quantity(fact.value, fact.unit)


def row(record: Any, words: Vocabulary) -> dict[str, Any]:
    """Title, text, case, state and certainty of a row."""
    said: dict[str, Any] = _SAID[type(record)](record)
    condition = getattr(record, "condition", getattr(record, "ask_when", None))
    said["when"] = conditions.in_words(condition, words) if condition is not None else ""
    mark = getattr(record, "mark", "")
    said["mark"] = Mark(mark).label if mark else ""
    said["is_weak"] = Mark(mark).is_weak and not getattr(record, "confirmed_at", None) if mark else False
    return said


def _confirmed(record: Confirmable) -> str:
    return f"已核实 {record.confirmed_at:%Y-%m-%d}" if record.confirmed_at else ""


def _fact(fact: ServiceFact) -> dict[str, Any]:
    title = f"{fact.get_kind_display()}　{figure(fact)}"
    return {"title": title, "text": fact.text_zh, "state": _confirmed(fact)}


def _requirement(one: Requirement) -> dict[str, Any]:
    source = f"（{one.data_source.name_zh}）" if one.data_source else ""
    return {
        "title": one.material.name_zh,
        "text": f"{ProvidedBy(one.provided_by).label}{source}",
        "state": _confirmed(one) if one.is_active else OFF,
    }


def _ask(one: ServiceQuestion) -> dict[str, Any]:
    only = f"只给：{'、'.join(one.only)}" if one.only else ""
    return {"title": one.question.text_zh, "text": only, "state": "" if one.is_active else OFF}


def _text(one: GuideText) -> dict[str, Any]:
    return {"title": str(one.get_element_display()), "text": one.text_zh, "state": ""}


def _question(one: Question) -> dict[str, Any]:
    options = "、".join(option["text_zh"] for option in one.options)
    return {"title": one.text_zh, "text": options or one.get_kind_display(), "state": ""}


def _material(one: Material) -> dict[str, Any]:
    return {"title": one.name_zh, "text": one.how_zh, "state": ""}


def _ruling(one: Ruling) -> dict[str, Any]:
    text = f"{RulingKind(one.kind).label}：{one.text_zh}"
    return {"title": one.title_zh, "text": text, "state": "" if one.is_active else OFF}


def _ground(one: UrgencyGround) -> dict[str, Any]:
    return {"title": one.name_zh, "text": one.evidence_zh, "state": "" if one.is_active else OFF}


def _source(one: DataSource) -> dict[str, Any]:
    state = "可用" if one.is_up else "中断"
    return {"title": one.name_zh, "text": one.covers_zh, "state": state}


_SAID: dict[type, Callable[[Any], dict[str, Any]]] = {
    ServiceFact: _fact,
    Requirement: _requirement,
    ServiceQuestion: _ask,
    GuideText: _text,
    Question: _question,
    Material: _material,
    Ruling: _ruling,
    UrgencyGround: _ground,
    DataSource: _source,
}
