"""What the sweep and the reminders say to the applicant; declared in both languages, written in the reader's."""

from collections.abc import Sequence
from typing import Any

from appointments.booking import messages as booking
from appointments.booking.models import Booking
from appointments.cases.models import Finding
from wuxue_exit_entry.messaging import services as messaging
from wuxue_exit_entry.messaging.kinds import MessageKind
from wuxue_exit_entry.messaging.models import Message
from wuxue_exit_entry.ui import formats

MISSING = MessageKind(
    code="booking.missing",
    label="缺项告知",
    zh="您 {start} 的预约 {code} 还有 {count} 件事请先办好{fix_by}：{missing}查看清单、改期：{link}",
    en="Your appointment {code} on {start}: please see to {count} more before it{fix_by}: "
    "{missing}Your list, change: {link}",
)
COMPLETE = MessageKind(
    code="booking.complete",
    label="缺项已清",
    zh="您 {start} 的预约 {code}：先前告诉您的缺项都已解决，按清单带齐来就行。{link}",
    en="Your appointment {code} on {start}: nothing is missing any more. Just bring what is on your list. {link}",
)
DAY_REMINDER = MessageKind(
    code="booking.reminder_day",
    label="前一工作日提醒",
    zh="提醒：{day} {band} 到武穴出入境办证大厅（{address}）办证，预约号 {code}。{missing}{cost}"
    "清单、改期、取消：{link}",
    en="Reminder: {day} {band}, Wuxue exit-entry hall ({address}), code {code}. {missing}{cost}"
    "Your list, change or cancel: {link}",
)
HOURS_REMINDER = MessageKind(
    code="booking.reminder_hours",
    label="到场前提醒",
    zh="{day} {band} 见，武穴出入境办证大厅（{address}），预约号 {code}，到了先签到，不用再取号。{missing}{cost}{link}",
    en="See you {day} {band} at the Wuxue exit-entry hall ({address}), code {code}. Check in first, no ticket needed. "
    "{missing}{cost}{link}",
)
REMINDERS = {"day": DAY_REMINDER, "hours": HOURS_REMINDER}


def queue_missing(booked: Booking, findings: Sequence[Finding], number: int) -> Message:
    """Tell everything that is still missing, or that nothing is any more, in the place of what waits to be sent."""
    messaging.withdraw(about=booked, kinds=[MISSING, COMPLETE])
    if not findings:
        return _queue(COMPLETE, booked, f"complete:{number}", {})
    words = sentences(findings, booked.language)
    more = {"count": len(words), "missing": listed(words), "fix_by": _best_by(booked, findings)}
    return _queue(MISSING, booked, f"missing:{number}", more)


def _best_by(booked: Booking, findings: Sequence[Finding]) -> str:
    """Return until when to mend it; nothing when that is the visit itself."""
    by = min(finding.fix_by for finding in findings if finding.fix_by)
    if by >= booked.start:
        return ""
    said = formats.daytime(by, booked.language)
    return f", best by {said}" if formats.is_english(booked.language) else f"（最好在 {said} 前）"


def queue_reminder(booked: Booking, kind: str, findings: Sequence[Finding], *, numbers: Any) -> Message:
    """Remind of a visit, with what is still missing and what a missed place costs."""
    words = sentences(findings, booked.language)
    english = formats.is_english(booked.language)
    head = ("Still missing: " if english else "还缺：") if words else ""
    more = {
        "day": formats.day(booked.start, booked.language),
        "missing": head + listed(words),
        "cost": cost(booked, numbers, english=english),
    }
    return _queue(REMINDERS[kind], booked, f"reminder:{booked.slot_version}:{kind}", more)


def cost(booked: Booking, numbers: Any, *, english: bool) -> str:
    """Say in figures what it costs not to come: vague words change nothing (RCT, 19,959 patients, PMC4569397)."""
    if english:
        return (
            f"Cannot come? Cancel {numbers.late_cancel // 60} hours ahead: these {booked.minutes} minutes then go to "
            f"somebody who waits. Not coming counts as one miss; after {numbers.no_show_limit} in "
            f"{numbers.no_show_days} days you can book only at the desk or by telephone. "
        )
    return (
        f"来不了请提前 {numbers.late_cancel // 60} 小时取消，这 {booked.minutes} 分钟就能给正在等的人；"
        f"不来记失约 1 次，{numbers.no_show_days} 天内 {numbers.no_show_limit} 次后只能到窗口或打电话预约。"
    )


def sentences(findings: Sequence[Finding], language: str) -> list[str]:
    """Return what findings say to a reader of `language`, each sentence once."""
    english = formats.is_english(language)
    return list(dict.fromkeys((one.applicant_en if english else one.applicant_zh) for one in findings))


def listed(words: Sequence[str]) -> str:
    """Return sentences as a numbered line, a single one as it is."""
    if len(words) < 2:
        return "".join(f"{one} " for one in words)
    return "".join(f"{number}. {one} " for number, one in enumerate(words, start=1))


def _queue(kind: MessageKind, booked: Booking, key: str, more: dict[str, Any]) -> Message:
    """Write one message about a booking, worthless once the visit begins."""
    return booking.queue(kind, booked, key=f"{booked.pk}:{key}", expires_at=booked.start, **more)
