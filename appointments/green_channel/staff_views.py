"""Screens of the green channel: the list with its clocks, one request with its evidence, the decision, entering one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from appointments.booking.slot_board import read_start
from appointments.catalogue import plans
from appointments.green_channel import deciding, selectors, services
from appointments.green_channel.asking import Asking
from appointments.green_channel.forms import DecideForm
from appointments.green_channel.models import GreenRequest
from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.ui import forms as ui_forms

PER_PAGE = 30
TEMPLATES = "appointments/green_channel/"


@access.requires(Permission.GREEN_ENTER)
def request_list(request: HttpRequest) -> HttpResponse:
    """Show the requests: those that wait first, the clock that runs out first on top."""
    rows = selectors.requests_visible_to(request.actor)
    waiting = rows.filter(status="waiting").order_by("decide_by")
    page = Paginator(rows.exclude(status="waiting").order_by("-asked_at"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"waiting": waiting, "page": page, "now": clock.now(), "may_decide": _may_decide(request)}
    return render(request, TEMPLATES + "request_list.html", context)


@access.requires(Permission.GREEN_ENTER)
def request_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show one request with its evidence, and the decision to whoever may take it."""
    asked = selectors.request_for(request.actor, code)
    audit.record_read(request.actor, "appointments.green_request.read", asked, purpose="绿色通道审批")
    return _detail(request, asked, DecideForm(starts=deciding.starts(asked)))


@require_POST
@access.requires(Permission.GREEN_DECIDE)
def decide(request: HttpRequest, code: str) -> HttpResponse:
    """Grant or refuse."""
    asked = selectors.request_for(request.actor, code)
    form = DecideForm(request.POST, starts=deciding.starts(asked))
    if form.is_valid():
        try:
            services.decide(
                actor=request.actor,
                code=asked.code,
                grant=request.POST.get("answer") == "grant",
                reason=form.cleaned_data["reason"],
                start=read_start(form.cleaned_data["start"]),
            )
            messages.success(request, "已答复，并已通知申请人。")
            return redirect("green:request-detail", code=asked.code)
        except BusinessError as error:
            ui_forms.apply_error(form, error)
    return _detail(request, selectors.request_for(request.actor, code), form, status=422)


@access.requires(Permission.GREEN_ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Enter a request for somebody at the window or on the phone."""
    if not request.GET.get("plan"):
        return redirect("catalogue:service-list")
    plan = plans.read(request.GET["plan"])
    asking = Asking(plan, data=request.POST, files=request.FILES) if request.method == "POST" else Asking(plan)
    if request.method == "POST" and asking.is_valid():
        try:
            key = asking.request.cleaned_data["key"]
            made = services.ask(actor=request.actor, data=asking.data("zh-hans"), idempotency_key=key)
            return redirect("green:request-detail", code=made.code)
        except BusinessError as error:
            asking.place(error)
    bad = request.method == "POST"
    context = {"asking": asking, "plan": plan, "has_errors": bad}
    return render(request, TEMPLATES + "enter.html", context, status=422 if bad else 200)


def _may_decide(request: HttpRequest) -> bool:
    return access.can(request.actor, Permission.GREEN_DECIDE)


def _detail(request: HttpRequest, asked: GreenRequest, form: DecideForm, status: int = 200) -> HttpResponse:
    context = {
        "asked": asked,
        "form": form,
        "facts": deciding.facts(asked),
        "clock": deciding.clock_words(asked, clock.now()),
        "is_own": asked.entered_by_id == request.actor.user_id,
        "may_decide": asked.status == "waiting" and _may_decide(request),
    }
    return render(request, TEMPLATES + "request_detail.html", context, status=status)
