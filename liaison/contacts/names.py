"""Names as they are searched: initials of the pinyin, and forms in which two may be the same."""

import re
import unicodedata

from pypinyin import Style, lazy_pinyin

_LEGAL_FORM = re.compile("(股份)?有限(责任)?公司|集团|宾馆|酒店|大酒店|湖北省?|武穴市?|黄冈市?")


def initials(name: str) -> str:
    """Return the initials of a name's pinyin, letters and digits kept; surnames with two readings come out wrong."""
    found = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).upper()
    return "".join(sign for sign in found if sign.isascii() and sign.isalnum())


def core(name: str) -> str:
    """Return what is left of a name without place, legal form and signs, to find lookalikes."""
    plain = unicodedata.normalize("NFKC", name).lower()
    bare = _LEGAL_FORM.sub("", plain)
    return "".join(sign for sign in (bare or plain) if sign.isalnum())
