"""Deadlines of a registration, in plain values.

A hotel reports within 24 hours after check-in (出境入境管理法 39, 旅馆业治安管理办法 6). In private homes it is 24,
in the countryside 72 for residents of Hong Kong, Macao and Taiwan and for 华侨 (公民出入境管理法实施细则 13). The
clock runs through nights and holidays, and stands still while our own system could take no report.
"""

from datetime import datetime, timedelta

HOTEL_HOURS, COUNTRYSIDE_HOURS = 24, 72
_GRADES = ((15, 4), (8, 3), (3, 2), (1, 1))  # from so many days late on: 延迟标志 of the national table


def hours(category: str, *, countryside: bool = False) -> int:
    """How many hours there are to report somebody of `category`."""
    local = category in ("hong_kong", "macao", "taiwan", "overseas_chinese")
    return COUNTRYSIDE_HOURS if countryside and local else HOTEL_HOURS


def deadline(stay_date: datetime, stopped: timedelta = timedelta(), *, within: int = HOTEL_HOURS) -> datetime:
    """The moment by which the report is in time."""
    return stay_date + timedelta(hours=within) + stopped


def delay_grade(accepted_at: datetime, due: datetime) -> int:
    """延迟标志: 0 in time, 1 one or two days late, 2 three to seven, 3 eight to fourteen, 4 fifteen or more."""
    late = accepted_at - due
    if late <= timedelta():
        return 0
    days = -(-late // timedelta(days=1))  # a begun day counts
    return next(grade for least, grade in _GRADES if days >= least)


def stopped(stay_date: datetime, until: datetime, outages: list[tuple[datetime, datetime]]) -> timedelta:
    """How long the clock stood still between check-in and `until`; `outages` do not overlap."""
    spans = ((max(start, stay_date), min(end, until)) for start, end in outages)
    return sum((end - start for start, end in spans if end > start), timedelta())
