"""What an urgent request says to the person who made it."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from appointments.booking import links
from appointments.green_channel import selectors
from appointments.green_channel.models import GreenRequest
from wuxue_exit_entry.messaging import services as messaging
from wuxue_exit_entry.messaging.kinds import MessageKind
from wuxue_exit_entry.messaging.services import Recipient
from wuxue_exit_entry.ui import formats

RECEIVED = MessageKind(
    code="green.received",
    label="绿色通道已收到",
    zh="已收到您的绿色通道申请 {code}，{decide_by} 前答复。进度：{link}",
    en="We have your green-channel request {code} and answer by {decide_by}. Progress: {link}",
    urgent=True,
)
GRANTED = MessageKind(
    code="green.granted",
    label="绿色通道已同意",
    zh="您的绿色通道申请 {code} 已同意：{reason}。请于 {start} 到大厅办理。要带什么：{booking_link}",
    en="Your green-channel request {code} is granted. Please come on {start}. What to bring: {booking_link} "
    "(reason in Chinese: {reason})",
    urgent=True,
)
REFUSED = MessageKind(
    code="green.refused",
    label="绿色通道未同意",
    zh="您的绿色通道申请 {code} 未获同意：{reason}。您仍可正常预约，或到大厅说明情况。详情：{link}",
    en="Your green-channel request {code} was not granted (reason in Chinese: {reason}). "
    "You can still book as usual or come to the hall and explain. Details: {link}",
    urgent=True,
)


def path(request: GreenRequest) -> str:
    """Return the path of a request's own page in the reader's language."""
    with translation.override(request.language):
        return reverse("green_channel:status", args=[request.code, selectors.secret_of(request)])


def queue(kind: MessageKind, request: GreenRequest, **more: Any) -> None:
    """Write one message about a request to its phone, once per kind."""
    messaging.queue(
        kind=kind,
        to=Recipient(phone=request.phone, language=request.language),
        context={"code": formats.code(request.code), "link": settings.PUBLIC_URL + path(request)} | more,
        about=request,
        dedupe_key=f"green:{request.pk}:{kind.code}",
    )


def queue_received(request: GreenRequest) -> None:
    """Confirm that a request has come in, with its clock."""
    queue(RECEIVED, request, decide_by=formats.daytime(request.decide_by, request.language))


def queue_granted(request: GreenRequest) -> None:
    """Tell the place that was made."""
    booking = request.booking
    if booking is None:
        raise ValueError("a granted request has its place")
    queue(
        GRANTED,
        request,
        reason=request.reason_zh,
        start=formats.daytime(booking.start, request.language),
        booking_link=links.manage(booking),
    )


def queue_refused(request: GreenRequest) -> None:
    """Tell the reason and what can still be done."""
    queue(REFUSED, request, reason=request.reason_zh)
