"""A booking in words: who, what, what to bring; for the pages before and after the button."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from appointments.booking import rules
from appointments.booking.data import CheckedPerson
from appointments.booking.draft import Draft
from appointments.booking.enums import Pickup
from appointments.booking.forms import PersonForm
from appointments.booking.models import Booking
from appointments.catalogue import selectors as catalogue
from appointments.catalogue.plans import Plan, PlannedPerson
from wuxue_exit_entry.kernel import countries, identity, sentences
from wuxue_exit_entry.privacy import masks
from wuxue_exit_entry.ui import formats
from wuxue_exit_entry.ui.parts import Item, Row

Told = dict[str, Any]


@dataclass(frozen=True)
class PersonPart:
    """One person of the details page: heading, what for, form."""

    heading: str
    items: str
    form: PersonForm


@dataclass(frozen=True)
class PersonRows:
    """One person of the check page."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Bring:
    """What one person brings, and what need not be brought."""

    heading: str
    bring: tuple[Item, ...]
    rest: tuple[Item, ...]


def people_of(plan: Plan, forms: Sequence[PersonForm]) -> list[PersonPart]:
    """Return the parts of the details page."""
    return [
        PersonPart(_heading(n, len(forms)), _items_of(planned), form)
        for n, (planned, form) in enumerate(zip(plan.people, forms, strict=True))
    ]


def items_of(plan: Plan) -> str:
    """Return the items of a visit in one line."""
    return _joined(dict.fromkeys(name for person in plan.people for name in _names(person)))


def length_of(plan: Plan) -> str:
    """Return «2 人，约 25 分钟»."""
    people = len(plan.people)
    words = ngettext("%(people)s 人，约 %(minutes)s 分钟", "%(people)s 人，约 %(minutes)s 分钟", people)
    return words % {"people": people, "minutes": plan.minutes}


def rows_of(plan: Plan, people: Sequence[CheckedPerson]) -> list[PersonRows]:
    """Return what everybody typed, as it was understood, with a word on what was tidied up."""
    return [
        PersonRows(_heading(n, len(people)), tuple(_rows(planned, person)))
        for n, (planned, person) in enumerate(zip(plan.people, people, strict=True))
    ]


def _rows(planned: PlannedPerson, person: CheckedPerson) -> list[Row]:
    read, data = person.identity, person.data
    rows = [
        Row(_("事项"), _items_of(planned)),
        Row(_("姓名"), person.name, note=_cleaned(identity.clean_name(data.name).notes)),
        Row(sentences.KIND_LABELS[read.kind], read.grouped, note=_cleaned(read.notes)),
    ]
    if data.nationality:
        rows.append(Row(_("国籍（地区）"), _country(data.nationality)))
    if read.birth_date is None:
        rows.append(Row(_("出生日期"), date_format(person.birth_date)))
    if data.guardian_name or data.escort_name:
        rows.append(Row(_("陪同人"), data.guardian_name or data.escort_name))
    if read.kind == identity.IdKind.RESIDENT_ID:
        declared = pgettext("回答", "是") if data.declared_filed else pgettext("回答", "不是")
        rows.append(
            Row(_("登记备案国家工作人员"), declared, note=_("登记备案的，请带单位按人事管理权限出具的同意函。"))
        )
    return rows


def contact_rows(kept: Draft, plan: Plan) -> list[Row]:
    """Return how to reach and to hand out, as entered."""
    rows = [Row(_("手机号"), f"{kept.phone[:3]} {kept.phone[3:7]} {kept.phone[7:]}")]
    if rules.is_collected(plan.families):
        rows.append(Row(_("怎么取"), Pickup(kept.pickup).label, note=kept.address))
    return rows


def brought(told: Told) -> list[Bring]:
    """Return what to bring as it was told with the booking."""
    people = told.get("people", [])
    return [
        Bring(
            _heading(n, len(people)),
            tuple(_paper(paper) for paper in person.get("bring", [])),
            tuple(_rest(person)),
        )
        for n, person in enumerate(people)
    ]


def booked_items(told: Told) -> str:
    """Return the items of a booking as they were told."""
    return _joined(dict.fromkeys(item["name"] for person in told.get("people", []) for item in person["items"]))


def names_of(booking: Booking) -> str:
    """Return the people of a booking, masked."""
    return _joined(masks.mask_name(person.name) for person in booking.people.all())


def _paper(paper: Told) -> Item:
    notes = [paper.get("only_if", ""), paper.get("why", ""), paper.get("copies", "")]
    return Item(paper["name"], note=_joined(note for note in notes if note))


def _rest(person: Told) -> list[Item]:
    made = [Item(paper["name"], note=_("大厅现场做")) for paper in person.get("hall_makes", [])]
    shared = [
        Item(paper["name"], note=_("我们自己查：%(source)s") % {"source": (paper.get("source") or {}).get("name", "")})
        for paper in person.get("shared", [])
    ]
    return [*shared, *made]


def _items_of(planned: PlannedPerson) -> str:
    return _joined(_names(planned))


def _names(planned: PlannedPerson) -> list[str]:
    specs, language = catalogue.catalogue().services, get_language() or ""
    return [specs[item.service].name.pick(language) for item in planned.items if item.service in specs]


def _heading(n: int, people: int) -> str:
    return _("第 %(n)s 位") % {"n": n + 1} if people > 1 else ""


def _cleaned(notes: Sequence[Any]) -> str:
    return " ".join(str(sentence) for sentence in sentences.cleaned(notes))


def _country(alpha3: str) -> str:
    country = countries.table().get(alpha3)
    if country is None:
        return alpha3
    return country.en if formats.is_english() else country.zh


def _joined(words: Any) -> str:
    return (", " if formats.is_english() else "、").join(str(word) for word in words)
