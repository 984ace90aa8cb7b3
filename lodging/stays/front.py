"""What the desk's page shows: defaults of the next guest, what a scan fills in, tonight's guests with their clocks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foreigners.people import document_kinds, stay_until
from foreigners.people.stay_until import Facts, StayUntil
from lodging.hotels.models import Hotel
from lodging.stays import front_forms, rules, selectors
from lodging.stays import reading as reading_of
from lodging.stays.models import Stay
from wuxue_exit_entry.kernel import clock, countries, mrz
from wuxue_exit_entry.privacy import masks


@dataclass(frozen=True)
class Line:
    """One of tonight's guests."""

    stay: Stay
    name: str
    country: str
    number: str
    state: str
    left: str


def defaults(hotel: Hotel, *, group: bool) -> dict[str, str]:
    """Return what the next guest most likely is; one of a group shares what the last guest had."""
    now = clock.local(clock.now())
    plain = {"client_ref": str(uuid4()), "stay_date": now.strftime("%Y-%m-%d %H:%M"), "document_type": "passport"}
    plain["planned_leave"] = (now.date() + timedelta(days=1)).isoformat()
    shared = selectors.last_of_group(hotel) if group else {}
    return plain | {name: _written(value) for name, value in shared.items() if value}


def scanned(typed: Mapping[str, str]) -> tuple[dict[str, str], list[tuple[str, str]], bool]:
    """Return the form as it is after a scan, what there is to say about it, and whether it was read."""
    reading = mrz.parse(typed.get("mrz", ""), today=clock.today())
    kept = {name: str(typed.get(name) or "") for name in ("client_ref", *front_forms.SHOWN)}
    found = reading.document
    if found is None or found.is_visa:
        return kept, _said(reading), False
    read = {
        "surname": found.surname,
        "given_name": found.given_names,
        "nationality": country(found.nationality),
        "document_number": found.number,
        "birth_date": found.birth_date.isoformat() if found.birth_date else "",
        "sex": found.sex_code if found.sex_code != "0" else "",
        "document_expiry": found.expiry_date.isoformat() if found.expiry_date else "",
        "document_type": found.kind.value if found.kind != mrz.Kind.OTHER else kept["document_type"],
    }
    return kept | read, _said(reading), True


def until(typed: Mapping[str, str]) -> StayUntil | None:
    """Return until when somebody may stay, when kind and entry say so."""
    kind = document_kinds.visa_kinds().get(typed.get("visa_type", ""))
    if kind is None or not kind.basis:
        return None
    days = typed.get("permitted_days", "").strip()
    facts = Facts(
        entered_on=reading_of.day(typed.get("entry_date", "")),
        days=int(days) if days.isascii() and days.isdigit() and len(days) < 5 else None,
        leaves_on=reading_of.day(typed.get("planned_leave", "")),
        printed_until=reading_of.day(typed.get("stay_until", "")),
        today=clock.today(),
    )
    return stay_until.stay_until(kind.basis, facts)


def _said(reading: mrz.Reading) -> list[tuple[str, str]]:
    lines = [("warn" if one.severity != mrz.Severity.INFO else "ok", str(one.sentence)) for one in reading.problems]
    return lines or [("ok", f"{_('校验位全部正确。')}{mrz.NAMES_UNCHECKED}")]


def country(code: str) -> str:
    """Return a country as the field shows it, name and letters."""
    row = countries.table().get(code)
    return f"{_name(row)} {row.alpha3}" if row else code


def country_options() -> list[tuple[str, str]]:
    """Return what the field of the nationality offers: value, and what else it is found by."""
    return [(f"{_name(row)} {row.alpha3}", f"{row.zh} {row.en} {row.pinyin}") for row in countries.table().values()]


def lines(hotel: Hotel) -> list[Line]:
    """Return tonight's guests, those with something left to do first, the shortest time first."""
    now = clock.now()
    made = [_line(stay, now) for stay in selectors.tonight(hotel)]
    return sorted(made, key=lambda line: (not line.left, line.left or "", line.stay.room))


def as_form(stay: Stay, written: Mapping[str, str]) -> dict[str, str]:
    """Return a stay as the form shows it for correcting."""
    shown = {**written, "client_ref": str(stay.client_ref), "nationality": country(stay.nationality)}
    return shown | {"stay_date": clock.local(stay.stay_date).strftime("%Y-%m-%d %H:%M")}


def _line(stay: Stay, now: datetime) -> Line:
    due = rules.deadline(stay.stay_date, timedelta(seconds=stay.stopped_seconds))
    open_ = bool(stay.missing) and due > now
    return Line(
        stay=stay,
        name=stay.name_zh or f"{stay.surname} {stay.given_name}".strip(),
        country=_name(row) if (row := countries.table().get(stay.nationality)) else "",
        number=masks.mask_number(stay.document_number) if stay.document_number else "",
        state=stay.status,
        left=_span(due - now) if open_ else "",
    )


def _span(left: timedelta) -> str:
    minutes = int(left.total_seconds()) // 60
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _name(row: countries.Country) -> str:
    return row.en if (get_language() or "").startswith("en") else row.zh


def _written(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
