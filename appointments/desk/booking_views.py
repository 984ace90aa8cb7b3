"""One booking: move, cancel, another telephone number, excuse a missed visit; and what was changed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from appointments.booking import contact, slot_board
from appointments.booking import selectors as bookings
from appointments.booking import services as booking_services
from appointments.cases import selectors as cases
from appointments.desk import file_page, forms, history, screen, selectors, visits, words
from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.ui.forms import apply_error

FORMS: dict[str, type[Any]] = {"cancel": forms.ReasonForm, "excuse": forms.ReasonForm, "phone": forms.PhoneForm}


@access.requires(Permission.BOOKING_READ)
def booking(request: HttpRequest, code: str) -> HttpResponse:
    """Show one booking, with the form that was asked for."""
    return _page(request, code, do=request.GET.get("do", ""))


def _page(request: HttpRequest, code: str, *, do: str, form: Any = None, status: int = 200) -> HttpResponse:
    one = selectors.booking_for(request.actor, code)
    audit.record_read(request.actor, "appointments.booking.read", one, purpose="窗口办理")
    context = {"page": visits.page_of(request.actor, one), "do": do, "can": screen.rights(request)}
    context["form"] = form or (FORMS[do]() if do in FORMS else None)
    if do == "move":
        days = bookings.slot_days(lane=one.lane.code, minutes=one.minutes, staff=True, own=one)
        here = reverse("desk:booking", args=[one.code])
        context["board"] = slot_board.board(
            days,
            url=lambda day: f"{here}?do=move&day={day.isoformat()}",
            day=slot_board.read_day(request.GET.get("day", "")),
            chosen=one.start,
        )
    return render(request, "appointments/desk/booking.html", context, status=status)


def _act(request: HttpRequest, code: str, do: str, form: Any, act: Callable[[], Any], said: str) -> HttpResponse:
    """Do `act` with a valid form; a refusal lands beside its field."""
    if form.is_valid():
        try:
            act()
        except BusinessError as error:
            apply_error(form, error)
        else:
            messages.success(request, said)
            return redirect("desk:booking", code=code)
    return _page(request, code, do=do, form=form, status=422)


@require_POST
@access.requires(Permission.BOOKING_CHANGE)
def move(request: HttpRequest, code: str) -> HttpResponse:
    """Move the booking to the time that was chosen."""
    form = forms.MoveForm(request.POST)

    def act() -> None:
        start = slot_board.read_start(form.cleaned_data["start"])
        if start is None:
            raise BusinessError("start_bad", "请点一个时段。", field="start")
        booking_services.reschedule_booking(actor=request.actor, code=code, start=start)

    return _act(request, code, "move", form, act, "已改期，已通知申请人。")


@require_POST
@access.requires(Permission.BOOKING_CHANGE)
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Cancel the booking, with the reason; again, it says that it is cancelled."""
    form = forms.ReasonForm(request.POST)
    return _act(
        request,
        code,
        "cancel",
        form,
        lambda: booking_services.cancel_booking(actor=request.actor, code=code, reason=form.cleaned_data["reason"]),
        "已取消，名额已放回，已通知申请人。要恢复请重新预约。",
    )


@require_POST
@access.requires(Permission.BOOKING_CHANGE)
def phone(request: HttpRequest, code: str) -> HttpResponse:
    """Give the booking another telephone number."""
    form = forms.PhoneForm(request.POST)
    return _act(
        request,
        code,
        "phone",
        form,
        lambda: contact.change_phone(actor=request.actor, code=code, phone=form.cleaned_data["phone"]),
        "已更正电话，预约信息已发到新号码。",
    )


@require_POST
@access.requires(Permission.NO_SHOW_EXCUSE)
def excuse(request: HttpRequest, code: str) -> HttpResponse:
    """Excuse a missed visit, with the reason."""
    form = forms.ReasonForm(request.POST)
    one = selectors.booking_for(request.actor, code)
    return _act(
        request,
        code,
        "excuse",
        form,
        lambda: booking_services.excuse_no_show(actor=request.actor, booking=one, reason=form.cleaned_data["reason"]),
        "已免除这次失约。",
    )


@access.requires(Permission.BOOKING_READ)
def booking_history(request: HttpRequest, code: str) -> HttpResponse:
    """Show what people changed in a booking and everything that happened to it."""
    one = selectors.booking_for(request.actor, code)
    audit.record_read(request.actor, "appointments.booking.read", one, purpose="查看经过")
    events = words.timeline(
        selectors.events_about(one)[:200],
        selectors.messages_about(one)[:100],
        materials={},
        sweeps=selectors.sweeps_by_id(request.actor),
        channel=one.channel,
    )
    context = {"title": one.code, "back": reverse("desk:booking", args=[one.code]), "events": events}
    return render(request, "appointments/desk/history.html", context | {"versions": history.of_booking(one)})


@access.requires(Permission.CASE_READ)
def file_history(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what people changed in a file and everything that happened to it."""
    case = cases.case_for(request.actor, public_id)
    audit.record_read(request.actor, "appointments.case.read", case, purpose="查看经过")
    context = {
        "title": f"{case.name} {case.service.name_zh}",
        "back": reverse("desk:file", args=[public_id]),
        "events": file_page.everything(request.actor, case),
        "versions": history.of_case(case),
    }
    return render(request, "appointments/desk/history.html", context)
