"""Passports: the issuers differ too much for more than a look at the signs."""

import re
from datetime import date

from wuxue_exit_entry.kernel.identity import resident
from wuxue_exit_entry.kernel.identity.values import Identity, IdentityProblem, IdKind
from wuxue_exit_entry.kernel.text import Note

SHORTEST = 5
LONGEST = 15
# E and eight, E, a letter and seven, G and eight, D S P with or without a second letter, 14 or 15 and seven;
# the passports of Hong Kong (H K) and Macao (M) look alike.
_CHINESE = re.compile(r"[A-Z]{1,2}[0-9]{7,8}|1[45][0-9]{7}")


def parse_passport(typed: str, number: str, notes: tuple[Note, ...], today: date) -> Identity:
    """A foreign passport, letters and digits; two states may use the same number. Raises: IdentityProblem."""
    if not re.fullmatch(r"[A-Z0-9]*", number):
        raise IdentityProblem("passport_signs")
    if resident.has_shape(number):
        raise IdentityProblem("is_resident_id")
    if not SHORTEST <= len(number) <= LONGEST or not re.search(r"[0-9]", number):
        raise IdentityProblem("passport_form", shortest=SHORTEST, longest=LONGEST)
    return Identity(IdKind.PASSPORT, typed, number, number, notes=notes)


def parse_cn_passport(typed: str, number: str, notes: tuple[Note, ...], today: date) -> Identity:
    """A Chinese passport of any series. Raises: IdentityProblem."""
    if not _CHINESE.fullmatch(number):
        raise IdentityProblem("cn_passport_form")
    return Identity(IdKind.CN_PASSPORT, typed, number, number, notes=notes)
