"""What the pages of the sweeps show of a sweep and of a verdict."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from appointments.booking.models import Booking
from appointments.cases.enums import FindingStatus, Level
from appointments.sweep.enums import SweepStatus
from appointments.sweep.models import Sweep, Verdict
from wuxue_exit_entry.ui.parts import Tab


@dataclass(frozen=True)
class SweepLine:
    """One sweep with its counts; counted when it is over."""

    sweep: Sweep
    status: SweepStatus
    total: int
    green: int
    amber: int
    red: int
    took: str
    late_by: int
    is_counted: bool


@dataclass(frozen=True)
class VerdictLine:
    """One booking: who, for what, and what is still open."""

    booking: Booking
    level: Level
    name: str
    items: str
    words: tuple[str, ...]
    case_id: str


def line(sweep: Sweep) -> SweepLine:
    """Return what the list says of a sweep."""
    counts = sweep.counts
    return SweepLine(
        sweep=sweep,
        status=SweepStatus(sweep.status),
        total=sum(counts.values()),
        green=counts.get(Level.GREEN, 0),
        amber=counts.get(Level.AMBER, 0),
        red=counts.get(Level.RED, 0),
        took=_took(sweep.started_at, sweep.finished_at),
        late_by=_minutes(sweep.due_at, sweep.started_at),
        is_counted=sweep.status == SweepStatus.DONE,
    )


def cards(sweep: Sweep, chosen: str) -> list[Tab]:
    """Return the counts of a sweep as filters: what is not in order together is the first."""
    counts = sweep.counts or {}
    worst = [Level.RED, Level.AMBER]
    all_open = Tab(
        "要处理", "?", current=chosen not in Level.values, count=sum(counts.get(level, 0) for level in worst)
    )
    return [
        all_open,
        *(
            Tab(level.label, f"?level={level}", chosen == level, counts.get(level, 0), level.tone)
            for level in (*worst, Level.GREEN)
        ),
    ]


def verdict_line(verdict: Verdict) -> VerdictLine:
    """Return what the page of a sweep says of a booking."""
    items = list(verdict.booking.items.all())
    open_ = [
        finding.officer_words
        for item in items
        if item.case
        for finding in item.case.findings.all()
        if finding.status == FindingStatus.OPEN and finding.level != Level.GREEN
    ]
    people = list(dict.fromkeys(item.person.name for item in items))
    return VerdictLine(
        booking=verdict.booking,
        level=Level(verdict.level),
        name=people[0] + (f" 等 {len(people)} 人" if len(people) > 1 else "") if people else "",
        items="、".join(dict.fromkeys(item.service.name_zh for item in items)),
        words=tuple(dict.fromkeys(open_)),
        case_id=next((item.case.public_id for item in items if item.case), ""),
    )


def _took(started: datetime | None, finished: datetime | None) -> str:
    if not started or not finished:
        return ""
    seconds = (finished - started).total_seconds()
    return f"{seconds:.1f} 秒" if seconds < 100 else f"{seconds / 60:.0f} 分"


def _minutes(due: datetime, started: datetime | None) -> int:
    return max(0, (started - due) // timedelta(minutes=1)) if started else 0
