"""Until when a guest may stay: from the basis and the day of entry to the last legal day, and how it was counted.

外国人入境出境管理条例 36: days of stay are counted from the day after entry. The bases are data beside this file.
A guest is never refused for what is found here: what is missing or odd is told.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from wuxue_exit_entry.kernel import bilingual, clock
from wuxue_exit_entry.kernel.errors import Sentence

_FILE = Path(__file__).with_name("stay_bases.toml")
_DAY = timedelta(days=1)
_MOST_DAYS = 3660


class Count(StrEnum):
    """How the end of a stay follows from its basis."""

    DAYS = "days"
    HOURS = "hours"
    HOURS_AT_ONCE = "hours_at_once"
    PRINTED = "printed"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Basis:
    """One line of the table; `days`, `hours`, `longest` and `renew` are 0 where they say nothing."""

    key: str
    label: Sentence
    count: Count
    article: Sentence
    days: int = 0
    hours: int = 0
    ask_days: bool = False
    longest: int = 0
    renew: int = 0
    outside: bool = False
    area: Sentence = ""
    note: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""

    def is_valid_on(self, day: date) -> bool:
        """Whether somebody could enter on this basis on a day."""
        return (self.valid_from or day) <= day <= (self.valid_to or day)

    @property
    def asks(self) -> tuple[str, ...]:
        """The fields that a form has to show for this basis."""
        if self.count == Count.NONE:
            return ()
        if self.count == Count.PRINTED:
            return ("printed_until",)
        if self.count == Count.HOURS_AT_ONCE:
            return ("entered_on", "entered_at")
        return ("entered_on", "days") if self.ask_days else ("entered_on",)


@dataclass(frozen=True, slots=True)
class Warning:
    """What the clerk or an officer should look at."""

    code: str
    sentence: Sentence = field(compare=False)


@dataclass(frozen=True, slots=True)
class StayUntil:
    """The answer: the last day, the moment before which to leave, and in words how it was counted."""

    basis: Basis
    last_day: date | None  # nothing when no date is asked, or something is missing
    until: datetime | None  # 00:00 after the last day, in hall time; the moment itself for transit from entry
    how: Sentence
    warnings: tuple[Warning, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def is_asked(self) -> bool:
        """Whether there is such a date at all."""
        return self.basis.count != Count.NONE

    @property
    def article(self) -> Sentence:
        """The article it rests on."""
        return self.basis.article

    @property
    def renew_by(self) -> date | None:
        """The last day on which to ask for an extension or a new permit in time."""
        if self.last_day is None or not self.basis.renew:
            return None
        return self.last_day - timedelta(days=self.basis.renew)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the warnings in order."""
        return tuple(warning.code for warning in self.warnings)


WARNINGS: Mapping[str, Sentence] = {
    "basis_not_valid": _("入境当天不适用“{label}”，请核对依据。"),
    "days_many": _("停留期超过了这种依据的最长{longest}天，请核对。"),
    "days_few": _("停留天数应为1天以上，请看签证上的“每次停留”。"),
    "entered_in_future": _("入境日期还没到，请核对。"),
    "entered_after_visa": _("入境日期晚于签证有效期，请核对。"),
    "printed_before_entry": _("停留期限早于入境日期，请核对。"),
    "over": _("停留期限{last_day}已过。请照常登记，并告知出入境部门。"),
    "leaves_after": _("拟离开日期晚于停留期限{last_day}，请提醒客人。"),
    "renew_now": _("停留期限将到，如需延期请在{renew_by}前申请。"),
    "renew_late": _("距停留期限不足{renew}天，如需延期请尽快联系出入境部门。"),
    "outside": _("这种依据只能在{area}停留。请照常登记，并告知出入境部门。"),
    "permit_needed": _("请在{last_day}前到出入境部门申请居留证件。"),
}
_HOW_DAYS: Sentence = _("{entered}入境，次日{first}为第1天，第{days}天为{last}，当日24时止。")
_HOW_HOURS: Sentence = _("{entered}入境，自次日{first}零时起{hours}小时，至{until}止。")
_HOW_AT_ONCE: Sentence = _("自{entered}入境时起{hours}小时，至{until}止。")
_HOW_PRINTED: Sentence = _("以证件上印制的日期{last}为准，当日24时止。")
_HOW_NONE: Sentence = _("持此证件不需填写停留期限。")
_HOW_MISSING: Sentence = _("填写{what}后即可算出停留期限。")
_WHAT: Mapping[str, Sentence] = {
    "entered_on": _("入境日期"),
    "entered_at": _("入境时刻"),
    "days": _("停留天数"),
    "printed_until": _("证件上的停留期限"),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a stay."""

    entered_on: date | None = None
    entered_at: time | None = None
    days: int | None = None
    printed_until: date | None = None
    issued_on: date | None = None  # of a receipt or a permit
    visa_valid_until: date | None = None  # «enter before»; it is not the end of the stay
    leaves_on: date | None = None
    today: date | None = None


@cache
def bases() -> Mapping[str, Basis]:
    """All bases by key, in the order in which they are offered."""
    rows = tomllib.loads(_FILE.read_text(encoding="utf-8"))["basis"]
    return {row["key"]: _basis(row) for row in rows}


def offered(on: date) -> tuple[Basis, ...]:
    """The bases on which somebody may have entered on a day."""
    return tuple(basis for basis in bases().values() if basis.is_valid_on(on))


def stay_until(basis: str, facts: Facts) -> StayUntil:
    """The last legal day on this basis; raises KeyError for a basis that is not in the table."""
    rule = bases()[basis]
    missing = tuple(name for name in rule.asks if _value(rule, facts, name) is None)
    if missing:
        what = format_lazy("{names}", names=_joined(missing))
        return StayUntil(rule, None, None, format_lazy(_HOW_MISSING, what=what), _warned(rule, facts, None), missing)
    last_day, until, how = _counted(rule, facts)
    return StayUntil(rule, last_day, until, how, _warned(rule, facts, last_day))


def _value(rule: Basis, facts: Facts, name: str) -> Any:
    value = getattr(facts, name)
    if name != "days":
        return value
    return value if value and 1 <= value <= _MOST_DAYS else rule.days or None


def _joined(names: tuple[str, ...]) -> Sentence:
    first, *rest = names
    return format_lazy("{first}, {second}", first=_WHAT[first], second=_joined(tuple(rest))) if rest else _WHAT[first]


def _counted(rule: Basis, facts: Facts) -> tuple[date | None, datetime | None, Sentence]:
    if rule.count == Count.PRINTED and facts.printed_until:
        return _by_print(facts.printed_until)
    if rule.count == Count.DAYS and facts.entered_on:
        return _by_days(facts.entered_on, _value(rule, facts, "days") or rule.days)
    if rule.hours and facts.entered_on:
        return _by_hours(rule, facts.entered_on, facts.entered_at)
    return None, None, _HOW_NONE


def _by_print(last: date) -> tuple[date, datetime, Sentence]:
    return last, _midnight_after(last), format_lazy(_HOW_PRINTED, last=last.isoformat())


def _by_days(entered: date, days: int) -> tuple[date, datetime, Sentence]:
    last = entered + timedelta(days=days)
    how = format_lazy(
        _HOW_DAYS,
        entered=entered.isoformat(),
        first=(entered + _DAY).isoformat(),
        days=days,
        last=last.isoformat(),
    )
    return last, _midnight_after(last), how


def _by_hours(rule: Basis, entered: date, at: time | None) -> tuple[date, datetime, Sentence]:
    at_once = rule.count == Count.HOURS_AT_ONCE
    start = datetime.combine(entered, at or time(), clock.SHANGHAI) if at_once else _midnight_after(entered)
    until = start + timedelta(hours=rule.hours)
    how = format_lazy(
        _HOW_AT_ONCE if at_once else _HOW_HOURS,
        entered=f"{start:%Y-%m-%d %H:%M}" if at_once else entered.isoformat(),
        first=(entered + _DAY).isoformat(),
        hours=rule.hours,
        until=f"{until:%Y-%m-%d %H:%M}",
    )
    return (until - timedelta(seconds=1)).date(), until, how


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + _DAY, time(), clock.SHANGHAI)


def _warned(rule: Basis, facts: Facts, last_day: date | None) -> tuple[Warning, ...]:
    today = facts.today or clock.today()
    figures = {
        "label": rule.label,
        "longest": rule.longest,
        "renew": rule.renew,
        "area": rule.area,
        "last_day": last_day.isoformat() if last_day else "",
        "renew_by": (last_day - timedelta(days=rule.renew)).isoformat() if last_day and rule.renew else "",
    }
    codes = [*_about_entry(rule, facts, today), *_about_end(rule, facts, last_day, today)]
    if rule.outside:
        codes.append("outside")
    return tuple(Warning(code, format_lazy(WARNINGS[code], **figures)) for code in codes)


def _about_entry(rule: Basis, facts: Facts, today: date) -> Iterator[str]:
    entered = facts.entered_on
    if rule.ask_days and facts.days is not None and facts.days < 1:
        yield "days_few"
    if rule.count == Count.DAYS and rule.longest and (facts.days or 0) > rule.longest:
        yield "days_many"
    if entered is None or rule.count == Count.NONE:
        return
    if not rule.is_valid_on(entered):
        yield "basis_not_valid"
    if entered > today:
        yield "entered_in_future"
    if facts.visa_valid_until and entered > facts.visa_valid_until:
        yield "entered_after_visa"


def _about_end(rule: Basis, facts: Facts, last_day: date | None, today: date) -> Iterator[str]:
    if last_day is None:
        return
    if rule.count == Count.PRINTED:
        yield from _about_print(rule, facts, last_day)
    if rule.note == "permit_needed" and today <= last_day:
        yield "permit_needed"
    if today > last_day:
        yield "over"
        return
    if facts.leaves_on and facts.leaves_on > last_day:
        yield "leaves_after"
    left = (last_day - today).days
    if rule.renew and left < rule.renew:
        yield "renew_late"
    elif rule.renew and left < rule.renew + 7:
        yield "renew_now"


def _about_print(rule: Basis, facts: Facts, last_day: date) -> Iterator[str]:
    if facts.entered_on and last_day < facts.entered_on:
        yield "printed_before_entry"
    if rule.longest and facts.issued_on and (last_day - facts.issued_on).days > rule.longest:
        yield "days_many"


def _basis(row: Mapping[str, Any]) -> Basis:
    plain = {name: row[name] for name in _PLAIN if name in row}
    return Basis(
        key=row["key"],
        label=bilingual.words(row["zh"], row["en"]),
        count=Count(row["count"]),
        article=bilingual.words(row["article_zh"], row["article_en"]),
        area=bilingual.words(row["area_zh"], row["area_en"]) if "area_zh" in row else "",
        **plain,
    )


_PLAIN = ("days", "hours", "ask_days", "longest", "renew", "outside", "note", "valid_from", "valid_to", "source")
