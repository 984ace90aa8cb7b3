"""The hotel's desk: register, scan, correct, check out, cancel, nobody came, help."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lodging.hotels import selectors as hotels
from lodging.hotels import services as hotel_services
from lodging.stays import answers, front, nights, selectors, services
from lodging.stays.enums import ReportChannel
from lodging.stays.front_forms import CancelForm, HelpForm, StayForm
from lodging.stays.models import Stay
from lodging.stays.services import Outcome
from wuxue_exit_entry.accounts import access, tenancy
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.errors import BusinessError

DESK = Permission.DESK_REGISTER


@access.requires(DESK)
@tenancy.scoped
def register(request: HttpRequest) -> HttpResponse:
    """Show the form beside tonight's guests; by POST register one."""
    hotel = hotels.own_hotel(request.actor)
    if request.method != "POST":
        initial = front.defaults(hotel, group="group" in request.GET)
        return _page(request, hotel, StayForm(initial=initial))
    form = StayForm(request.POST)
    made = services.report(actor=request.actor, hotel=hotel, rows=[form.row()], channel=ReportChannel.FORM, loose=True)
    [outcome] = made.outcomes
    if not outcome.is_accepted:
        form.say(outcome.remarks)
        return _page(request, hotel, form, status=422)
    _tell(request, outcome)
    return redirect(_back("group" if "and_group" in request.POST else ""))


@access.requires(DESK)
@require_POST
@tenancy.scoped
def scan(request: HttpRequest) -> HttpResponse:
    """Fill the form from the two lines of a passport; nothing is stored."""
    hotel = hotels.own_hotel(request.actor)
    initial, said, read = front.scanned(request.POST)
    form = StayForm(initial=initial)
    if request.htmx:
        return render(request, "lodging/front/_guest.html", _guest(form, said, read))
    return _page(request, hotel, form, said=said, read=read)


@access.requires(DESK)
@require_POST
def until(request: HttpRequest) -> HttpResponse:
    """Say until when a guest may stay, and how it was counted; nothing is stored."""
    return render(request, "lodging/front/_until.html", {"until": front.until(request.POST)})


@access.requires(DESK)
@tenancy.scoped
def stay(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a stay for correcting; by POST correct it."""
    one = selectors.stay_named(request.actor, public_id)
    if request.method != "POST":
        return _stay_page(request, one, StayForm(initial=front.as_form(one, services.as_written(one))))
    form = StayForm(request.POST)
    [outcome] = services.amend(actor=request.actor, stay=one, changes=form.row(), channel=ReportChannel.FORM).outcomes
    if not outcome.is_accepted:
        form.say(outcome.remarks)
        return _stay_page(request, one, form, status=422)
    _tell(request, outcome)
    return redirect("front:register")


@access.requires(DESK)
@require_POST
@tenancy.scoped
def check_out(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let a guest leave now."""
    one = services.check_out(actor=request.actor, stay=selectors.stay_named(request.actor, public_id))
    messages.success(request, _("%(room)s 已离店。") % {"room": one.room})
    return redirect("front:register")


@access.requires(DESK)
@require_POST
@tenancy.scoped
def cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    """Cancel a report that should not exist."""
    one = selectors.stay_named(request.actor, public_id)
    try:
        services.cancel(actor=request.actor, stay=one, reason=request.POST.get("reason", ""))
    except BusinessError as error:
        messages.error(request, str(error.message))
        return redirect("front:stay", public_id=public_id)
    messages.success(request, _("已撤销，记录保留。"))
    return redirect("front:register")


@access.requires(DESK)
@require_POST
@tenancy.scoped
def nobody(request: HttpRequest) -> HttpResponse:
    """Say that no guest from outside came today."""
    hotel = hotels.own_hotel(request.actor)
    try:
        nights.report_nobody(actor=request.actor, hotel=hotel, night=clock.today())
        messages.success(request, _("零报告已收到。"))
    except BusinessError as error:
        messages.error(request, str(error.message))
    return redirect("front:register")


@access.requires(DESK)
@tenancy.scoped
def call_for_help(request: HttpRequest) -> HttpResponse:
    """Ring the officer on duty."""
    hotel = hotels.own_hotel(request.actor)
    form = HelpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        hotel_services.call_for_help(actor=request.actor, hotel=hotel, what=form.cleaned_data["what"])
        messages.success(request, _("已通知值班民警，请保持电话畅通。"))
        return redirect("front:register")
    return render(request, "lodging/front/help.html", {"form": form, "hotel": hotel})


@access.requires(DESK)
@require_GET
@tenancy.scoped
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Show a receipt of the own hotel."""
    one = selectors.receipt_numbered(request.actor, number)
    return render(request, "lodging/front/receipt.html", {"receipt": one, "hotel": one.hotel})


def _page(request: HttpRequest, hotel: Any, form: StayForm, status: int = 200, **scan: Any) -> HttpResponse:
    context = _guest(form, scan.get("said", []), scan.get("read", False)) | {
        "hotel": hotel,
        "lines": front.lines(hotel),
        "countries": front.country_options(),
        "zero": selectors.zero_report(hotel, clock.today()),
    }
    return render(request, "lodging/front/register.html", context, status=status)


def _stay_page(request: HttpRequest, one: Stay, form: StayForm, status: int = 200) -> HttpResponse:
    context = _guest(form, [], False) | {
        "stay": one,
        "hotel": one.hotel,
        "countries": front.country_options(),
        "cancelling": CancelForm(),
    }
    return render(request, "lodging/front/stay.html", context, status=status)


def _guest(form: StayForm, said: list[tuple[str, str]], read: bool) -> dict[str, Any]:
    return {"form": form, "groups": form.groups(), "said": said, "read": read}


def _tell(request: HttpRequest, outcome: Outcome) -> None:
    """Say that it stands in the books, and what is still to do."""
    assert outcome.stay is not None, "accepted"  # noqa: S101 -- says to the type checker what `is_accepted` has checked
    name = outcome.stay.name_zh or f"{outcome.stay.surname} {outcome.stay.given_name}".strip()
    said = {"accepted": _("已登记：%(name)s"), "corrected": _("已更正：%(name)s")}
    title = said.get(outcome.status, _("没有变化：%(name)s")) % {"name": name}
    remarks = [answers.remark(remark) for remark in outcome.remarks]
    warned = any(remark["severity"] == "warning" for remark in remarks)
    lines = format_html_join("", "<li>{}{}</li>", ((remark["message"], remark["fix"]) for remark in remarks))
    level = messages.WARNING if warned else messages.SUCCESS
    messages.add_message(request, level, format_html('{}<ul class="to-do">{}</ul>', title, lines) if remarks else title)


def _back(query: str) -> str:
    return reverse("front:register") + (f"?{query}" if query else "")
