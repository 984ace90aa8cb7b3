"""The kinds of rows that a keeper edits: how each is named, found and edited."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from appointments.catalogue import keeper_forms as forms
from appointments.catalogue.models import (
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


@dataclass(frozen=True)
class Kind:
    """One kind of row: its name in addresses and on the screen, its table, its form, what names one row."""

    slug: str
    label: str
    model: type[Model]
    form: type[forms.RecordForm]
    key: Callable[[Any], str]
    lookup: Callable[[str], dict[str, Any]]
    may_add: bool = True


PARTS = {
    kind.slug: kind
    for kind in (
        Kind(
            "facts",
            "收费和时限",
            ServiceFact,
            forms.FactForm,
            key=lambda row: f"{row.kind}.{row.slug}",
            lookup=lambda key: dict(zip(("kind", "slug"), [*key.split(".", 1), ""], strict=False)),
        ),
        Kind(
            "materials",
            "材料",
            Requirement,
            forms.RequirementForm,
            key=lambda row: row.material.code,
            lookup=lambda key: {"material__code": key},
        ),
        Kind(
            "questions",
            "问题",
            ServiceQuestion,
            forms.AskForm,
            key=lambda row: row.question.fact,
            lookup=lambda key: {"question__fact": key},
        ),
        Kind(
            "texts",
            "指南文字",
            GuideText,
            forms.GuideTextForm,
            key=lambda row: row.element,
            lookup=lambda key: {"element": key},
        ),
    )
}
"""What belongs to one item."""

ENTRIES = {
    kind.slug: kind
    for kind in (
        Kind(
            "questions",
            "问题",
            Question,
            forms.QuestionForm,
            key=lambda row: row.fact,
            lookup=lambda key: {"fact": key},
        ),
        Kind(
            "materials",
            "材料",
            Material,
            forms.MaterialForm,
            key=lambda row: row.code,
            lookup=lambda key: {"code": key},
        ),
        Kind("rulings", "判断和提示", Ruling, forms.RulingForm, lambda row: row.code, lambda key: {"code": key}),
        Kind("grounds", "加急理由", UrgencyGround, forms.GroundForm, lambda row: row.code, lambda key: {"code": key}),
        Kind(
            "sources",
            "数据来源",
            DataSource,
            forms.DataSourceForm,
            key=lambda row: row.code,
            lookup=lambda key: {"code": key},
            may_add=False,
        ),
    )
}
"""The dictionaries that all items share."""
