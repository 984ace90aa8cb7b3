"""外国人永久居留身份证: eighteen digits since 1 December 2023, three letters and twelve digits before."""

import re
from datetime import date

from wuxue_exit_entry.kernel import countries
from wuxue_exit_entry.kernel.identity import resident
from wuxue_exit_entry.kernel.identity.values import Identity, IdentityProblem, IdKind, age_on
from wuxue_exit_entry.kernel.text import Note

_OLD_FORM = re.compile(r"(?P<nationality>[A-Z]{3})(?P<region>[0-9]{4})(?P<birth>[0-9]{6})[0-9]{2}")
OLDEST_HOLDER = 110


def parse_pr_card(typed: str, number: str, notes: tuple[Note, ...], today: date) -> Identity:
    """9, province (2), nationality (3, ISO numeric), birth (8), serial (3), check digit. Raises: IdentityProblem.

    An unknown nationality code is no reason to refuse a card whose check digit fits.
    """
    old = _OLD_FORM.fullmatch(number)
    if old:
        return _old_card(typed, number, old, notes, today)
    number = resident.fold_x(number)
    if not resident.has_shape(number):
        raise IdentityProblem("pr_card_form")
    if not number.startswith("9"):
        raise IdentityProblem("not_pr_card")
    if number[1:3] not in resident.PROVINCES:
        raise IdentityProblem("pr_card_province")
    birth_date = resident.birth_date_of(number, today)
    resident.require_checksum(number)
    nationality = countries.alpha3_of_numeric(number[3:6])
    return Identity(IdKind.PR_CARD, typed, number, number, birth_date, None, nationality, number[1:3], notes)


def birth_dates_of(six_digits: str, today: date) -> tuple[date, ...]:
    """The birth dates that two digits of a year allow for somebody who is alive; two of them for the very old."""
    candidates = []
    for century in ("19", "20"):
        try:
            birth_date = date(int(century + six_digits[:2]), int(six_digits[2:4]), int(six_digits[4:]))
        except ValueError:
            continue
        if birth_date <= today and age_on(birth_date, today) <= OLDEST_HOLDER:
            candidates.append(birth_date)
    return tuple(candidates)


def _old_card(typed: str, number: str, found: re.Match[str], notes: tuple[Note, ...], today: date) -> Identity:
    if found["region"][:2] not in resident.PROVINCES:
        raise IdentityProblem("pr_card_province")
    birth_dates = birth_dates_of(found["birth"], today)
    if not birth_dates:
        raise IdentityProblem("birth_impossible")
    birth_date = birth_dates[0] if len(birth_dates) == 1 else None
    nationality = countries.alpha3(found["nationality"])
    return Identity(IdKind.PR_CARD, typed, number, number, birth_date, None, nationality, found["region"], notes)
