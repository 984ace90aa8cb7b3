"""Reads one value as people, tables and programs write it; what cannot be read is None, never a guess. Pure.

Dates with a day and a month that could be exchanged (12/04/2026) are not read.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
_YEAR_FIRST = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_MONTH_NAMED = re.compile(r"^(\d{1,2})[ -]?([A-Z]{3})[A-Z]*[ -]?(\d{4})$")
_PARTIAL = re.compile(r"^(\d{4})(?:[-/.年]?(\d{2}|00|XX)月?)?(?:[-/.]?(?:00|XX))?$")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_MOMENT = re.compile(
    r"^(?P<day>\d{4}-\d{2}-\d{2})[T ](?P<time>\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?(?P<zone>Z|[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE,
)
_LOOSE_MOMENT = re.compile(
    r"^(?P<day>\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?)\s*(?P<time>\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)$"
)
_SEXES = {
    "0": "0", "1": "1", "2": "2", "9": "9",
    "M": "1", "F": "2", "X": "9", "<": "0",
    "男": "1", "女": "2", "MALE": "1", "FEMALE": "2", "未知": "0", "未说明": "9",
}  # fmt: skip
SERIALS = range(10_000, 80_000)  # days since 1899-12-30 that a spreadsheet could mean: 1927 to 2119


class Moment(NamedTuple):
    """A moment read, or why not: «time» when the time of day is missing, «form» when it is not understood."""

    value: datetime | None
    problem: str = ""


def text(value: Any) -> str:
    """The text of a scalar; nothing for None, lists and objects."""
    if value is None or isinstance(value, bool | list | tuple | dict):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def day(value: Any) -> date | None:
    """A calendar day, year first or with the month as a word."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    written = text(value).upper()
    found = _YEAR_FIRST.match(written) or _COMPACT.match(written)
    if found:
        return _calendar(*(int(part) for part in found.groups()))
    named = _MONTH_NAMED.match(written)
    if named and named[2] in _MONTHS:
        return _calendar(int(named[3]), _MONTHS.index(named[2]) + 1, int(named[1]))
    clock = _MOMENT.match(written) or _LOOSE_MOMENT.match(written)
    return day(clock["day"]) if clock else None


def serial_day(value: Any) -> date | None:
    """The day that a bare number of a spreadsheet would mean: a suggestion, never taken by itself."""
    written = text(value)
    if not written.isdigit() or int(written) not in SERIALS:
        return None
    return date(1899, 12, 30) + timedelta(days=int(written))


def birth_date(value: Any) -> str:
    """A birth date as far as the document knows it: «1968-04-12», «1968-04», «1968»; nothing when unreadable."""
    whole = day(value)
    if whole:
        return whole.isoformat()
    found = _PARTIAL.match(text(value).upper())
    if not found:
        return ""
    year, month = found[1], found[2] or "00"
    if month in ("00", "XX"):
        return year
    return f"{year}-{month}" if 1 <= int(month) <= 12 else ""


def moment(value: Any, *, loose: bool = False) -> Moment:
    """A moment of RFC 3339; without offset it is Shanghai's, as documented. `loose` also reads what tables contain."""
    if isinstance(value, datetime):
        return Moment(value if value.tzinfo else value.replace(tzinfo=SHANGHAI))
    written = text(value)
    found = _MOMENT.match(written) or (_LOOSE_MOMENT.match(written) if loose else None)
    if not found:
        return Moment(None, "time" if ":" not in written and day(written) else "form")
    on, clock = day(found["day"]), _time(found["time"])
    zone = _zone(found.groupdict().get("zone") or "")
    return Moment(datetime.combine(on, clock, zone)) if on and clock and zone else Moment(None, "form")


def sex(value: Any) -> str:
    """GB/T 2261.1 of what was written; nothing when it is not understood."""
    return _SEXES.get(text(value).upper(), "")


def _calendar(year: int, month: int, on: int) -> date | None:
    try:
        return date(year, month, on)
    except ValueError:
        return None


def _time(written: str) -> time | None:
    hour, minute, second = ([int(part) for part in re.split("[:：]", written)] + [0])[:3]
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def _zone(written: str) -> ZoneInfo | timezone | None:
    if not written:
        return SHANGHAI
    if written in "Zz":
        return UTC
    sign = -1 if written[0] == "-" else 1
    hours, minutes = int(written[1:3]), int(written[-2:])
    return timezone(sign * timedelta(hours=hours, minutes=minutes)) if hours <= 14 and minutes < 60 else None
