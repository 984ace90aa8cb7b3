"""Openings, windows and limits of booking; pure functions of values and `now`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from wuxue_exit_entry.kernel.identity import IdKind
from wuxue_exit_entry.kernel.identity.values import age_on
from wuxue_exit_entry.kernel.workdays import Calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
FRIDAY = 5


class Pattern(NamedTuple):
    """Weekly opening of a lane on one weekday (1 Monday … 7 Sunday)."""

    weekday: int
    opens: time
    closes: time
    band_minutes: int
    capacity: int
    valid_from: date
    valid_to: date | None


class Exceptional(NamedTuple):
    """Other places on a day, or on the part of it from `opens` to `closes`."""

    day: date
    opens: time | None
    closes: time | None
    capacity: int


@dataclass(frozen=True)
class Spec:
    """One band as planned: when, how long, how many places."""

    start: datetime
    minutes: int
    capacity: int

    @property
    def end(self) -> datetime:
        return self.start + timedelta(minutes=self.minutes)


def opening_weekday(day: date, calendar: Calendar) -> int | None:
    """Return whose weekday's pattern opens `day`: none on days off; a weekend that is worked opens like a Friday."""
    if not calendar.is_workday(day):
        return None
    return min(day.isoweekday(), FRIDAY)


def bands_of_day(
    day: date, calendar: Calendar, patterns: Iterable[Pattern], exceptions: Iterable[Exceptional]
) -> list[Spec]:
    """Return the planned bands of `day` in order; a closed part shows as capacity 0."""
    weekday = opening_weekday(day, calendar)
    of_day = [e for e in exceptions if e.day == day]
    specs = [
        Spec(start, pattern.band_minutes, _places(start, pattern.capacity, of_day))
        for pattern in patterns
        if pattern.weekday == weekday and pattern.valid_from <= day and day <= (pattern.valid_to or day)
        for start in _starts(day, pattern)
    ]
    return sorted(specs, key=lambda spec: spec.start)


def _starts(day: date, pattern: Pattern) -> list[datetime]:
    step = timedelta(minutes=pattern.band_minutes)
    start = datetime.combine(day, pattern.opens, SHANGHAI)
    end = datetime.combine(day, pattern.closes, SHANGHAI)
    return [start + step * n for n in range(int((end - start) / step))]


def _places(start: datetime, capacity: int, exceptions: Sequence[Exceptional]) -> int:
    at = start.timetz().replace(tzinfo=None)
    for exception in exceptions:
        if exception.opens is None or (exception.closes and exception.opens <= at < exception.closes):
            capacity = exception.capacity
    return capacity


def bands_needed(specs: Sequence[Spec], start: datetime, minutes: int) -> list[Spec]:
    """Return the consecutive bands that a visit of `minutes` from `start` occupies; empty when it does not fit."""
    chosen: list[Spec] = []
    at = start
    by_start = {spec.start: spec for spec in specs}
    while at < start + timedelta(minutes=minutes):
        spec = by_start.get(at)
        if spec is None:
            return []
        chosen.append(spec)
        at = spec.end
    return chosen


def bookable_days(today: date, calendar: Calendar, days_ahead: int) -> list[date]:
    """Return today, if worked, and the next `days_ahead` working days."""
    days = [today] if calendar.is_workday(today) else []
    day = today
    for _ in range(days_ahead):
        day = calendar.next_workday(day)
        days.append(day)
    return days


def is_late_cancel(start: datetime, now: datetime, minutes: int) -> bool:
    """Tell whether a cancellation at `now` counts as a missed visit."""
    return now > start - timedelta(minutes=minutes)


def can_check_in(start: datetime, end: datetime, now: datetime, before: int, grace: int) -> str:
    """Return "early", "open" or "late" for an arrival at `now`."""
    if now < start - timedelta(minutes=before):
        return "early"
    return "open" if now <= end + timedelta(minutes=grace) else "late"


def needs_guardian(birth: date | None, day: date) -> bool:
    """Tell whether somebody under 16 on the day must come with a guardian or an escort (公安部令 96/118)."""
    return birth is not None and age_on(birth, day) < 16


# Which documents prove who somebody is, by the family of the item. Children without a card have a number as well.
_CHINESE = (IdKind.RESIDENT_ID,)
_HMT = (IdKind.HK_MACAO_PERMIT, IdKind.TAIWAN_PERMIT, IdKind.HMT_RESIDENCE)
_FOREIGN = (IdKind.PASSPORT, IdKind.PR_CARD)
_KINDS_BY_FAMILY = {
    "passport": _CHINESE,
    "hk_macao": _CHINESE,
    "hk_macao_endorsement": _CHINESE,
    "taiwan": _CHINESE,
    "taiwan_endorsement": _CHINESE,
    "hkmt_resident": (*_HMT, IdKind.PASSPORT),  # a first permit is asked for with another document
    "foreigner_visa": _FOREIGN,
    "foreigner_residence": _FOREIGN,
}
_ANYBODY = (*_CHINESE, *_HMT, *_FOREIGN)
KINDS_WITHOUT_BIRTH = frozenset({IdKind.HK_MACAO_PERMIT, IdKind.TAIWAN_PERMIT, IdKind.PASSPORT})
KINDS_WITHOUT_NATIONALITY = frozenset({IdKind.PASSPORT})
NO_DOCUMENT_TO_COLLECT = frozenset({"record"})


def id_kinds(families: Iterable[str]) -> tuple[IdKind, ...]:
    """Return the documents that somebody may name who comes for items of these families."""
    allowed = [set(_KINDS_BY_FAMILY.get(family, _ANYBODY)) for family in families]
    common = set.intersection(*allowed) if allowed else set(_ANYBODY)
    return tuple(kind for kind in _ANYBODY if kind in (common or set.union(*allowed)))


def is_collected(families: Iterable[str]) -> bool:
    """Tell whether the visit ends in a document that is collected or mailed later."""
    return bool(set(families) - NO_DOCUMENT_TO_COLLECT)
