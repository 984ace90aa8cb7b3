"""The small records that views hand to components; every one is frozen and says what it shows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Item:
    """One line of a bring list, check list or entry list: what, why, and an optional small mark."""

    title: Any
    note: Any = ""
    tag: Any = ""
    tone: str = "info"
    url: str = ""
    weak: bool = False


@dataclass(frozen=True)
class Fact:
    """One of the large figures: «120 元» over «每本»."""

    value: Any
    label: Any
    tone: str = ""
    url: str = ""
    weak: bool = False


@dataclass(frozen=True)
class Row:
    """One row of a summary list, with the way back to change it."""

    label: Any
    value: Any
    change_url: str = ""
    note: Any = ""


@dataclass(frozen=True)
class Day:
    """One day of the day strip; without `url` it cannot be chosen and `word` says why (满, 休)."""

    day: date
    left: int = 0
    url: str = ""
    selected: bool = False
    word: Any = ""


@dataclass(frozen=True)
class Band:
    """One time band; `left == 0` is full. `url` makes it a link, else `value` makes it a radio."""

    start: datetime
    left: int
    url: str = ""
    value: str = ""
    selected: bool = False


@dataclass(frozen=True)
class Event:
    """One step of a timeline: done, current or to come."""

    title: Any
    note: Any = ""
    at: datetime | None = None
    state: str = "todo"
    tone: str = ""


@dataclass(frozen=True)
class Tab:
    """One link of a row of tabs or filter chips."""

    label: Any
    url: str
    current: bool = False
    count: int | None = None
    tone: str = ""
    key: str = ""


@dataclass(frozen=True)
class Copy:
    """One value that is copied by one key; `shown` is what stands on the screen."""

    label: Any
    value: str
    shown: str = ""
    key: str = ""


@dataclass(frozen=True)
class Finding:
    """What a check found: its words, what to do, when and whether the applicant was told."""

    tone: str
    title: Any
    text: Any = ""
    meta: Any = ""
    url: str = ""
    url_label: Any = ""


@dataclass(frozen=True)
class Point:
    """One point of a chart, with the link to its cases."""

    label: Any
    value: float | None
    url: str = ""
    target: float | None = None


@dataclass(frozen=True)
class Series:
    """One line of a line chart."""

    label: Any
    points: Sequence[Point] = field(default_factory=tuple)
