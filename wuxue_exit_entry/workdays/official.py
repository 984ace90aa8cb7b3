"""The State Council's notices as they are delivered with the program: 2024 to 2026."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from wuxue_exit_entry.workdays.enums import DayKind

FILE = Path(__file__).parent / "data" / "official_days.csv"


class OfficialDay(NamedTuple):
    """One day that a notice names."""

    date: date
    kind: DayKind
    name: str
    source_doc: str


def official_days() -> Iterator[OfficialDay]:
    """Each day off, weekends within the holidays included, and each weekend that is worked instead."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for day in _span(date.fromisoformat(row["first"]), date.fromisoformat(row["last"])):
                yield OfficialDay(day, DayKind.HOLIDAY, row["festival"], row["source"])
            for worked in row["worked"].split():
                name = f"{row['festival']}调休上班"
                yield OfficialDay(date.fromisoformat(worked), DayKind.WORKDAY, name, row["source"])


def _span(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)
