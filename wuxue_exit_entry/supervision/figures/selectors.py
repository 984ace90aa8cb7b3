"""The figures of the hall: each with its definition, its line over the days, and the way to its cases."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from appointments.booking import selectors as places
from appointments.booking.enums import BookingStatus
from appointments.cases.enums import Level
from appointments.cases.models import SecondTrip
from appointments.catalogue.models import Material, Question
from appointments.sweep.models import Verdict
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.supervision.figures import cases, rules
from wuxue_exit_entry.supervision.figures.cases import Line
from wuxue_exit_entry.supervision.figures.period import Period

NO_FIGURE = "—"
ONCE_TARGET = 95.0


@dataclass(frozen=True)
class Figure:
    """One figure of the page."""

    slug: str
    title: str
    value: str
    unit: str
    text: str
    definition: str
    tone: str = "info"
    values: Sequence[float | None] = ()
    target: float | None = None


def all_figures(period: Period) -> list[Figure]:
    """Return the figures of a period in the order of the page."""
    return [make(period) for make in (_bookings, _left, _missed, _swept, _once, _waited, _stayed, _urgent)]


def lines_of(slug: str, period: Period) -> list[Line] | None:
    """Return the cases behind a figure; None when there is no such figure."""
    make = _LINES.get(slug)
    return None if make is None else make(period)


def failed_questions(period: Period) -> list[tuple[str, str, int]]:
    """Return what was missed at second trips: material, the question that should have found it, how often."""
    trips = SecondTrip.objects.filter(recorded_at__gte=period.start, recorded_at__lt=period.end)
    counted = Counter(trips.values_list("material", "question"))
    materials = dict(Material.objects.values_list("code", "name_zh"))
    questions = dict(Question.objects.values_list("fact", "text_zh"))
    return [
        (materials.get(material, "清单以外"), questions.get(question, "没有对应的问题"), number)
        for (material, question), number in counted.most_common(20)
    ]


# -- one function per figure -----------------------------------------------------------------------------------------
def _bookings(period: Period) -> Figure:
    starts = list(cases.bookings(period).values_list("start", flat=True))
    by_day = _counted(period, starts)
    busiest = max(by_day, key=lambda day: by_day[day], default=None)
    text = (
        f"最多的一天是 {busiest.month} 月 {busiest.day} 日，{by_day[busiest]} 个"
        if starts and busiest
        else "这段时间没有预约"
    )
    return Figure(
        "bookings", "预约", str(len(starts)), "个", text,
        "到访时间在这段日子里的预约，一次到访算一个；取消的和非本人的不算。",
        values=_worked(by_day),
    )  # fmt: skip


def _left(period: Period) -> Figure:
    days = places.slot_days(lane="cn_documents", minutes=1)
    left, full = sum(day.left for day in days), [day for day in days if not day.left]
    text = f"{len(days)} 天里 {len(full)} 天已约满" if full else f"今后 {len(days)} 个工作日都还有号"
    return Figure(
        "left", "余号", str(left), "个", text,
        "从现在起公众可约的日子里，综合受理窗口还没约出去的号；不随所选时段变。",
        tone="warn" if full else "info", values=[float(day.left) for day in days],
    )  # fmt: skip


def _missed(period: Period) -> Figure:
    states = Counter(cases.bookings(period).values_list("status", flat=True))
    gone = states[BookingStatus.MISSED]
    over = gone + sum(states[state] for state in cases.CAME)
    share = rules.rate(gone, over)
    starts = cases.missed(period).values_list("start", flat=True)
    return Figure(
        "missed", "爽约", str(gone), "个", f"占已过的 {over} 个的 {_per_cent(share)}" if over else "还没有过期的预约",
        "到访日已过、没有人来的预约。比例的分母是来了的和没来的之和。",
        tone="warn" if share and share > 10 else "info", values=_worked(_counted(period, starts)),
    )  # fmt: skip


def _swept(period: Period) -> Figure:
    judged = Verdict.objects.filter(booking__in=cases.bookings(period)).order_by("booking", "-judged_at")
    levels = Counter(judged.distinct("booking").values_list("level", flat=True))
    total = sum(levels.values())
    share = rules.rate(levels[Level.GREEN], total)
    return Figure(
        "swept", "检索结论为齐", _number(share), "%" if share is not None else "",
        f"{total} 个里待核 {levels[Level.AMBER]}、缺 {levels[Level.RED]}" if total else "这段时间没有检索过的预约",
        "每个预约取最近一次检索的结论；齐的除以检索过的。点开看不齐的。",
    )  # fmt: skip


def _once(period: Period) -> Figure:
    whole, again = cases.handled(period).count(), cases.second_trips(period).count()
    share = rules.rate(whole - again, whole)
    by_day: dict[date, list[bool]] = defaultdict(list)
    for visit, trip in cases.handled(period).values_list("visit_at", "second_trips"):
        if visit is not None:
            by_day[clock.local(visit).date()].append(trip is None)
    return Figure(
        "once", "一次办结率", _number(share), "%" if share is not None else "",
        f"{whole} 件里 {again} 件须再来一趟" if whole else "还没有办过的档案",
        "在这段日子到访并办过的档案中，没有登记过「须再来」的所占比例。点开看须再来的。",
        tone="warn" if share is not None and share < ONCE_TARGET else "ok", target=ONCE_TARGET,
        values=[rules.rate(sum(oks), len(oks)) for day, oks in sorted(by_day.items())],
    )  # fmt: skip


def _waited(period: Period) -> Figure:
    pairs = cases.served(period).values_list("arrived_at", "served_at")
    return _span("waited", "到场到开始办", pairs, "从签到到窗口第一次为其办理的分钟数：中位数；九成在后面那个数以内。")


def _stayed(period: Period) -> Figure:
    pairs = cases.finished(period).values_list("arrived_at", "done_at")
    return _span("stayed", "到场到办完（即来即办即走）", pairs, "从签到到办结的分钟数：中位数；九成在后面那个数以内。")


def _urgent(period: Period) -> Figure:
    rows = list(cases.urgent(period).values_list("decide_by", "decided_at"))
    answered = [(due, at) for due, at in rows if at is not None]
    in_time = sum(1 for due, at in answered if at <= due)
    late = sum(1 for due, at in rows if at is None and due < clock.now())
    text = f"{len(rows)} 件申请，{len(rows) - len(answered)} 件等待答复"
    return Figure(
        "urgent", "绿色通道按时答复", _number(rules.rate(in_time, len(answered))), "%" if answered else "",
        f"{text}，{late} 件已超时" if late else text,
        "这段日子提出、已答复的申请中，在时限内答复的所占比例；时限按开放时间计。",
        tone="danger" if late else "info",
    )  # fmt: skip


def _span(slug: str, title: str, pairs: Iterable[tuple[Any, Any]], definition: str) -> Figure:
    by_day: dict[date, list[float]] = defaultdict(list)
    for earlier, later in pairs:
        by_day[clock.local(earlier).date()].append(cases.minutes_between(earlier, later))
    spans = [span for of_day in by_day.values() for span in of_day]
    middle, most = rules.percentile(spans, 0.5), rules.percentile(spans, 0.9)
    text = f"{len(spans)} 件，九成在 {most:.0f} 分以内" if spans else "这段时间还没有"
    return Figure(
        slug, title, _number(middle, 0), "分" if spans else "", text, definition,
        values=[rules.percentile(of_day, 0.5) for _, of_day in sorted(by_day.items())],
    )  # fmt: skip


_LINES: dict[str, Callable[[Period], list[Line]]] = {
    "bookings": lambda period: cases.of_bookings(cases.bookings(period)),
    "missed": lambda period: cases.of_bookings(cases.missed(period)),
    "swept": lambda period: cases.of_verdicts(cases.not_green(period)),
    "once": lambda period: cases.of_cases(cases.second_trips(period), _trip_words),
    "waited": lambda period: cases.of_cases(
        cases.served(period), lambda row: _span_words(row.arrived_at, row.served_at)
    ),
    "stayed": lambda period: cases.of_cases(
        cases.finished(period), lambda row: _span_words(row.arrived_at, row.done_at)
    ),
    "urgent": lambda period: cases.of_urgent(cases.urgent(period)),
}


def _trip_words(case: cases.Case) -> str:
    materials = dict(Material.objects.values_list("code", "name_zh"))
    return "；".join(materials.get(trip.material, "") or trip.note for trip in case.second_trips.all())


def _span_words(earlier: datetime | None, later: datetime | None) -> str:
    return f"{cases.minutes_between(earlier, later)} 分" if earlier and later else ""


def _counted(period: Period, moments: Iterable[datetime]) -> dict[date, int]:
    counted = Counter(clock.local(moment).date() for moment in moments)
    return {day: counted[day] for day in period.days}


def _worked(by_day: dict[date, int]) -> list[float]:
    """Return the line over the days on which anything happened: days off would draw a saw."""
    return [float(number) for number in by_day.values() if number]


def _number(value: float | None, decimals: int = 1) -> str:
    return NO_FIGURE if value is None else f"{value:.{decimals}f}"


def _per_cent(value: float | None) -> str:
    return NO_FIGURE if value is None else f"{value:.1f}%"
