"""Telephone numbers of applicants."""

import re
from dataclasses import dataclass, field

from wuxue_exit_entry.kernel.identity.values import IdentityProblem
from wuxue_exit_entry.kernel.text import Note, compact, in_order

# Eleven digits from 13 to 19: no list of ranges, since ranges are added every year.
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
# Three-digit area codes are 010 and 02x and have eight digits after them; the others have four and seven or eight.
_LANDLINE = re.compile(r"(?P<area>010|02[0-9])(?P<rest>[0-9]{8})|(?P<area4>0[3-9][0-9]{2})(?P<rest4>[0-9]{7,8})")
_FOREIGN = re.compile(r"\+[1-9][0-9]{6,14}")
_COUNTRY_PREFIX = re.compile(r"^(?:\+|00)86")
_PUNCTUATION = re.compile(r"[().·/]")


@dataclass(frozen=True, slots=True)
class Phone:
    """A number that can be called; only a mobile gets messages, for the others a call list is kept."""

    number: str = field(repr=False)
    is_mobile: bool
    notes: tuple[Note, ...] = ()


def clean_phone(typed: str) -> Phone:
    """A mobile, landline or foreign number in one form. Raises: IdentityProblem."""
    notes: set[Note] = set()
    digits = _at_home(_PUNCTUATION.sub("", compact(typed, notes)))
    if not digits:
        raise IdentityProblem("phone_empty")
    if _MOBILE.fullmatch(digits):
        return Phone(digits, is_mobile=True, notes=in_order(notes))
    return Phone(_fixed_or_foreign(digits), is_mobile=False, notes=in_order(notes))


def _at_home(digits: str) -> str:
    """Without the country code 86, as the number is dialled in China."""
    home = _COUNTRY_PREFIX.sub("", digits, count=1)
    if home != digits and re.fullmatch(r"[2-9][0-9]{8,10}|10[0-9]{8}", home):
        return "0" + home
    return home[2:] if re.fullmatch(r"861[3-9][0-9]{9}", home) else home


def _fixed_or_foreign(digits: str) -> str:
    landline = _LANDLINE.fullmatch(digits)
    if landline:
        return f"{landline['area'] or landline['area4']}-{landline['rest'] or landline['rest4']}"
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if _FOREIGN.fullmatch(digits):
        return digits
    raise IdentityProblem(_what_is_wrong(digits))


def _what_is_wrong(digits: str) -> str:
    if not re.fullmatch(r"\+?[0-9]+", digits):
        return "phone_signs"
    if re.fullmatch(r"[2-9][0-9]{6,7}", digits):
        return "phone_area_code"
    if digits.startswith("+"):
        return "phone_foreign"
    return "phone_mobile"
