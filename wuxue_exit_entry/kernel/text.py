"""Cleans what people type and paste, and says what was cleaned."""

import unicodedata
from enum import StrEnum
from typing import NamedTuple

_INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# Drawn as nothing although letters or marks: Hangul fillers, Khmer vowels, grapheme joiner, braille blank.
_INVISIBLE_SIGNS = frozenset("\u115f\u1160\u17b4\u17b5\u3164\uffa0\u034f\u2800")
# Not dashes to Unicode, but typed as such: minus, modifier minus, hyphen bullet, katakana length mark.
_LIKE_DASHES = frozenset("\u2212\u02d7\u2043\u30fc")
_FULL_WIDTH_OFFSET = 0xFEE0


class Note(StrEnum):
    """What cleaning took away or changed; the words are in kernel.sentences."""

    INVISIBLE = "invisible"
    SPACES = "spaces"
    FULL_WIDTH = "full_width"
    DASHES = "dashes"
    DOT = "dot"


class Cleaned(NamedTuple):
    """A clean value and what was done to what was typed."""

    value: str
    notes: tuple[Note, ...] = ()


def clean_text(text: str, *, keep_lines: bool = False) -> Cleaned:
    """Free text in NFC without signs that nobody sees; line breaks stay only where they are wanted.

    Spaces at both ends go without a word.
    """
    notes: set[Note] = set()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not keep_lines:
        text = " ".join(text.split("\n"))
    shown = strip_invisible(text.replace("\t", " "), notes, keep="\n" if keep_lines else "")
    return Cleaned(unicodedata.normalize("NFC", shown).strip(), in_order(notes))


def compact(text: str, notes: set[Note]) -> str:
    """A number or code in plain capitals and digits: no spaces, no hyphens, no full width, nothing invisible."""
    shown = strip_invisible(text, notes)
    plain = to_half_width(shown, notes)
    kept = [sign for sign in plain if not _is_separator(sign, notes)]
    return "".join(_plain_digit(sign, notes) for sign in kept).upper()


def strip_invisible(text: str, notes: set[Note], *, keep: str = "") -> str:
    """Without controls, direction marks, zero-width signs, variation selectors and halves of broken pairs."""
    kept = "".join(sign for sign in text if sign in keep or not is_invisible(sign))
    if kept != text:
        notes.add(Note.INVISIBLE)
    return kept


def is_invisible(sign: str) -> bool:
    """Whether a sign is drawn as nothing and is not a space."""
    if sign in _INVISIBLE_SIGNS or unicodedata.category(sign) in _INVISIBLE_CATEGORIES:
        return True
    return 0xFE00 <= ord(sign) <= 0xFE0F or 0xE0100 <= ord(sign) <= 0xE01EF


def to_half_width(text: str, notes: set[Note]) -> str:
    """Full-width ASCII as ASCII; nothing else is folded, so that no Chinese character changes."""
    plain = "".join(chr(ord(sign) - _FULL_WIDTH_OFFSET) if "\uff01" <= sign <= "\uff5e" else sign for sign in text)
    if plain != text:
        notes.add(Note.FULL_WIDTH)
    return plain


def is_space(sign: str) -> bool:
    """Whether a sign is any kind of visible gap, the ideographic and the no-break space included."""
    return sign == "\t" or unicodedata.category(sign) == "Zs"


def in_order(notes: set[Note]) -> tuple[Note, ...]:
    """The notes in the order in which they are told."""
    return tuple(note for note in Note if note in notes)


def _is_separator(sign: str, notes: set[Note]) -> bool:
    if is_space(sign):
        if sign != " ":
            notes.add(Note.SPACES)
        return True
    if sign == "-":
        return True
    if sign in _LIKE_DASHES or unicodedata.category(sign) == "Pd":
        notes.add(Note.DASHES)
        return True
    return False


def _plain_digit(sign: str, notes: set[Note]) -> str:
    if sign.isascii() or not sign.isdecimal():
        return sign
    notes.add(Note.FULL_WIDTH)
    return str(unicodedata.decimal(sign))
