"""One validator for form, file and API: what was written becomes values and remarks. Pure; knows no database.

No rule stops a check-in: a name, a number or the reason for none, and the check-in time are enough; all else warns
(a report that is timely and incomplete is better than none: 出境入境管理法 39).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from foreigners.people import document_kinds, purposes
from lodging.stays import fields, keys, reading
from wuxue_exit_entry.kernel import countries, identity
from wuxue_exit_entry.kernel.identity import Identity
from wuxue_exit_entry.kernel.text import clean_text, compact, to_half_width
from wuxue_exit_entry.privacy import masks

AHEAD = timedelta(hours=2)  # a clock may be ahead of ours by so much
LONGEST = timedelta(days=365)
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff·*]")
_NAME_SIGNS = re.compile(r"[A-Z ,.\-/'?*]*")
_BRACKETS = re.compile(r"\s*[(\[（【][^)\]）】]*[)\]）】]\s*")
_LOOK_ALIKE = str.maketrans("АВЕКМНОРСТУХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEKMHOPCTYXIJSABEZHIKMNOPTYX")
_NUMBER = re.compile(r"[A-Za-z]{0,3}\d{6,}")  # a passport may be digits alone
_KANA = re.compile("[\u3041-\u30ff\uff66-\uff9f]")
_REGIONS = {"HKG": "hong_kong", "MAC": "macao", "TWN": "taiwan"}
_BY_DOCUMENT = {
    "hk_macao_permit": "hong_kong", "taiwan_permit": "taiwan", "taiwan_permit_single": "taiwan",
    "hk_passport": "hong_kong", "macao_passport": "macao", "cn_passport": "overseas_chinese",
}  # fmt: skip
_STATELESS = ("XXA", "XXB", "XXC")
_LETTERS = {"H": "hong_kong", "M": "macao", "T": "taiwan", "F": "foreigner", "R": "overseas_chinese"}
CATEGORIES = ("foreigner", "stateless", "hong_kong", "macao", "taiwan", "overseas_chinese")
FROM_ABROAD = ("foreigner", "stateless")
_FREE_TEXT = (
    "entry_port", "occupation", "birth_place", "home_address", "phone", "came_from", "goes_to", "received_by", "room",
    "group", "remark", "no_number_reason", "visa_number",
)  # fmt: skip


@dataclass(frozen=True)
class Remark:
    """One thing said about one field: the code, the value it speaks of, and what would mend it."""

    code: str
    field: str
    value: str = ""
    fix: str = ""


@dataclass
class Judged:
    """Values by model field, and what was said about them; `errors` are codes that reject."""

    today: date
    values: dict[str, Any] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def say(self, code: str, on: str, value: str = "", fix: str = "") -> None:
        """Add a remark."""
        self.remarks.append(Remark(code, on, value, fix))

    def lacks(self, on: str) -> None:
        """Note what a timely first report still has to be completed with."""
        self.missing.append(on)
        self.say(f"{on}_missing", on)


def judge(given: Mapping[str, Any], *, now: datetime, loose: bool = False) -> Judged:
    """Judge one record as it was written; `loose` reads moments as tables contain them."""
    judged = Judged(now.astimezone(reading.SHANGHAI).date())
    if not isinstance(given, Mapping):
        judged.say("not_an_object", "")
        return judged
    for key in given:
        if key not in fields.BY_KEY and key != fields.REFERENCE:
            judged.say("unknown_field", "", str(key)[:40])
    texts = {key: _text(judged, key, given.get(key)) for key in fields.BY_KEY}
    _read_times(judged, given, now=now, loose=loose)
    for check in _CHECKS:
        check(judged, texts)
    return judged


def _text(judged: Judged, key: str, value: Any) -> str:
    cleaned = clean_text(reading.text(value))
    if cleaned.notes:
        judged.say("cleaned", key)
    return cleaned.value


# -- names -----------------------------------------------------------------------------------------------------------
def _names(judged: Judged, texts: Mapping[str, str]) -> None:
    surname, given_name = (_latin(judged, key, texts[key]) for key in ("surname", "given_name"))
    if given_name and not surname:
        judged.say("name_order", "given_name")
        surname, given_name = given_name, ""
    chinese = _chinese(judged, texts["name_zh"])
    if _HAN.match(surname) and not chinese:  # a Chinese name in the wrong column
        chinese, surname, given_name = _chinese(judged, surname + given_name), "", ""
    judged.values |= {"surname": surname, "given_name": given_name, "name_zh": chinese}
    if not surname and not chinese:
        judged.say("name_missing", "surname")


def _latin(judged: Judged, key: str, written: str) -> str:
    plain = " ".join(to_half_width(written, set()).upper().split())
    if plain != written:
        judged.say("name_normalised", key, fix=plain)
    bare = _BRACKETS.sub(" ", plain).strip()
    if bare != plain:
        judged.say("name_brackets", key, fix=bare)
    latin = bare.translate(_LOOK_ALIKE)
    if latin != bare:
        judged.say("name_homoglyph", key, bare, latin)
    if not _NAME_SIGNS.fullmatch(latin) and not _HAN.match(latin):
        judged.say("name_signs", key, latin)
    return _fitting_name(judged, key, latin)


def _fitting_name(judged: Judged, key: str, name: str) -> str:
    longest = fields.BY_KEY[key].length
    if len(name) <= longest:
        return name
    judged.say("name_too_long", key)
    judged.values["remark"] = name[: fields.BY_KEY["remark"].length]
    return name[: longest - 1] + "?"


def _chinese(judged: Judged, written: str) -> str:
    joined = "".join(written.split())
    if joined != written:
        judged.say("name_zh_spaces", "name_zh")
    readable = _KANA.sub("*", joined)
    if readable != joined:
        judged.say("name_kana", "name_zh", fix=readable)
    return readable[: fields.BY_KEY["name_zh"].length]


# -- person ----------------------------------------------------------------------------------------------------------
def _person(judged: Judged, texts: Mapping[str, str]) -> None:
    _sex(judged, texts["sex"])
    _birth(judged, texts["birth_date"])
    judged.values["nationality"] = _country(judged, "nationality", texts["nationality"], "nationality_unknown")
    if not texts["nationality"]:
        judged.lacks("nationality")


def _sex(judged: Judged, written: str) -> None:
    judged.values["sex"] = reading.sex(written) or "0"
    if not written:
        judged.lacks("sex")
    elif not reading.sex(written):
        judged.say("sex_unknown", "sex", written)


def _birth(judged: Judged, written: str) -> None:
    born = reading.birth_date(written)
    judged.values["birth_date"] = born
    if not written:
        judged.lacks("birth_date")
    elif serial := reading.serial_day(written):
        judged.say("birth_date_serial", "birth_date", written, serial.isoformat())
    elif not born:
        judged.say("birth_date_unreadable", "birth_date", written)
    elif not born[:4] >= "1900" or born > _stay_day(judged).isoformat():
        judged.say("birth_date_range", "birth_date", born)


def _country(judged: Judged, key: str, written: str, code: str) -> str:
    if not written:
        return ""
    found = countries.find(written) or countries.find(written.rpartition(" ")[2])  # «俄罗斯 RUS», as our lists write it
    if not found:
        judged.say(code, key, written)
    return found


# -- document --------------------------------------------------------------------------------------------------------
def _document(judged: Judged, texts: Mapping[str, str]) -> None:
    kind = keys.document_key(texts["document_type"])
    if not texts["document_type"]:
        judged.lacks("document_type")
    elif not kind:
        judged.say("document_type_unknown", "document_type", texts["document_type"])
    judged.values["document_type"] = kind
    judged.values["document_issuer"] = _country(judged, "document_issuer", texts["document_issuer"], "issuer_unknown")
    _number(judged, texts, kind)
    expiry = _day(judged, "document_expiry", texts["document_expiry"])
    if expiry and expiry < _stay_day(judged):
        judged.say("document_expired", "document_expiry", expiry.isoformat())


def _number(judged: Judged, texts: Mapping[str, str], kind: str) -> None:
    written, reason = texts["document_number"], texts["no_number_reason"]
    number = compact(written, set())
    latin = number.translate(_LOOK_ALIKE)
    if latin != number:
        judged.say("document_number_signs", "document_number", fix=latin)
    if number != written:
        judged.say("document_number_cleaned", "document_number")
    longest = fields.BY_KEY["document_number"].length
    if len(latin) > longest:
        judged.say("too_long", "document_number", str(longest))
    judged.values |= {"document_number": latin[:longest], "document_raw": written[:60], "document_key": latin[:longest]}
    if not latin:
        judged.say("document_number_later" if reason else "number_missing", "document_number", reason)
    elif kind:
        _checked_number(judged, kind, latin)


def _checked_number(judged: Judged, kind: str, number: str) -> None:
    found = document_kinds.check_number(kind, number, today=_stay_day(judged))
    judged.values |= {"document_number": found.number, "document_key": found.key}
    if not found.is_sound:
        judged.say("document_number_form", "document_number", masks.mask_number(number), str(found.sentence))
    elif found.identity:
        _compare(judged, found.identity)


def _compare(judged: Judged, printed: Identity) -> None:
    for differs in identity.contradictions(printed, **_stated(judged)):
        if differs.code == "birth_differs":
            judged.say("birth_date_differs", "birth_date", fix=str(printed.birth_date or ""))
        elif differs.code in ("nationality_differs", "region_differs"):
            judged.say("nationality_differs", "nationality", fix=printed.nationality or printed.region)


def _stated(judged: Judged) -> dict[str, Any]:
    born = judged.values["birth_date"]
    whole = date.fromisoformat(born) if len(born) == 10 else None
    return {"birth_date": whole, "nationality": judged.values["nationality"]}


def _category(judged: Judged, texts: Mapping[str, str]) -> None:
    written, nationality = texts["category"], judged.values["nationality"]
    category = _LETTERS.get(written.upper(), written)
    if category not in CATEGORIES:
        if written:
            judged.say("category_unknown", "category", written)
        by_number = {"H": "hong_kong", "M": "macao"}.get(judged.values["document_number"][:1])
        document = judged.values["document_type"]
        category = (
            _REGIONS.get(nationality)
            or (by_number if document == "hk_macao_permit" else None)
            or _BY_DOCUMENT.get(document)
            or ("stateless" if nationality in _STATELESS else "foreigner")
        )
    judged.values["category"] = category
    if category not in FROM_ABROAD and not judged.values["name_zh"]:
        judged.missing.append("name_zh")
        judged.say("name_zh_missing", "name_zh")


# -- entry and permission to stay ------------------------------------------------------------------------------------
def _permission(judged: Judged, texts: Mapping[str, str]) -> None:
    abroad = judged.values["category"] in FROM_ABROAD
    kind = keys.visa_key(texts["visa_type"])
    judged.values["visa_type"] = kind
    if texts["visa_type"] and not kind:
        judged.say("visa_type_unknown", "visa_type", texts["visa_type"])
    _day(judged, "visa_expiry", texts["visa_expiry"])
    entry = _day(judged, "entry_date", texts["entry_date"])
    until = _day(judged, "stay_until", texts["stay_until"])
    if abroad:
        _needed(judged, texts, entry, until)
    if entry and entry > _stay_day(judged):
        judged.say("entry_date_after_stay", "entry_date")
    if entry and entry.isoformat() < judged.values["birth_date"]:
        judged.say("entry_date_before_birth", "entry_date")
    if until and until < _stay_day(judged):
        judged.say("stay_until_passed", "stay_until")
    if kind in ("visa_J1_press", "visa_J2_press", "permit_press"):
        judged.say("journalist", "visa_type")


def _needed(judged: Judged, texts: Mapping[str, str], entry: date | None, until: date | None) -> None:
    resident = judged.values["document_type"] == "pr_card"
    if entry is None and not texts["entry_date"] and not resident:
        judged.lacks("entry_date")
    if until is None and not texts["stay_until"] and not resident:
        judged.lacks("stay_until")
    purpose = purposes.purpose_key(texts["purpose"])
    judged.values["purpose"] = purpose
    if not texts["purpose"]:
        judged.lacks("purpose")
    elif not purpose:
        judged.say("purpose_unknown", "purpose", texts["purpose"])


def _day(judged: Judged, key: str, written: str) -> date | None:
    value = reading.day(written)
    judged.values[key] = value
    if written and value is None:
        judged.say(f"{key}_unreadable", key, written)
    return value


# -- the stay --------------------------------------------------------------------------------------------------------
def _read_times(judged: Judged, given: Mapping[str, Any], *, now: datetime, loose: bool) -> None:
    written = given.get("stay_date")
    moment = reading.moment(written, loose=loose)
    judged.values["stay_date"] = moment.value
    if moment.value is None:
        code = {"": "stay_date_missing"}.get(reading.text(written)) or (
            "stay_date_without_time" if moment.problem == "time" else "stay_date_unreadable"
        )
        judged.say(code, "stay_date", reading.text(written)[:40])
    elif moment.value > now + AHEAD:
        judged.say("stay_date_future", "stay_date", reading.text(written)[:40])
    elif moment.value > now:
        ahead = -(-(moment.value - now) // timedelta(minutes=1))
        judged.say("clock_ahead", "stay_date", str(ahead))
        judged.values["stay_date"] = now
    _read_leave(judged, given.get("leave_date"), loose=loose)


def _read_leave(judged: Judged, written: Any, *, loose: bool) -> None:
    left = reading.moment(written, loose=loose).value
    judged.values["leave_date"] = left
    if reading.text(written) and left is None:
        judged.say("leave_date_unreadable", "leave_date", reading.text(written)[:40])
    elif left and judged.values["stay_date"] and left < judged.values["stay_date"]:
        judged.say("leave_before_stay", "leave_date")


def _stay(judged: Judged, texts: Mapping[str, str]) -> None:
    leaves = _day(judged, "planned_leave", texts["planned_leave"])
    arrived = _stay_day(judged)
    if leaves and leaves < arrived:
        judged.say("planned_leave_before_stay", "planned_leave")
    elif leaves and leaves - arrived > LONGEST:
        judged.say("stay_long", "planned_leave", str((leaves - arrived).days))
    if leaves and judged.values["stay_until"] and leaves > judged.values["stay_until"] >= arrived:
        judged.say("planned_leave_after_permission", "planned_leave")
    if not texts["room"]:
        judged.lacks("room")


def _free_texts(judged: Judged, texts: Mapping[str, str]) -> None:
    for key in _FREE_TEXT:
        longest = fields.BY_KEY[key].length
        if len(texts[key]) > longest:
            judged.say("too_long", key, str(longest))
        judged.values.setdefault(key, "")
        judged.values[key] = _without_numbers(key, texts[key][:longest]) or judged.values[key]


def _without_numbers(key: str, text: str) -> str:
    """Free text is stored readable, so numbers that somebody writes into it are masked; sealed items stay whole."""
    if fields.BY_KEY[key].sealed or not text:
        return text
    return _NUMBER.sub(lambda found: masks.mask_number(found[0]), masks.mask_text(text))


def _stay_day(judged: Judged) -> date:
    moment = judged.values["stay_date"]
    return moment.astimezone(reading.SHANGHAI).date() if moment else judged.today


_CHECKS: tuple[Callable[[Judged, Mapping[str, str]], None], ...] = (
    _names,
    _person,
    _document,
    _category,
    _permission,
    _stay,
    _free_texts,
)
