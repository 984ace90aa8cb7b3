"""Two-digit years."""

from datetime import date

OLDEST_HOLDER = 110
YEARS_OF_VALIDITY = 50
UNKNOWN = frozenset({"<<", "00"})


def birth_dates(printed: str, today: date) -> tuple[date, ...]:
    """The birth dates that the six characters allow for somebody who is alive, the youngest first.

    Nothing in a zone decides between a child and somebody a hundred years older, so both are given then; older than
    that is believed only when the younger date is yet to come.
    """
    young, old = (_date(century + printed[:2], printed) for century in ("20", "19"))
    if young is None or young > today:
        return (old,) if old else ()
    if old and today.year - old.year - ((today.month, today.day) < (old.month, old.day)) <= OLDEST_HOLDER:
        return (young, old)
    return (young,)


def expiry_date(printed: str, today: date) -> date | None:
    """In this century unless that is more than fifty years away."""
    if not printed.isdigit():
        return None
    year = 2000 + int(printed[:2])
    return _date(str(year if year <= today.year + YEARS_OF_VALIDITY else year - 100), printed)


def is_partial(printed: str) -> bool:
    """Whether a part of the date is unknown to the issuer: fillers, or zeros in older documents."""
    parts = (printed[:2], printed[2:4], printed[4:])
    return all(part.isdigit() or part == "<<" for part in parts) and (
        "<<" in parts or bool(UNKNOWN & {parts[1], parts[2]})
    )


def _date(year: str, printed: str) -> date | None:
    try:
        return date(int(year), int(printed[2:4]), int(printed[4:]))
    except ValueError:
        return None
