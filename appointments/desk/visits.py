"""One booking as the desk shows it, and how an arrival stands to its time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from appointments.booking import rules as booking_rules
from appointments.booking import selectors as booking
from appointments.booking.enums import BookingStatus, Channel, Pickup
from appointments.booking.models import Booking, NoShowPoint, Policy
from appointments.desk import rules, selectors, words
from appointments.desk.enums import Arrival
from appointments.desk.lines import Line
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.messaging.models import Message
from wuxue_exit_entry.ui import formats
from wuxue_exit_entry.ui.parts import Row


@dataclass(frozen=True, kw_only=True)
class VisitPage:
    """Everything about one booking."""

    booking: Booking
    status: BookingStatus
    rows: Sequence[Row]
    lines: Sequence[Line]
    messages: Sequence[tuple[Message, str, str]]
    points: Sequence[NoShowPoint]
    arrival: "Standing"

    @property
    def can_change(self) -> bool:
        """Whether it can still be moved or cancelled."""
        return self.status == BookingStatus.BOOKED

    @property
    def can_reach(self) -> bool:
        """Whether another telephone number is of use."""
        return self.booking.is_live


@dataclass(frozen=True)
class Standing:
    """How somebody who stands here now stands to the time of the booking, in words."""

    kind: Arrival
    words: str

    @property
    def can_check_in(self) -> bool:
        """Whether the arrival can be recorded."""
        return self.kind in (Arrival.OPEN, Arrival.LATE)


def page_of(actor: Actor, one: Booking) -> VisitPage:
    """Read everything about a booking."""
    return VisitPage(
        booking=one,
        status=BookingStatus(one.status),
        rows=_rows(one),
        lines=selectors.siblings(actor, one.code),
        messages=[
            (message, words.reached(message), words.spoken(message)) for message in selectors.messages_about(one)[:20]
        ],
        points=selectors.points_of(one),
        arrival=standing(one),
    )


def _rows(one: Booking) -> list[Row]:
    lane = f"{one.lane.name_zh}（{one.lane.window_zh}）" if one.lane.window_zh else one.lane.name_zh
    made = f"{Channel(one.channel).label} ・ {formats.stamp(one.created_at)}"
    rows = [
        Row("时间", f"{formats.day(one.start)} {formats.band(one.start, one.minutes)}"),
        Row("窗口", lane),
        Row("来路", made + (f" ・ {one.created_by}" if one.created_by else "")),
        Row("电话", one.phone, note="" if one.phone_is_mobile else "座机，发不了短信，由人打电话告知"),
        Row("语言", "English" if one.language.startswith("en") else "中文"),
        Row("领证", f"{Pickup(one.pickup).label}{f'：{one.address}' if one.address else ''}"),
    ]
    if one.arrived_at:
        rows.append(Row("到场", f"{formats.stamp(one.arrived_at)} {rules.offset_words(one.start, one.arrived_at)}"))
    if one.ended_because:
        rows.append(Row("原因", one.ended_because))
    return rows


def standing(one: Booking, numbers: Policy | None = None) -> Standing:
    """Return how an arrival now stands to the time of the booking."""
    now, numbers = clock.now(), numbers or booking.policy()
    end = one.start + timedelta(minutes=one.minutes)
    check_in = booking_rules.can_check_in(one.start, end, now, numbers.check_in_before, numbers.check_in_grace)
    kind = rules.arrival(
        status=one.status, start=clock.local(one.start), now=now, today=clock.today(), check_in=check_in
    )
    return Standing(kind, _said(one, kind, numbers.check_in_before))


def _said(one: Booking, kind: Arrival, before: int) -> str:
    now = clock.now()
    if kind == Arrival.OTHER_DAY:
        return f"约的是 {formats.daytime(one.start)}，不是今天"
    if kind == Arrival.EARLY:
        opens = formats.clock_time(one.start - timedelta(minutes=before))
        return f"{rules.offset_words(one.start, now)}，{opens} 起可以签到"
    if kind == Arrival.OPEN:
        return f"{rules.offset_words(one.start, now)}，可以签到"
    if kind == Arrival.LATE:
        return f"{rules.offset_words(one.start, now)}，照办"
    if kind == Arrival.ARRIVED:
        return f"{formats.clock_time(one.arrived_at)} 已经签到" if one.arrived_at else "已经签到"
    return str(BookingStatus(one.status).label)
