"""From the characters of a zone to its fields."""

import re
from datetime import date

from wuxue_exit_entry.kernel import clock, countries
from wuxue_exit_entry.kernel.identity.values import Sex
from wuxue_exit_entry.kernel.mrz import checks, cleaning, dates
from wuxue_exit_entry.kernel.mrz.layout import CODE, ISSUER, Form, Layout
from wuxue_exit_entry.kernel.mrz.values import Document, Kind, Problem, Reading, Severity

_SEXES: dict[str, Sex | None] = {"M": Sex.MALE, "F": Sex.FEMALE, "<": None}
_FIRST_LETTERS = {Form.TD3: "P", Form.MRV_A: "V", Form.MRV_B: "V", Form.TD1: "ACIP", Form.TD2: "ACIP"}
# Passports of the special regions have issuer and nationality CHN: the number tells them apart.
_CHINESE_SERIES = (
    (re.compile(r"[HK][A-Z0-9][0-9]{7}"), Kind.HK_PASSPORT),
    (re.compile(r"M[A-Z0-9][0-9]{7}"), Kind.MACAO_PASSPORT),
)
_CHINESE_PERMITS = (
    (re.compile(r"[HM][0-9]{8}(?:[0-9]{2})?"), frozenset({"C", "CR"}), Kind.HK_MACAO_PERMIT),
    (re.compile(r"[0-9]{8}(?:[0-9]{2})?"), frozenset({"C", "CT"}), Kind.TAIWAN_PERMIT),
)
_DIGIT_IN_NAME = re.compile(r"[0-9]")


def parse(text: str, *, today: date | None = None) -> Reading:
    """Read a zone from one to three lines as scanned or pasted; never raises."""
    found: list[Problem] = []
    zone = cleaning.zone_of(text, found)
    if zone is None:
        return Reading(None, tuple(found))
    return Reading(_document(zone, today or clock.today(), found), tuple(found))


def _document(zone: cleaning.Zone, today: date, found: list[Problem]) -> Document:
    layout = zone.layout
    text, number, taken = checks.verified(zone, found)
    code, issuer = text[CODE].rstrip("<"), text[ISSUER].rstrip("<")
    nationality_code = text[slice(*layout.nationality)].rstrip("<")
    surname, given_names, may_be_cut = _names(text, layout, found)
    birth_printed, birth_dates = _birth(text, layout, today, found)
    expiry_printed, expiry_date = _expiry(text, layout, today, found)
    optional = text[layout.optional.start + taken : layout.optional.stop]
    return Document(
        form=layout.form,
        code=code,
        issuer=issuer,
        issuer_alpha3=_country(issuer, "issuer", layout, ISSUER.start, found),
        surname=surname,
        given_names=given_names,
        name_may_be_cut=may_be_cut,
        number=number,
        nationality_code=nationality_code,
        nationality=_country(nationality_code, "nationality", layout, layout.nationality.start, found),
        birth_printed=birth_printed,
        birth_dates=birth_dates,
        sex=_sex(text, layout, found),
        expiry_printed=expiry_printed,
        expiry_date=expiry_date,
        optional=(optional[1:] if taken else optional).rstrip("<"),
        optional_2=text[slice(*layout.optional_2)].rstrip("<"),
        kind=_kind(layout, code, issuer, number, found),
        text=text,
    )


def _names(text: str, layout: Layout, found: list[Problem]) -> tuple[str, str, bool]:
    """Surname and given names; nothing checks them. A letter in the last position may be the mark of a cut."""
    start, stop = layout.names
    printed = text[start:stop]
    surname, _, given = printed.partition("<<") if printed[0] != "<" else ("", "", printed)
    surname, given = " ".join(surname.split("<")).strip(), " ".join([part for part in given.split("<") if part])
    if not surname:
        surname, given = given, ""
    if not surname:
        found.append(Problem("name_empty", Severity.ERROR, *layout.place(start), element="name"))
    digit = _DIGIT_IN_NAME.search(printed)
    if digit:
        place = layout.place(start + digit.start())
        found.append(Problem("name_digits", Severity.WARNING, *place, element="name"))
    may_be_cut = printed[-1] != "<"
    if may_be_cut:
        found.append(Problem("name_cut", Severity.WARNING, *layout.place(stop - 1), element="name"))
    return surname, given, may_be_cut


def _birth(text: str, layout: Layout, today: date, found: list[Problem]) -> tuple[str, tuple[date, ...]]:
    start, stop = layout.birth
    printed = text[start:stop]
    line, position = layout.place(start)
    if dates.is_partial(printed):
        found.append(Problem("birth_unknown", Severity.WARNING, line, position, element="birth"))
        return printed, ()
    possible = dates.birth_dates(printed, today) if printed.isdigit() else ()
    if len(possible) == 2:
        figures = {"young": possible[0].isoformat(), "old": possible[1].isoformat()}
        found.append(Problem("birth_century", Severity.WARNING, line, position, figures, element="birth"))
    if not possible:
        found.append(Problem("birth_impossible", Severity.ERROR, line, position, element="birth"))
    return printed, possible


def _expiry(text: str, layout: Layout, today: date, found: list[Problem]) -> tuple[str, date | None]:
    start, stop = layout.expiry
    printed = text[start:stop]
    until = dates.expiry_date(printed, today)
    if until is None:
        partial = dates.is_partial(printed)
        code, severity = ("expiry_unknown", Severity.INFO) if partial else ("expiry_impossible", Severity.ERROR)
        found.append(Problem(code, severity, *layout.place(start), element="expiry"))
    elif until < today and not layout.is_visa:
        figures = {"expiry": until.isoformat()}
        found.append(Problem("expired", Severity.WARNING, *layout.place(start), figures, element="expiry"))
    return printed, until


def _country(code: str, element: str, layout: Layout, at: int, found: list[Problem]) -> str:
    alpha3 = countries.alpha3(code)
    if not alpha3:
        figures = {"code": code}
        place = layout.place(at)
        found.append(Problem(f"{element}_unknown", Severity.WARNING, *place, figures, element=element))
    return alpha3


def _sex(text: str, layout: Layout, found: list[Problem]) -> Sex | None:
    printed = text[layout.sex]
    if printed not in _SEXES:
        found.append(Problem("sex_sign", Severity.WARNING, *layout.place(layout.sex), element="sex"))
    return _SEXES.get(printed)


def _kind(layout: Layout, code: str, issuer: str, number: str, found: list[Problem]) -> Kind:
    """What the zone says of its document; the numbers of the Chinese permits and passports tell them apart."""
    if layout.is_visa:
        found.append(Problem("is_visa", Severity.WARNING, 1, 1, element="code"))
        return Kind.VISA
    if code[:1] not in _FIRST_LETTERS[layout.form] or not code:
        found.append(Problem("document_code", Severity.WARNING, 1, 1, {"code": code}, element="code"))
        return Kind.OTHER
    if code[0] == "P" and layout.form == Form.TD3:
        return _passport(number) if issuer == "CHN" else Kind.PASSPORT
    if issuer == "CHN":
        for form, codes, kind in _CHINESE_PERMITS:
            if code in codes and form.fullmatch(number):
                return kind
    return Kind.OTHER


def _passport(number: str) -> Kind:
    for form, kind in _CHINESE_SERIES:
        if form.fullmatch(number):
            return kind
    return Kind.CN_PASSPORT
