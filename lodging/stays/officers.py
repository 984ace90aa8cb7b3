"""What the officers' pages of stays show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from foreigners.people import document_kinds, purposes
from lodging.stays import fields, selectors
from lodging.stays.enums import DelayGrade, StayStatus
from lodging.stays.models import Stay
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.kernel import clock, countries
from wuxue_exit_entry.kernel.text import compact
from wuxue_exit_entry.privacy import masks
from wuxue_exit_entry.ui import history
from wuxue_exit_entry.ui.history import Version

SHOWS = (("house", "在住"), ("week", "七天内"), ("open", "待补"), ("late", "晚报"))
_PER_PAGE = 50


@dataclass(frozen=True)
class Row:
    """One stay of the list."""

    stay: Stay
    name: str
    country: str
    number: str
    delay_grade: str


@dataclass(frozen=True)
class Listed:
    """The list with what was asked for and the numbers of its filters."""

    rows: list[Row]
    page: Page[Stay]
    show: str
    typed: str
    counts: list[tuple[str, str, int]]


@dataclass(frozen=True)
class Detail:
    """One stay in words."""

    stay: Stay
    row: Row
    facts: list[tuple[str, str]]
    versions: list[Version]


def listed(actor: Actor, asked: Mapping[str, str], typed: str) -> Listed:
    """Return the stays that `actor` may see, by filter or search."""
    show = asked.get("show", "house") if asked.get("show") in dict(SHOWS) else "house"
    seen = selectors.stays_visible_to(actor)
    chosen = _searched(seen, typed) if typed else _filtered(seen, show)
    page = Paginator(chosen.order_by("-stay_date", "-pk"), _PER_PAGE).get_page(asked.get("page"))
    counts = [(code, label, _filtered(seen, code).count()) for code, label in SHOWS]
    return Listed([_row(stay) for stay in page], page, "" if typed else show, typed, counts)


def detail(actor: Actor, public_id: str) -> Detail:
    """Return one stay.

    Raises NotFound.
    """
    stay = selectors.stay_named(actor, public_id)
    shown = {key: history.Field(str(one.label), _writer(one)) for key, one in fields.BY_KEY.items()}
    facts = [(str(one.label), _written(stay, one)) for one in fields.FIELDS if getattr(stay, one.key)]
    return Detail(stay, _row(stay), facts, history.versions(list(stay.history.all()), shown))


def stays_of_person(actor: Actor, public_id: str) -> list[Row]:
    """Return the stays of a person that `actor` may see, the newest first."""
    stays = selectors.stays_visible_to(actor).filter(person__public_id=public_id).order_by("-stay_date")
    return [_row(stay) for stay in stays[:200]]


def _filtered(seen: QuerySet[Stay], show: str) -> QuerySet[Stay]:
    live = seen.exclude(status=StayStatus.CANCELLED)
    week = live.filter(stay_date__gte=clock.now() - timedelta(days=7))
    return {
        "house": live.filter(status=StayStatus.IN_HOUSE),
        "week": week,
        "open": live.exclude(missing=[]),
        "late": live.filter(delay_grade__gt=DelayGrade.IN_TIME, stay_date__gte=clock.now() - timedelta(days=31)),
    }[show]


def _searched(seen: QuerySet[Stay], typed: str) -> QuerySet[Stay]:
    number = compact(typed, set())
    wanted = Q(document_number=number) | Q(room=typed) | Q(name_zh__contains=typed)
    words = Q()
    for word in typed.upper().split():
        words &= Q(surname__contains=word) | Q(given_name__contains=word)
    return seen.filter(wanted | words)


def _row(stay: Stay) -> Row:
    country = countries.table().get(stay.nationality)
    return Row(
        stay=stay,
        name=stay.name_zh or f"{stay.surname} {stay.given_name}".strip(),
        country=country.zh if country else "",
        number=masks.mask_number(stay.document_number) if stay.document_number else "",
        delay_grade=str(DelayGrade(stay.delay_grade).label),
    )


def _written(stay: Stay, one: fields.Field) -> str:
    return _writer(one)(getattr(stay, one.key))


def _writer(one: fields.Field) -> Any:
    tables: dict[str, Any] = {
        "document_type": lambda key: str(document_kinds.document_kinds()[key].label),
        "visa_type": lambda key: str(document_kinds.visa_kinds()[key].label),
        "purpose": lambda key: str(purposes.purposes()[key]),
        "nationality": lambda key: countries.table()[key].zh,
        "document_issuer": lambda key: countries.table()[key].zh,
        "sex": lambda key: {"1": "男", "2": "女"}.get(key, "未说明"),
        "phone": masks.mask_phone,
        "stay_date": lambda at: clock.local(at).strftime("%Y-%m-%d %H:%M"),
        "leave_date": lambda at: clock.local(at).strftime("%Y-%m-%d %H:%M"),
    }
    return tables.get(one.key) or (masks.mask_number if one.sealed else str)
