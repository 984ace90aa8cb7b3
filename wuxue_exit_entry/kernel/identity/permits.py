"""Travel permits: lifelong number first, then how often the booklet was renewed."""

import re
from datetime import date

from wuxue_exit_entry.kernel.identity.values import Identity, IdentityProblem, IdKind
from wuxue_exit_entry.kernel.text import Note

# Card: letter and eight lifelong digits. Booklet until 2013: two more digits that count the renewals.
_HK_MACAO = re.compile(r"(?P<person>[HM][0-9]{8})(?:[0-9]{2})?")
# Card: eight lifelong digits. Booklet: two more digits, and a letter in brackets that says who printed it.
_TAIWAN = re.compile(r"(?P<person>[0-9]{8})(?:[0-9]{2}(?:\(?[A-Z]\)?)?)?")
_CN_HK_MACAO = re.compile(r"(?:C[A-Z0-9][0-9]{7}|W[0-9]{8})")
_CN_TAIWAN = re.compile(r"[LT][0-9]{8}")
_REGIONS = {"H": "HKG", "M": "MAC"}


def parse_hk_macao_permit(typed: str, number: str, notes: tuple[Note, ...], today: date) -> Identity:
    """港澳居民来往内地通行证; the first nine characters are the person. Raises: IdentityProblem.

    Says nothing on nationality: since July 2024 permanent residents who are not Chinese hold such permits too.
    """
    found = _HK_MACAO.fullmatch(number)
    if found is None:
        raise IdentityProblem("hk_macao_permit_form")
    return Identity(IdKind.HK_MACAO_PERMIT, typed, number, found["person"], region=_REGIONS[number[0]], notes=notes)


def parse_taiwan_permit(typed: str, number: str, notes: tuple[Note, ...], today: date) -> Identity:
    """台湾居民来往大陆通行证; the first eight digits are the person. Raises: IdentityProblem."""
    found = _TAIWAN.fullmatch(number)
    if found is None:
        raise IdentityProblem("taiwan_permit_form")
    number = re.sub(r"[()]", "", number)
    return Identity(IdKind.TAIWAN_PERMIT, typed, number, found["person"], region="TWN", notes=notes)


def parse_cn_hk_macao_permit(typed: str, number: str, notes: tuple[Note, ...], today: date) -> Identity:
    """往来港澳通行证: C, a digit or letter, seven digits; W and eight on the old booklet. Raises: IdentityProblem."""
    return _own_permit(IdKind.CN_HK_MACAO_PERMIT, _CN_HK_MACAO, typed, number, notes)


def parse_cn_taiwan_permit(typed: str, number: str, notes: tuple[Note, ...], today: date) -> Identity:
    """往来台湾通行证: L and eight digits, T on the old booklet. Raises: IdentityProblem."""
    return _own_permit(IdKind.CN_TAIWAN_PERMIT, _CN_TAIWAN, typed, number, notes)


def _own_permit(kind: IdKind, form: re.Pattern[str], typed: str, number: str, notes: tuple[Note, ...]) -> Identity:
    if not form.fullmatch(number):
        raise IdentityProblem(f"{kind}_form")
    return Identity(kind, typed, number, number, notes=notes)
