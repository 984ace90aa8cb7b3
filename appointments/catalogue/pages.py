"""What the public pages hand to their components: told lists as parts, and the links between the questions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from appointments.catalogue import guide, plans, rules
from appointments.catalogue.asking import questions_url
from appointments.catalogue.enums import Decision, FactKind, Family, Unit
from appointments.catalogue.specs import Catalogue, Plan, ServiceSpec
from wuxue_exit_entry.ui import formats
from wuxue_exit_entry.ui.parts import Fact, Item, Row

# -- list and home ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ListedGroup:
    """A heading of the service list with its links."""

    slug: str
    label: Any
    items: tuple[Item, ...]


def home_rows(catalogue: Catalogue, grounds: int) -> list[Item]:
    """The groups as the home page lists them, urgent cases last."""
    found = []
    for group in guide.GROUPS[:5]:
        specs = guide.of_group(catalogue, group)
        url = f"{reverse('catalogue:service-list')}#{group.slug}"
        found.append(Item(title=group.label, note=guide.group_headline(specs), url=url))
    cases = ngettext("%(n)s 种情形", "%(n)s 种情形", grounds) % {"n": grounds}
    return [*found, Item(title=_("急事急办（绿色通道）"), note=cases, url=reverse("catalogue:urgent"))]


def listed_groups(catalogue: Catalogue, *, query: Mapping[str, Any] | None = None) -> list[ListedGroup]:
    """Every item by group; with a query the links go straight to the questions."""
    return [
        ListedGroup(
            group.slug,
            group.label,
            tuple(_listed(spec, query) for spec in guide.of_group(catalogue, group)),
        )
        for group in guide.GROUPS
    ]


def _listed(spec: ServiceSpec, query: Mapping[str, Any] | None) -> Item:
    note = guide.headline(spec)
    title = guide.pick(spec.name)
    if query is None:
        return Item(title=title, note=note, url=reverse("catalogue:service", args=[spec.code]))
    return Item(title=title, note=note, url=questions_url(spec.code, query))


def addable(catalogue: Catalogue, plan: Plan, person: int) -> Catalogue:
    """The items that may still be put into the visit of a person, in the same kind of window."""
    items = plan.people[person].items if person < len(plan.people) else ()
    held = {catalogue.services[item.service].family for item in items}
    fits = {
        code: spec
        for code, spec in catalogue.services.items()
        if spec.is_active
        and spec.is_local
        and spec.family not in held
        and rules.visit_lane([plan.lane, spec.lane]) is not None
    }
    return Catalogue(fits, catalogue.sources)


def companions(catalogue: Catalogue, plan: Plan) -> list[Item]:
    """What people often take along with what the first person has: an endorsement with the permit."""
    wanted = {Family.HK_MACAO.value: Family.HK_MACAO_ENDORSEMENT.value, Family.TAIWAN.value: Family.TAIWAN_ENDORSEMENT}
    held = {catalogue.services[item.service].family for item in plan.people[0].items}
    missing = {wanted[family] for family in held if family in wanted} - held
    query = {"plan": plans.sign(plan), "person": 1}
    return [
        Item(title=guide.pick(spec.name), note=guide.headline(spec), url=questions_url(spec.code, query))
        for spec in addable(catalogue, plan, 0).services.values()
        if spec.family in missing and spec.is_popular
    ]


# -- the list --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PersonList:
    """One person's part of the checklist page."""

    number: int
    names: str
    bring: list[Item]
    not_needed: list[Item]
    facts: list["ItemFacts"]
    notices: list[dict[str, Any]]
    stopped: list[dict[str, Any]]
    answers: list["ItemAnswers"]
    add_url: str


@dataclass(frozen=True)
class ItemFacts:
    """The large figures of one item and the line under them."""

    name: str
    figures: list[Fact]
    note: str


@dataclass(frozen=True)
class ItemAnswers:
    """What was answered for one item, each with the way back, and the way to leave the item out."""

    name: str
    rows: list[Row]
    remove_url: str


def person_lists(plan: Plan, told: Mapping[str, Any]) -> list[PersonList]:
    """The page's parts for everybody in the plan."""
    token = plans.sign(plan)
    return [_person_list(plan, token, number, person) for number, person in enumerate(told["people"])]


def _person_list(plan: Plan, token: str, number: int, person: Mapping[str, Any]) -> PersonList:
    items = person["items"]
    return PersonList(
        number=number + 1,
        names=("、" if not _english() else ", ").join(item["name"] for item in items),
        bring=[_bring(paper) for paper in person["bring"]],
        not_needed=[*map(_shared, person["shared"]), *map(_made, person["hall_makes"])],
        facts=[_facts(item) for item in items if item["decision"] in (Decision.BOOKABLE, Decision.ON_SITE_ONLY)],
        notices=person["notices"],
        stopped=[
            {**item, "remove_url": _without(plan, number, place)}
            for place, item in enumerate(items)
            if item["decision"] != Decision.BOOKABLE
        ],
        answers=[_answers(plan, token, number, place, item) for place, item in enumerate(items)],
        add_url=f"{reverse('catalogue:add')}?{urlencode({'plan': token, 'person': number + 1})}",
    )


def _bring(paper: Mapping[str, Any]) -> Item:
    said = [paper["why"], paper["how"], paper["copies"]]
    if paper["source_is_down"]:
        said.insert(0, _("数据共享暂时中断，这次请带来"))
    note = _joined(part for part in said if part)
    tag = _("数据中断") if paper["source_is_down"] else paper["only_if"]
    return Item(title=paper["name"], note=note, tag=tag, tone="warn" if paper["source_is_down"] else "info")


def _shared(paper: Mapping[str, Any]) -> Item:
    source = paper["source"]
    checked = source["last_success_at"]
    at = formats.daytime(datetime.fromisoformat(checked)) if checked else ""
    note = _("%(source)s，%(at)s 可用") % {"source": source["name"], "at": at} if at else source["name"]
    return Item(title=paper["name"], note=note)


def _made(paper: Mapping[str, Any]) -> Item:
    return Item(title=paper["name"], note=paper["how"])


def _joined(parts: Iterable[str]) -> str:
    """Sentences one after the other; a part without its full stop gets one."""
    stop, gap = (".", " ") if _english() else ("。", "")
    return gap.join(part if part.endswith((".", "。")) else part + stop for part in parts)


def _facts(item: Mapping[str, Any]) -> ItemFacts:
    figures = item["figures"]
    large = [
        Fact(value=_value(one), label=one["label"])
        for kind in (FactKind.FEE, FactKind.PROMISE)
        if (one := figures.get(kind))
    ]
    noted = [said for kind in (FactKind.FEE, FactKind.PROMISE) if (one := figures.get(kind)) and (said := _remark(one))]
    rest = [
        f"{one['label']}{_colon()}{one['text']}{_case(one)}"
        for kind in (FactKind.LEGAL_LIMIT, FactKind.VALIDITY, FactKind.STAY)
        if (one := figures.get(kind))
    ]
    return ItemFacts(item["name"], large, _joined([*noted, *rest, _at_window(item["minutes"])]))


def total_facts(told: Mapping[str, Any]) -> list[Fact]:
    """Fee and minutes of the whole visit."""
    fee = told["fee"]
    return [Fact(value=_value(fee), label=_("一共"), weak=not fee["is_known"]), _minutes(told["minutes"])]


def _minutes(count: int) -> Fact:
    said = ngettext("约 %(n)s 分钟", "约 %(n)s 分钟", count) % {"n": count}
    return Fact(value=said, label=_("在窗口的时间"))


def _at_window(count: int) -> str:
    said = _minutes(count)
    return f"{said.label}{_colon()}{said.value}"


def _value(one: Mapping[str, Any]) -> str:
    """The large figure; where there is none, a short word, because «以窗口公布为准» stands below it."""
    text: str = one["text"]
    return _("待核实") if one["value"] is None and one["unit"] != Unit.TEXT else text


def _notes(one: Mapping[str, Any]) -> list[str]:
    return [note for note in one["notes"] if note != one["text"]]


def _remark(one: Mapping[str, Any]) -> str:
    """What stands in small print about a large figure."""
    weak = one["is_weak"] or not one["is_known"]
    said = [*_notes(one), *([_("以窗口公布为准，可问 12367")] if weak else [])]
    return f"{one['label']}{_colon()}{('; ' if _english() else '；').join(said)}" if said else ""


def _case(one: Mapping[str, Any]) -> str:
    notes = _notes(one)
    if not notes:
        return ""
    return f" ({', '.join(notes)})" if _english() else f"（{'，'.join(notes)}）"


def _answers(plan: Plan, token: str, number: int, place: int, item: Mapping[str, Any]) -> ItemAnswers:
    carried = {"plan": token, "person": number + 1, "item": place + 1}
    rows: list[Row] = []
    before: dict[str, Any] = {}
    for one in item["answers"]:
        rows.append(Row(one["question"], one["answer"], questions_url(item["code"], {**carried, **before})))
        before[one["fact"]] = one["value"]
    return ItemAnswers(item["name"], rows, _without(plan, number, place))


def _without(plan: Plan, number: int, place: int) -> str:
    left = plans.without_item(plan, person=number, position=place)
    if left is None:
        return reverse("catalogue:service-list")
    return f"{reverse('catalogue:checklist')}?{urlencode({'plan': plans.sign(left)})}"


def _english() -> bool:
    return (get_language() or "").startswith("en")


def _colon() -> str:
    return ": " if _english() else "："
