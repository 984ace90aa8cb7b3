"""The 办事指南: what is known of an item before any question is answered, in the language in force."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from appointments.catalogue import telling
from appointments.catalogue.enums import FactKind, Family, GuideElement, ProvidedBy, Scope
from appointments.catalogue.rules import Figure
from appointments.catalogue.specs import BasisSpec, Catalogue, FactSpec, RequirementSpec, ServiceSpec, Text


@dataclass(frozen=True)
class Group:
    """Families that the public list shows under one heading."""

    slug: str
    label: Any
    families: tuple[Family, ...]


GROUPS = (
    Group("passport", gettext_lazy("普通护照"), (Family.PASSPORT,)),
    Group("hk-macao", gettext_lazy("往来港澳通行证与签注"), (Family.HK_MACAO, Family.HK_MACAO_ENDORSEMENT)),
    Group("taiwan", gettext_lazy("往来台湾通行证与签注"), (Family.TAIWAN, Family.TAIWAN_ENDORSEMENT)),
    Group("residents", gettext_lazy("港澳台居民证件"), (Family.HKMT_RESIDENT,)),
    Group("foreigners", gettext_lazy("外国人签证、居留"), (Family.FOREIGNER_VISA, Family.FOREIGNER_RESIDENCE)),
    Group("other", gettext_lazy("出入境通行证、记录查询"), (Family.EXIT_ENTRY_PERMIT, Family.RECORD)),
)


@dataclass(frozen=True)
class Line:
    """One line of a guide section: a case or name, and what holds for it."""

    title: str
    note: str = ""
    tag: str = ""
    is_weak: bool = False


@dataclass(frozen=True)
class Section:
    """One element of the guide: words, lines, or both."""

    element: str
    label: Any
    text: str = ""
    lines: tuple[Line, ...] = field(default_factory=tuple)


def pick(text: Text) -> str:
    """The words of the language in force."""
    return text.pick(get_language() or "")


def of_group(catalogue: Catalogue, group: Group) -> list[ServiceSpec]:
    """The items of a group in the order of the list; paused ones last."""
    found = [spec for spec in catalogue.services.values() if spec.family in group.families]
    return sorted(found, key=lambda spec: not spec.is_active)


def headline(spec: ServiceSpec) -> str:
    """«120 元 ・ 7 个工作日», or where to go instead."""
    if not spec.is_active:
        return _("暂停办理")
    if not spec.is_local:
        return _("到黄冈办理") if spec.scope != Scope.REFER_ELSEWHERE else _("到别处办理")
    parts = [lead_figure(spec, FactKind.FEE), lead_figure(spec, FactKind.PROMISE)]
    return " ・ ".join(dict.fromkeys(part for part in parts if part))


def lead_figure(spec: ServiceSpec, kind: FactKind) -> str:
    """The figure that most people meet: the one without condition, else «from» the least."""
    rows = [row for row in spec.facts if row.kind == kind]
    plain = next((row for row in rows if not row.condition), None)
    if plain is not None:
        return telling.amount(_as_figure(plain))
    known = [row for row in rows if row.value is not None and not (row.is_weak and kind == FactKind.FEE)]
    if not known:
        return _("以窗口公布为准") if rows else ""
    least = min(known, key=lambda row: row.value or Decimal(0))
    said = telling.quantity(least.value or Decimal(0), least.unit)
    return said if len(known) == 1 else _("%(amount)s起") % {"amount": said}


def group_headline(specs: Iterable[ServiceSpec]) -> str:
    """The headline of a group: that of its first item, or that some of it is done elsewhere."""
    own = list(specs)
    if not own:
        return ""
    return headline(own[0]) if own[0].is_local else _("部分须到黄冈办理")


def sections(spec: ServiceSpec) -> list[Section]:
    """All elements in the order of the national guide; an element with nothing to say is left out."""
    own: Mapping[GuideElement, tuple[str, tuple[Line, ...]]] = {
        GuideElement.SCOPE: (pick(spec.audience), ()),
        GuideElement.BASIS: ("", tuple(_basis(one) for one in spec.bases)),
        GuideElement.MATERIALS: ("", tuple(_material(one) for one in spec.requirements)),
        GuideElement.LIMITS: ("", _figures(spec, FactKind.LEGAL_LIMIT, FactKind.PROMISE)),
        GuideElement.FEES: ("", _figures(spec, FactKind.FEE)),
        GuideElement.RESULT: ("", _figures(spec, FactKind.VALIDITY, FactKind.STAY)),
        GuideElement.VISITS: (_visits(spec.visits), ()),
    }
    found = []
    for element in GuideElement:
        text, lines = own.get(element, ("", ()))
        words = spec.guide.get(element.value)
        found.append(Section(element.value, element.label, text or (pick(words) if words else ""), lines))
    return [section for section in found if section.text or section.lines]


def _visits(count: int) -> str:
    return ngettext("%(n)s 次", "%(n)s 次", count) % {"n": count}


def _basis(basis: BasisSpec) -> Line:
    english = (get_language() or "").startswith("en")
    articles = basis.articles.replace(",", ", " if english else "、")
    cited = _("第 %(articles)s 条") % {"articles": articles} if articles else ""
    title = pick(basis.title) if english else f"《{pick(basis.title)}》"
    return Line(title, " ・ ".join(part for part in (cited, basis.number) if part))


PROVIDED = {
    ProvidedBy.HALL: gettext_lazy("大厅现场办"),
    ProvidedBy.SHARED: gettext_lazy("我们来查，不用带"),
}


def _material(one: RequirementSpec) -> Line:
    tag = PROVIDED.get(ProvidedBy(one.provided_by), "")
    name = pick(one.name)
    title = f"{name}（{pick(one.when)}）" if one.when else name
    if one.when and (get_language() or "").startswith("en"):
        title = f"{name} ({pick(one.when)})"
    return Line(title, pick(one.how), str(tag))


def _figures(spec: ServiceSpec, *kinds: FactKind) -> tuple[Line, ...]:
    return tuple(_figure(row) for kind in kinds for row in spec.facts if row.kind == kind)


def _figure(row: FactSpec) -> Line:
    figure = _as_figure(row)
    said = telling.amount(figure)
    note = pick(row.text) if row.text and said != pick(row.text) else ""
    return Line(f"{FactKind(row.kind).label}　{said}", note, is_weak=row.is_weak)


def _as_figure(row: FactSpec) -> Figure:
    return Figure(row.kind, row.value, row.unit, (row.text,) if row.text else (), row.is_weak)
