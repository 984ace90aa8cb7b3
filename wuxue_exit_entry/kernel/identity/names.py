"""Names of people, Chinese and foreign."""

import re
import unicodedata

from wuxue_exit_entry.kernel.identity.values import IdentityProblem
from wuxue_exit_entry.kernel.text import Cleaned, Note, in_order, is_space, strip_invisible, to_half_width

LONGEST_NAME = 120
MIDDLE_DOT = "\u00b7"  # 间隔号, GB/T 15834
_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_IS_HAN = re.compile(f"[{_HAN}]")
# Signs that keyboards, fonts and decoders put in the place of the middle dot.
_DOTS = "\u00b7\u2022\u2027\u2219\u22c5\u30fb\uff65\u0387\u2024\u25cf\u318d\u2e31\u2e33\ua78f\ufe52\u16eb"
_DOTS_BETWEEN_HAN = _DOTS + ".\u3002\uff61"
_PLAIN = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201b\u02bc\u02b9\u2032\u0060\u00b4", "'")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63", "-")
)
_ALLOWED_MARKS = frozenset("-'.,/()") | {MIDDLE_DOT}
_MOST_MARKS_ON_A_LETTER = 3


def clean_name(typed: str) -> Cleaned:
    """A name in NFC, with U+00B7 inside it and nothing invisible; inner spaces only where it is foreign.

    Raises: IdentityProblem.
    """
    notes: set[Note] = set()
    name = to_half_width(strip_invisible(typed, notes), notes).translate(_PLAIN)
    name = unicodedata.normalize("NFC", name)
    name = _with_middle_dots(_with_plain_spaces(name, notes), notes)
    _require_name(name)
    return Cleaned(name, in_order(notes))


def is_foreign(name: str) -> bool:
    """Whether a name has letters of another script than Chinese; it may then have spaces."""
    return any(sign.isalpha() and not _IS_HAN.match(sign) for sign in name)


def _with_plain_spaces(name: str, notes: set[Note]) -> str:
    words = "".join(" " if is_space(sign) else sign for sign in name).split()
    joined = (" " if is_foreign(name) else "").join(words)
    if joined != name.strip(" "):
        notes.add(Note.SPACES)
    return joined


def _with_middle_dots(name: str, notes: set[Note]) -> str:
    """One middle dot for whatever stood there; the full stop of initials (J. Smith) stays."""
    signs = _DOTS if is_foreign(name) else _DOTS_BETWEEN_HAN
    dotted = re.sub(f" *[{re.escape(signs)}]+ *", MIDDLE_DOT, name)
    if dotted != name:
        notes.add(Note.DOT)
    return dotted


def _require_name(name: str) -> None:
    if not name:
        raise IdentityProblem("name_empty")
    if len(name) > LONGEST_NAME:
        raise IdentityProblem("name_too_long", longest=LONGEST_NAME, typed=len(name))
    if name[0] == MIDDLE_DOT or name[-1] == MIDDLE_DOT:
        raise IdentityProblem("name_dot_at_edge")
    if any(sign.isdecimal() for sign in name):
        raise IdentityProblem("name_digits")
    if not all(_may_stand_in_name(sign) for sign in name) or _is_piled_up(name):
        raise IdentityProblem("name_signs")
    if not any(_is_letter(sign) for sign in name):
        raise IdentityProblem("name_letters")


def _may_stand_in_name(sign: str) -> bool:
    return _is_letter(sign) or sign == " " or sign in _ALLOWED_MARKS or unicodedata.category(sign) in {"Mn", "Mc"}


def _is_letter(sign: str) -> bool:
    """Letters of any script; Han characters newer than this Python's tables and private ones of rare names too."""
    return sign.isalpha() or _IS_HAN.match(sign) is not None or unicodedata.category(sign) == "Co"


def _is_piled_up(name: str) -> bool:
    run = 0
    for sign in name:
        run = run + 1 if unicodedata.category(sign) in {"Mn", "Me"} else 0
        if run > _MOST_MARKS_ON_A_LETTER:
            return True
    return False
