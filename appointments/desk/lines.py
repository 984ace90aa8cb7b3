"""The rows of the workbench: one for each person and item that somebody at the desk may have to do with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.functional import cached_property

from appointments.booking.enums import BookingStatus
from appointments.cases.enums import CaseStatus, Level
from appointments.desk.enums import Show
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.ui import formats

AT_THE_WINDOW = (CaseStatus.ARRIVED, CaseStatus.SERVED, CaseStatus.ACCEPTED)
OVERDUE = timedelta(minutes=30)
OVER = (CaseStatus.DONE, CaseStatus.CLOSED)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One file, or a booked item that no sweep has seen yet (`case_id` empty)."""

    case_id: str
    version: int
    status: str
    level: str
    code: str
    booking_status: str
    start: datetime | None
    lane: str
    name: str
    item: str
    phone: str
    position: int
    arrived_at: datetime | None
    summary: str = ""  # one line to judge a green file by
    missing: int = 0  # open findings that are not green

    @property
    def key(self) -> tuple[str, str, int, str]:
        """What tells one line from another."""
        return self.case_id, self.code, self.position, self.item

    @property
    def day(self) -> date:
        """The day of the visit; of a file without a booking, today."""
        return clock.local(self.start).date() if self.start else clock.today()

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to do, at least today."""
        ended = self.booking_status in (BookingStatus.CANCELLED, BookingStatus.DISOWNED, BookingStatus.MISSED)
        return ended or self.status in OVER or self.status == CaseStatus.SECOND_TRIP

    @property
    def is_prepared(self) -> bool:
        """Whether an officer has still to register it."""
        return self.status == CaseStatus.PREPARED and self.booking_status in ("", *_TO_COME)

    @property
    def is_exception(self) -> bool:
        """Whether a sweep found something that an officer has to look at."""
        return self.is_prepared and bool(self.case_id) and self.level != Level.GREEN

    @property
    def is_green(self) -> bool:
        """Whether it may be registered together with others."""
        return self.is_prepared and self.level == Level.GREEN and bool(self.case_id)

    @property
    def is_at_window(self) -> bool:
        """Whether its person is in the hall and not done."""
        return self.status in AT_THE_WINDOW

    @property
    def stamp(self) -> str:
        """What a tick box posts: the file as it was on the screen."""
        return f"{self.case_id}.{self.version}"

    @property
    def verdict(self) -> tuple[str, str]:
        """Word and tone of the last column."""
        if self.booking_status in _ENDED_WORDS and self.status != CaseStatus.DONE:
            return _ENDED_WORDS[BookingStatus(self.booking_status)], "neutral"
        if not self.case_id:
            return "待检索", "neutral"
        if self.status == CaseStatus.ARRIVED and self.arrived_at:
            return f"已到 {self.waited_words}", "info"
        if self.is_overdue:
            return "过点未到", "neutral"
        if self.status in (CaseStatus.PREPARED, CaseStatus.REGISTERED):
            return self._found
        return str(CaseStatus(self.status).label), CaseStatus(self.status).tone

    @property
    def is_registered(self) -> bool:
        """Whether it was registered and its person is still to come."""
        return self.status == CaseStatus.REGISTERED

    @property
    def is_overdue(self) -> bool:
        """Whether the visit should have begun half an hour ago and nobody has come."""
        late = bool(self.start and clock.now() - self.start > OVERDUE)
        return late and self.booking_status == BookingStatus.BOOKED

    @property
    def waited_words(self) -> str:
        """«12 分», «2 小时»."""
        return f"{self.waited} 分" if self.waited < 100 else f"{self.waited // 60} 小时"

    @property
    def waited(self) -> int:
        """Minutes since the arrival."""
        return (clock.now() - self.arrived_at) // timedelta(minutes=1) if self.arrived_at else 0

    @property
    def _found(self) -> tuple[str, str]:
        if self.level == Level.RED:
            return f"缺 {self.missing or 1}", "danger"
        return (str(Level(self.level).label), Level(self.level).tone) if self.level else ("待检索", "neutral")

    @property
    def status_label(self) -> str:
        """The state of the file in a word."""
        return str(CaseStatus(self.status).label)

    @property
    def time(self) -> str:
        """When the visit is; of a walk-in, that it is one."""
        return formats.clock_time(self.start) if self.start else "现场"


_TO_COME = (BookingStatus.BOOKED, BookingStatus.ARRIVED)
_ENDED_WORDS = {
    BookingStatus.CANCELLED: "已取消",
    BookingStatus.DISOWNED: "非本人",
    BookingStatus.MISSED: "未到",
}


@dataclass(frozen=True)
class Group:
    """Lines under one heading."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Work:
    """Everything of the days ahead, read once: the list, its counts and the next file come out of it."""

    lines: tuple[Line, ...]
    next_day: date

    @cached_property
    def open_lines(self) -> tuple[Line, ...]:
        """Lines that are not over."""
        return tuple(line for line in self.lines if not line.is_over)

    def of(self, show: str, lane: str = "") -> list[Line]:
        """Return the lines of a filter in the order in which they are worked: exceptions first, then by time."""
        chosen = [line for line in self.lines if _belongs(line, show, self.next_day)]
        if lane:
            chosen = [line for line in chosen if line.lane == lane]
        return sorted(chosen, key=_order)

    def count(self, show: str) -> int:
        """Return how many lines of a filter are not over."""
        return sum(_belongs(line, show, self.next_day) for line in self.open_lines)

    def line_of(self, case_id: str) -> Line | None:
        """Return the line of a file."""
        return next((line for line in self.lines if line.case_id == case_id), None)


def groups(lines: Sequence[Line], next_day: date) -> list[Group]:
    """Return lines under their headings, in the order given."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(_heading(line, next_day), []).append(line)
    return [Group(title, tuple(own)) for title, own in found.items()]


def next_to_register(lines: Sequence[Line], done: str) -> Line | None:
    """Return the file after `done` that waits to be registered, beginning anew at the top; none when all are."""
    return _after(lines, done, lambda line: line.is_prepared and bool(line.case_id))


def next_at_window(lines: Iterable[Line], done: Line | None) -> Line | None:
    """Return whom to serve next: the same visit first, then who has waited longest."""
    waiting = [line for line in lines if line.is_at_window and (done is None or line.case_id != done.case_id)]
    same = [line for line in waiting if done and done.code and line.code == done.code]
    free = [line for line in waiting if line.status == CaseStatus.ARRIVED]
    return min(same or free, key=lambda line: (line.arrived_at or clock.now(), line.position), default=None)


def _after(lines: Sequence[Line], done: str, wanted: object) -> Line | None:
    at = next((n for n, line in enumerate(lines) if line.case_id == done), -1)
    turned = [*lines[at + 1 :], *lines[: max(at, 0)]]
    return next((line for line in turned if wanted(line)), None)  # type: ignore[operator]  # a predicate


def _belongs(line: Line, show: str, next_day: date) -> bool:
    today = clock.today()
    if show == Show.EXCEPTIONS:
        return line.is_exception
    if show == Show.GREEN:
        return line.is_green
    days = {Show.TODAY: (today,), Show.NEXT: (next_day,), Show.WORK: (today, next_day)}.get(Show(show))
    return days is None or line.day in days or (show == Show.WORK and line.is_exception)


def _order(line: Line) -> tuple[object, ...]:
    rank = 0 if line.is_exception else 2 if line.is_over else 1
    start = line.start or line.arrived_at or clock.now()
    return rank, start, line.code, line.position


def _heading(line: Line, next_day: date) -> str:
    if line.is_exception:
        return "要处理"
    if line.is_over:
        return "已结束"
    if line.day in (clock.today(), next_day):
        return f"{formats.near_day(line.day)} {line.day.month} 月 {line.day.day} 日"
    return formats.day(line.day)
