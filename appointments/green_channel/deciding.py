"""What the deciding leader sees: the facts of a request, its clock in words, the times that can be given."""

from datetime import datetime
from typing import Any

from appointments.booking import selectors as places
from appointments.catalogue.plans import Plan
from appointments.green_channel import services
from appointments.green_channel.models import GreenRequest
from wuxue_exit_entry.privacy import masks
from wuxue_exit_entry.ui import formats

DAYS_OFFERED = 3


def starts(asked: GreenRequest) -> list[tuple[str, str]]:
    """Return the coming bands with what is left in words; a full one can be given too, as an extra place."""
    plan = Plan.from_json(asked.plan)
    days = places.slot_days(lane=plan.lane, minutes=plan.minutes, days=DAYS_OFFERED, staff=True)
    return [
        (slot.start.isoformat(), f"{formats.daytime(slot.start, 'zh-hans')}（{_left(slot.left)}）")
        for day in days
        for slot in day.slots
    ]


def facts(asked: GreenRequest) -> list[tuple[str, Any]]:
    """Return what is known of the request, numbers masked."""
    person = services.person_of(asked)
    items = "、".join(item["name"] for one in asked.told["people"] for item in one["items"])
    return [
        ("申请人", asked.name),
        ("证件号码", masks.mask_number(person.number)),
        ("电话", masks.mask_phone(asked.phone)),
        ("事项", items),
        ("情形", asked.ground.name_zh),
        ("应有凭证", asked.ground.evidence_zh),
        ("最晚要证日期", formats.day(asked.needed_by, "zh-hans")),
        ("补充说明", asked.explanation or "无"),
        (
            "提出",
            f"{formats.stamp(asked.asked_at)}，{asked.entered_by.name + '录入' if asked.entered_by else '本人网上'}",
        ),
    ]


def clock_words(asked: GreenRequest, now: datetime) -> tuple[str, str]:
    """Return how the clock of a waiting request stands, and its tone."""
    minutes = int((asked.decide_by - now).total_seconds() // 60)
    if minutes < 0:
        return f"已超时 {_span(-minutes)}", "danger"
    return f"还剩 {_span(minutes)}", "warn" if minutes <= 30 else "info"


def _span(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours} 小时 {rest} 分" if hours else f"{rest} 分"


def _left(left: int) -> str:
    return f"余 {left}" if left else "已满，加号"
