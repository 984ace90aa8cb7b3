"""Booking for a caller, and opening the file of somebody without a booking: one page, one form."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from appointments.booking import services as booking
from appointments.booking.data import BookingData
from appointments.booking.models import Booking
from appointments.desk import arrivals, counter_changes, services
from appointments.desk.counter import NOW, Counter, CounterDetails
from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.kernel.public_ids import new_secret
from wuxue_exit_entry.ui import formats


@access.requires(Permission.BOOKING_CREATE_FOR_CALLER)
def book(request: HttpRequest) -> HttpResponse:
    """Ask, list, place and book; a change of an answer draws the page anew with everything typed kept."""
    if request.method != "POST":
        return _draw(request, {"mode": request.GET.get("mode", "")})
    typed = counter_changes.applied(request.POST)
    wanted = request.POST.get("do", "")
    if wanted not in ("book", "take-over"):
        return _draw(request, typed)
    counter = _counter(request, typed)
    if not counter.is_ready:
        return _draw(request, typed)
    details = counter.details(is_bound=True)
    if not details.is_valid():
        return _draw(request, typed, details=details, status=422)
    try:
        return _done(request, counter, details, is_taking_over=wanted == "take-over")
    except BusinessError as error:
        return _refused(request, typed, counter, details, error)


def _counter(request: HttpRequest, typed: Any) -> Counter:
    return Counter(typed, may_add=access.can(request.actor, Permission.CAPACITY_EXTRA))


def _draw(
    request: HttpRequest, typed: Any, *, details: CounterDetails | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    counter = _counter(request, typed)
    if counter.is_ready:
        details = details or counter.details(is_bound=False)
        for person, form in zip(counter.people, details.people, strict=True):
            person.form = form
    context = {"counter": counter, "contact": details.contact if details else None, "typed": typed}
    context["key"] = typed.get("key") or new_secret()
    template = "appointments/desk/_counter.html" if request.htmx else "appointments/desk/book.html"
    return render(request, template, context | more, status=status)


def _done(request: HttpRequest, counter: Counter, details: CounterDetails, *, is_taking_over: bool) -> HttpResponse:
    """Book or open the files, and go there.

    Raises BusinessError.
    """
    if counter.start is None or counter.plan is None:
        raise BusinessError("start_missing", "请选一个时段。", field="start", status=400)
    data = details.data(counter.plan, counter.start)
    reason = _reason(request) if is_taking_over else ""
    if counter.when == NOW:
        cases = services.open_at_window(actor=request.actor, data=data, reason=reason)
        messages.success(request, "档案已建，可以开始办理。")
        return redirect("desk:file", public_id=cases[0].public_id)
    one = _book(request, counter, data, reason)
    messages.success(request, f"已约好：{formats.daytime(one.start)}，预约号 {formats.code(one.code)}。")
    return redirect(reverse("desk:booking", args=[one.code]) + "?do=read")


def _book(request: HttpRequest, counter: Counter, data: BookingData, reason: str) -> Booking:
    chosen: dict[str, Any] = {"actor": request.actor, "data": data, "channel": counter.channel}
    extra = request.POST.get("extra", "")[:300].strip()
    key = f"desk:{request.actor.user_id}:{request.POST.get('key', '')[:60]}"
    if reason:
        return services.take_over(**chosen, reason=reason, key=key, extra=extra)
    return booking.book(**chosen, idempotency_key=key, extra=extra)


def _reason(request: HttpRequest) -> str:
    reason = request.POST.get("reason", "")[:300].strip()
    if not reason or request.POST.get("id_seen") != "1":
        raise BusinessError("reason_missing", "核对证件原件并写明理由，才能取消原来的预约。", status=400)
    return reason


def _refused(
    request: HttpRequest, typed: Any, counter: Counter, details: CounterDetails, error: BusinessError
) -> HttpResponse:
    """Draw the page with the refusal where it belongs; what stands in the way is shown to be taken over."""
    more: dict[str, Any] = {}
    if error.code in ("needs_desk", "reason_missing") and counter.plan and counter.start:
        data = details.data(counter.plan, counter.start)
        more["holders"] = arrivals.entries(services.holders(actor=request.actor, data=data))
        for entry in more["holders"]:
            audit.record_read(request.actor, "appointments.booking.read", entry.booking, purpose="证件在手，有预约在先")
    if error.code == "slot_full":
        more["nearest"] = counter_changes.nearest(error)
    if error.field.startswith("people"):
        details.place(error)
    else:
        more["refusal"] = error
    return _draw(request, typed, details=details, status=409 if error.status == 409 else 422, **more)
