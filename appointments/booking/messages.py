"""What a booking says to the person who holds it."""

from datetime import datetime, timedelta
from typing import Any

from appointments.booking import links
from appointments.booking.models import Booking, Offer
from wuxue_exit_entry.messaging import services as messaging
from wuxue_exit_entry.messaging.kinds import MessageKind
from wuxue_exit_entry.messaging.models import Message
from wuxue_exit_entry.messaging.services import Recipient
from wuxue_exit_entry.ui import formats

CONFIRMED = MessageKind(
    code="booking.confirmed",
    label="预约成功",
    zh="您已预约 {start} 到武穴出入境办证大厅（{address}），预约号 {code}。"
    "要带什么、改期、取消：{link} 。不是您约的，也请点开告诉我们。",
    en="You are booked at the Wuxue exit-entry hall ({address}) for {start}, code {code}. "
    "What to bring, change, cancel: {link} . If you did not book this, open the link and tell us.",
)
MOVED = MessageKind(
    code="booking.moved",
    label="改期成功",
    zh="您的预约 {code} 已改到 {start}，地点不变（{address}）。详情：{link}",
    en="Your appointment {code} has moved to {start}, same place ({address}). Details: {link}",
)
CANCELLED = MessageKind(
    code="booking.cancelled",
    label="已取消",
    zh="您 {start} 的预约 {code} 已取消。需要办理请重新预约，或拨打大厅电话 {phone}。",
    en="Your appointment {code} for {start} is cancelled. Book again when you need it, or call the hall: {phone}.",
)
TRIED_AGAIN = MessageKind(
    code="booking.tried_again",
    label="有人再次预约",
    zh="有人想用您的证件再约一次同类事项，没有约成；您 {start} 的预约 {code} 不受影响。"
    "如有疑问请拨打大厅电话 {phone}。",
    en="Somebody tried to book the same kind of item with your document again; it was refused "
    "and your appointment {code} for {start} stands. Questions? Call the hall: {phone}.",
)

OFFER = MessageKind(
    code="booking.earlier_offer",
    label="更早时段",
    zh="有更早的时段：{offered}，为您保留到 {until}。接受、谢绝或不再接收请点：{link} 。"
    "不处理，{start} 的预约 {code} 不变。",
    en="An earlier time is free: {offered}, held for you until {until}. "
    "Take it, refuse it or stop these offers: {link} . "
    "If you do nothing, your appointment {code} for {start} stands.",
)


def queue_confirmed(booking: Booking, *, again: str = "") -> None:
    """Confirm a new booking to its phone; `again` tells later confirmations apart."""
    queue(CONFIRMED, booking, key=f"{booking.pk}:confirmed{again and ':'}{again}")


def queue_moved(booking: Booking) -> None:
    """Tell the new time."""
    queue(MOVED, booking, key=f"{booking.pk}:moved:{booking.slot_version}")


def queue_cancelled(booking: Booking) -> None:
    """Tell that the booking is cancelled; useful for a day after its time at most."""
    queue(CANCELLED, booking, key=f"{booking.pk}:cancelled")


def queue_tried_again(booking: Booking) -> None:
    """Tell the holder that another booking was tried, once for each time of the booking."""
    queue(TRIED_AGAIN, booking, key=f"{booking.pk}:tried:{booking.slot_version}")


def queue_offer(offer: Offer) -> None:
    """Tell of the place that is held; worthless once the offer has expired."""
    booking = offer.request.booking
    messaging.queue(
        kind=OFFER,
        to=Recipient(phone=booking.phone, language=booking.language),
        context=words_of(booking)
        | {
            "offered": formats.daytime(offer.start, booking.language),
            "until": formats.clock_time(offer.expires_at),
            "link": links.earlier(booking),
        },
        about=booking,
        dedupe_key=f"offer:{offer.public_id}",
        expires_at=offer.expires_at,
    )


def withdraw_all(booking: Booking) -> None:
    """Take back every message about the booking that was not sent yet."""
    messaging.withdraw(about=booking)


def queue(kind: MessageKind, booking: Booking, *, key: str, expires_at: datetime | None = None, **more: Any) -> Message:
    """Write one message about a booking to its phone, in its language; worthless a day after the visit."""
    return messaging.queue(
        kind=kind,
        to=Recipient(phone=booking.phone, language=booking.language),
        context=words_of(booking) | more,
        about=booking,
        dedupe_key=f"booking:{key}",
        expires_at=expires_at or booking.start + timedelta(days=1),
    )


def words_of(booking: Booking) -> dict[str, Any]:
    """Return what messages say about a booking, in its language."""
    hall, english = booking.lane.hall, formats.is_english(booking.language)
    return {
        "code": formats.code(booking.code),
        "start": formats.daytime(booking.start, booking.language),
        "band": formats.band(booking.start, booking.minutes),
        "address": hall.address_en if english else hall.address_zh,
        "phone": hall.phone,
        "link": links.manage(booking),
    }
