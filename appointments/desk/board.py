"""The workbench as one context: strip, filters, list, and what stands beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import cached_property

from appointments.booking import selectors as booking
from appointments.booking.models import Lane
from appointments.cases.enums import CaseStatus
from appointments.desk import lines, selectors
from appointments.desk.enums import Show
from appointments.desk.lines import Group, Line, Work
from appointments.sweep import presenting
from appointments.sweep.models import Sweep
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.ui import formats
from wuxue_exit_entry.ui.parts import Fact, Tab

OPENS = time(8, 30)


@dataclass(frozen=True)
class Query:
    """The filter in the address; never a number of somebody."""

    show: str = Show.WORK
    lane: str = ""
    q: str = ""

    @classmethod
    def read(cls, given: object) -> "Query":
        """Return the filter of an address; what is no filter is left out."""
        get = given.get  # type: ignore[attr-defined]  # a QueryDict
        show = get("show", "")
        return cls(show if show in Show.values else Show.WORK, get("lane", "")[:50], get("q", "")[:60].strip())

    def keep(self, **changes: str) -> str:
        """Return the filter as the tail of an address."""
        values = {"show": str(self.show), "lane": self.lane, "q": self.q} | changes
        kept = {name: value for name, value in values.items() if value and (name, value) != ("show", Show.WORK.value)}
        return f"?{urlencode(kept)}" if kept else ""


class Board:
    """The list side of the workbench for one officer and one filter."""

    def __init__(self, actor: Actor, query: Query, *, found: Sequence[Line] | None = None) -> None:
        self.actor, self.query = actor, query
        self.work: Work = selectors.work(actor)
        self._found = found

    @cached_property
    def lines(self) -> list[Line]:
        """The lines in the order in which they are worked."""
        if self._found is not None:
            return list(self._found)
        if self.query.q:
            return selectors.search(self.actor, self.query.q, self.work)
        return self.work.of(self.query.show, self.query.lane)

    @property
    def is_search(self) -> bool:
        """Whether the list is what was found, not a filter."""
        return bool(self.query.q) or self._found is not None

    @cached_property
    def groups(self) -> list[Group]:
        """The lines under their headings."""
        if self.is_search:
            return [Group(f"找到 {len(self.lines)} 件", tuple(self.lines))] if self.lines else []
        return lines.groups(self.lines, self.work.next_day)

    @property
    def is_picking(self) -> bool:
        """Whether lines can be ticked: the green ones, with their summary on the screen."""
        return self.query.show == Show.GREEN and not self.is_search

    @cached_property
    def green(self) -> int:
        """How many of the lines on the screen may be registered together."""
        return sum(line.is_green for line in self.lines)

    @property
    def today(self) -> date:
        """The day in the hall."""
        return clock.today()

    @cached_property
    def calls(self) -> int:
        """How many messages wait to be told by telephone."""
        return selectors.calls_waiting(self.actor)

    @property
    def sweep_link(self) -> str:
        """What the link beside the sweep says."""
        return "签核" if self.sweep and self.sweep.needs_signature else "看结果"

    @property
    def next_day_name(self) -> str:
        """«明天», or the name of the next working day."""
        return formats.near_day(self.work.next_day)

    @property
    def chips(self) -> list[Tab]:
        """The filters as links, with what is left to do in each."""
        counted = (Show.EXCEPTIONS, Show.GREEN, Show.TODAY, Show.NEXT)
        names = {Show.NEXT: self.next_day_name}
        return [
            Tab(
                names.get(show, str(show.label)),
                reverse("desk:list") + self.query.keep(show=show.value, q=""),
                current=not self.is_search and self.query.show == show,
                count=self.work.count(show) if show in counted else None,
            )
            for show in Show
        ]

    @cached_property
    def lanes(self) -> list[Lane]:
        """The lanes to filter by."""
        return list(booking.lanes())

    @cached_property
    def sweep(self) -> Sweep | None:
        """The newest sweep."""
        return selectors.latest_sweep(self.actor)

    @property
    def sweep_words(self) -> str:
        """«第 2 次检索 15:00 完成，36 件用时 1.8 秒»."""
        if self.sweep is None:
            return "还没有检索"
        line = presenting.line(self.sweep)
        name = f"{self.sweep.name}检索" if self.sweep.name.startswith("第") else self.sweep.name
        if self.sweep.finished_at is None:
            return f"{name}进行中" if self.sweep.started_at else f"{name} {formats.clock_time(self.sweep.due_at)} 开始"
        unsigned = "，待签核" if self.sweep.needs_signature else ""
        day = "" if clock.local(self.sweep.finished_at).date() == clock.today() else f"{self.sweep.finished_at:%m-%d} "
        return (
            f"{name} {day}{formats.clock_time(self.sweep.finished_at)} 完成，{line.total} 件用时 {line.took}{unsigned}"
        )

    @cached_property
    def cancelled(self) -> list[object]:
        """What was cancelled since the hall opened today."""
        since = datetime.combine(clock.today(), OPENS, clock.SHANGHAI)
        return list(selectors.cancelled_since(self.actor, since)[:50])

    @cached_property
    def coming(self) -> list[Line]:
        """Whose time begins within the hour and who is not here yet."""
        now, soon = clock.now(), clock.now() + timedelta(hours=1)
        return [line for line in self.work.open_lines if self._is_coming(line, now, soon)]

    @staticmethod
    def _is_coming(line: Line, now: datetime, soon: datetime) -> bool:
        return bool(line.start and now - timedelta(minutes=15) <= line.start <= soon and not line.is_at_window)

    @cached_property
    def waiting(self) -> list[Line]:
        """Who is in the hall and was not called yet, longest first."""
        here = [line for line in self.work.open_lines if line.status == CaseStatus.ARRIVED]
        return sorted(here, key=lambda line: -line.waited)

    @property
    def facts(self) -> list[Fact]:
        """The figures of the strip; those that are a filter lead there."""
        home, next_day = reverse("desk:list"), [line for line in self.work.lines if line.day == self.work.next_day]
        exceptions = self.work.count(Show.EXCEPTIONS)
        registered = sum(line.status == CaseStatus.REGISTERED for line in next_day)
        longest = f"，最久 {self.waiting[0].waited_words}" if self.waiting else ""
        return [
            Fact(len({line.code for line in next_day}), f"{self.next_day_name}预约", url=f"{home}?show=next"),
            Fact(registered, "已登记建档"),
            Fact(exceptions, "要处理", "danger" if exceptions else "", f"{home}?show=exceptions"),
            Fact(self.work.count(Show.GREEN), "可批量登记", url=f"{home}?show=green"),
            Fact(len(self.waiting), f"在厅等候{longest}"),
            Fact(len({line.code for line in self.coming}), "一小时内到"),
            Fact(len(self.cancelled), "8:30 后取消"),
        ]
