"""The period that a page of figures is about, as it stands in the URL."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.http import QueryDict

from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.ui.parts import Tab

LONGEST = 366


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        return datetime.combine(self.first, time.min, clock.SHANGHAI)

    @property
    def end(self) -> datetime:
        return datetime.combine(self.last, time.min, clock.SHANGHAI) + timedelta(days=1)

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    @property
    def query(self) -> str:
        return urlencode({"from": self.first.isoformat(), "to": self.last.isoformat()})


def read(query: QueryDict) -> Period:
    """Return the period of a query; this month where it says none, or none that makes sense."""
    today = clock.today()
    first, last = _day(query.get("from")), _day(query.get("to"))
    if first is None or last is None or not 0 <= (last - first).days < LONGEST:
        return Period(today.replace(day=1), today)
    return Period(first, last)


def presets(chosen: Period) -> list[Tab]:
    """Return the periods that one press chooses."""
    today = clock.today()
    month_end = today.replace(day=1) - timedelta(days=1)
    known = [
        ("今天", Period(today, today)),
        ("近 7 天", Period(today - timedelta(days=6), today)),
        ("本月", Period(today.replace(day=1), today)),
        ("上月", Period(month_end.replace(day=1), month_end)),
        ("近 90 天", Period(today - timedelta(days=89), today)),
    ]
    return [Tab(label, f"?{period.query}", current=period == chosen) for label, period in known]


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
