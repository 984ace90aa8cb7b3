"""Small judgements of the desk: what was typed into the search field, who comes early, what a state allows."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime

from pypinyin import Style, pinyin

from appointments.desk.enums import Arrival
from wuxue_exit_entry.kernel.public_ids import BOOKING_CODE_LENGTH, normalise_code

SHORTEST_NUMBER = 8  # the shortest number of a document or telephone that names one person
_SEPARATORS = re.compile(r"[\s\-·.()（）]")
_CODE_LETTERS = re.compile(r"[A-Z]")

VERBS: dict[str, frozenset[str]] = {
    "prepared": frozenset({"register", "check_in", "tell", "correct"}),
    "registered": frozenset({"check_in", "tell", "correct"}),
    "arrived": frozenset({"start", "tick", "accept", "second_trip", "correct"}),
    "served": frozenset({"tick", "accept", "second_trip", "correct"}),
    "accepted": frozenset({"complete", "second_trip"}),
    "second_trip": frozenset({"check_in", "tick", "accept", "tell", "correct"}),
    "done": frozenset(),
    "closed": frozenset(),
}
NEXT_VERB = {
    "prepared": "register",
    "registered": "check_in",
    "arrived": "start",
    "served": "accept",
    "accepted": "complete",
    "second_trip": "check_in",
}


def compacted(typed: str) -> str:
    """Return what was typed without separators, as numbers are compared."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", typed)).upper()


def is_personal_number(typed: str) -> bool:
    """Tell whether somebody may be named by these digits alone, so that they must not stand in an address.

    A booking code, a telephone tail and a name may; everything with eight digits or more may not.
    """
    compact = compacted(typed)
    digits = sum(sign.isdigit() for sign in compact)
    return digits >= SHORTEST_NUMBER or (digits >= 7 and compact[:1].isalpha())


def is_code(typed: str) -> bool:
    """Tell whether this is a booking code as it is read out or scanned."""
    code = normalise_code(typed)
    return len(code) == BOOKING_CODE_LENGTH and _CODE_LETTERS.search(code) is not None


def is_phone_tail(typed: str) -> bool:
    """Tell whether these are the last digits of a telephone number."""
    return re.fullmatch(r"\d{3,7}", compacted(typed)) is not None


def matches_name(name: str, typed: str) -> bool:
    """Tell whether a name contains what was typed, or has it as the initials of its pinyin.

    Every reading of a character counts: 单 is D, S and C, 曾 is C and Z.
    """
    wanted = typed.strip().casefold()
    if not wanted:
        return False
    if wanted in name.casefold():
        return True
    if not wanted.isascii() or not wanted.isalpha():
        return False
    return _has_initials(pinyin(name, style=Style.FIRST_LETTER, heteronym=True), wanted)


def _has_initials(readings: Iterable[Iterable[str]], wanted: str) -> bool:
    letters = [set(reading) for reading in readings]
    if len(wanted) > len(letters):
        return False
    return all(letter in options for letter, options in zip(wanted, letters, strict=False))


def allows(status: str, verb: str) -> bool:
    """Tell whether a file in this state can have that done."""
    return verb in VERBS[status]


def arrival(*, status: str, start: datetime, now: datetime, today: date, check_in: str) -> Arrival:
    """Return how an arrival at `now` stands to a visit at `start`; `check_in` is what the booking's rules say."""
    if status == "arrived":
        return Arrival.ARRIVED
    if status != "booked":
        return Arrival.ENDED
    if start.date() != today:
        return Arrival.OTHER_DAY
    return Arrival(check_in)


def offset_words(start: datetime, now: datetime) -> str:
    """Say «早到 25 分钟», «晚到 1 小时 10 分钟» or «正点»."""
    minutes = int((now - start).total_seconds() // 60)
    if minutes in (0, -1):
        return "正点"
    return f"{'晚到' if minutes > 0 else '早到'} {duration(abs(minutes))}"


def duration(minutes: int) -> str:
    """Say «12 分钟» or «1 小时 10 分钟»."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} 分钟"
    return f"{hours} 小时 {rest} 分钟" if rest else f"{hours} 小时"
