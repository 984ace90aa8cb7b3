"""Kinds of documents, of visas and of other grounds of stay: our own keys, and the national codes at the edges.

Two families of codes are in use for documents (two signs after GA 59.7, three digits after GA/T 517), and the letters
of GA/T 704.8-2007 for visas collide with those of the regulations of 2013: M is «no visa» in one and «trade» in the
other. The tables lie beside this file, each row with its source and days of validity.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from wuxue_exit_entry.kernel import bilingual, identity, sentences
from wuxue_exit_entry.kernel.errors import Sentence
from wuxue_exit_entry.kernel.identity import Identity, IdentityProblem, IdKind
from wuxue_exit_entry.kernel.text import Note, compact

_FOLDER = Path(__file__).parent
_PLAIN_NUMBER = re.compile(r"[A-Z0-9]{3,30}")
_PLAIN_NUMBER_SENTENCE: Sentence = _("证件号码只有字母和数字，3到30位，请核对。")


class Holder(StrEnum):
    """人员类别, the national letters; 华侨 have no letter of their own and count as R."""

    FOREIGNER = "F"
    HONG_KONG = "H"
    MACAO = "M"
    TAIWAN = "T"
    RESIDENT = "R"


class Family(StrEnum):
    """Tables of national codes."""

    GA59 = "ga59"  # 证件种类, two signs
    GAT517 = "gat517"  # 常用证件代码, three digits
    GAT704_8 = "gat704_8"  # 签证种类 of 2007
    LAW2013 = "law2013"  # 外国人入境出境管理条例 6


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """One kind of document; `identity` is empty where the number has no known form."""

    key: str
    label: Sentence
    holders: frozenset[Holder]
    identity: IdKind | None
    basis: str  # of stay_until, where the document decides it
    is_offered: bool  # to a hotel clerk
    source: str


@dataclass(frozen=True, slots=True)
class VisaKind:
    """A visa, permit, receipt or ground for none; `basis` is the first choice in stay_until."""

    key: str
    label: Sentence
    group: str  # visa, permit, receipt, free, none
    basis: str
    valid_from: date | None
    valid_to: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Code:
    """One national code for one of our keys."""

    family: Family
    code: str
    key: str
    direction: str  # both, in, out
    valid_from: date | None
    valid_to: date | None
    source: str

    def is_valid_on(self, day: date | None) -> bool:
        """Whether it is in use on a day; always where no day is given."""
        return day is None or (self.valid_from or day) <= day <= (self.valid_to or day)


@dataclass(frozen=True, slots=True)
class NumberCheck:
    """A number in one form, what makes the same person, and what is wrong with it; never a refusal."""

    number: str = field(repr=False)
    key: str = field(repr=False)
    identity: Identity | None = field(default=None, repr=False)
    code: str = ""
    sentence: Sentence = field(default="", repr=False)

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.code


@cache
def document_kinds() -> Mapping[str, DocumentKind]:
    """All kinds of documents by key, those of most guests first."""
    return {row["key"]: _document_kind(row) for row in _rows("document_kinds.csv")}


@cache
def visa_kinds() -> Mapping[str, VisaKind]:
    """All kinds of visas and grounds of stay by key."""
    return {row["key"]: _visa_kind(row) for row in _rows("visa_kinds.csv")}


@cache
def codes(family: str) -> tuple[Code, ...]:
    """The rows of one family of codes, with validity and source, for the API and for exports."""
    file = "document_codes.csv" if family in {Family.GA59, Family.GAT517} else "visa_codes.csv"
    return tuple(_code(row) for row in _rows(file) if row["family"] == family)


def code_for(key: str, family: str, on: date | None = None) -> str:
    """The national code to send for one of our keys; empty where there is none."""
    return next(
        (row.code for row in codes(family) if row.key == key and row.direction != "in" and row.is_valid_on(on)), ""
    )


def key_for(code: str, family: str, on: date | None = None) -> str:
    """Our key for a national code that came in; empty where it is unknown."""
    found = (
        row.key for row in codes(family) if row.code == code.upper() and row.direction != "out" and row.is_valid_on(on)
    )
    return next(found, "")


def offered_documents(holder: str = "") -> tuple[DocumentKind, ...]:
    """The kinds that a hotel clerk chooses from, for one kind of holder or for all."""
    return tuple(
        kind for kind in document_kinds().values() if kind.is_offered and (not holder or holder in kind.holders)
    )


def offered_visas(on: date) -> tuple[VisaKind, ...]:
    """The kinds of visas with which somebody may have entered on a day."""
    return tuple(kind for kind in visa_kinds().values() if (kind.valid_from or on) <= on <= (kind.valid_to or on))


def check_number(kind: str, typed: str, *, today: date | None = None) -> NumberCheck:
    """The number as it is kept for comparison, and in words what does not fit its kind."""
    rule = document_kinds().get(kind)
    notes: set[Note] = set()
    plain = compact(typed, notes)
    if rule is None or rule.identity is None:
        return _plain(plain)
    try:
        found = identity.parse(rule.identity, typed, today=today)
    except IdentityProblem as problem:
        return NumberCheck(plain, plain, None, problem.code, sentences.sentence(problem))
    return NumberCheck(found.number, found.key, found)


def _plain(number: str) -> NumberCheck:
    if not number:
        return NumberCheck("", "", None, "number_empty", sentences.PROBLEMS["number_empty"])
    if not _PLAIN_NUMBER.fullmatch(number):
        return NumberCheck(number, number, None, "number_form", _PLAIN_NUMBER_SENTENCE)
    return NumberCheck(number, number)


def _rows(file: str) -> Iterator[dict[str, str]]:
    with (_FOLDER / file).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _document_kind(row: Mapping[str, str]) -> DocumentKind:
    return DocumentKind(
        key=row["key"],
        label=bilingual.words(row["zh"], row["en"]),
        holders=frozenset(Holder(letter) for letter in row["holders"]),
        identity=IdKind(row["identity"]) if row["identity"] else None,
        basis=row["basis"],
        is_offered=row["offered"] == "yes",
        source=row["source"],
    )


def _visa_kind(row: Mapping[str, str]) -> VisaKind:
    return VisaKind(
        key=row["key"],
        label=bilingual.words(row["zh"], row["en"]),
        group=row["group"],
        basis=row["basis"],
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        source=row["source"],
    )


def _code(row: Mapping[str, str]) -> Code:
    return Code(
        family=Family(row["family"]),
        code=row["code"],
        key=row["key"],
        direction=row["direction"],
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        source=row["source"],
    )
