"""The duty roster by week, and handing over."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from wuxue_exit_entry.accounts import access, selectors, services
from wuxue_exit_entry.accounts.forms import HandOverForm, ShiftForm
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.ui.forms import apply_error

_YEARS_SHOWN = 10


@access.signed_in
@require_GET
def roster(request: HttpRequest, monday: str = "") -> HttpResponse:
    """One week of the roster; who may edit it finds the form beside it."""
    return _show(request, _monday(monday))


@access.requires(Permission.ROSTER_EDIT)
@require_POST
def shift_add(request: HttpRequest) -> HttpResponse:
    """Put somebody on the roster."""
    form = ShiftForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            services.add_shift(actor=request.actor, user=data["user"], kind=data["kind"], **form.period())
        except BusinessError as error:
            apply_error(form, error)
        else:
            messages.success(request, "已排班。")
            return redirect(_week_url(data["day"]))
    return _show(request, _monday(request.POST.get("monday", "")), shift_form=form, status=422)


@access.requires(Permission.ROSTER_EDIT)
@require_POST
def shift_remove(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a coming shift off the roster."""
    shift = get_object_or_404(selectors.shifts(), public_id=public_id)
    try:
        services.remove_shift(actor=request.actor, shift=shift)
        messages.success(request, "已删除。")
    except BusinessError as error:
        messages.error(request, error.message)
    return redirect(_week_url(clock.local(shift.start).date()))


@access.requires(Permission.ROSTER_EDIT)
@require_POST
def week_copy(request: HttpRequest, monday: str) -> HttpResponse:
    """Copy the week before into this one."""
    count = services.copy_week(actor=request.actor, monday=_monday(monday))
    messages.success(request, f"已从上周复制 {count} 班。" if count else "上周没有可以复制的班。")
    return redirect("accounts:roster-week", monday=monday)


@access.signed_in
@require_POST
def hand_over(request: HttpRequest) -> HttpResponse:
    """Offer one's running shift to somebody else."""
    form = HandOverForm(request.POST, user=request.user)
    if form.is_valid():
        try:
            services.hand_over(actor=request.actor, **form.cleaned_data)
        except BusinessError as error:
            apply_error(form, error)
        else:
            messages.success(request, "已提交，等对方确认；确认前告警仍发给您。")
            return redirect("accounts:roster")
    return _show(request, _monday(""), hand_over_form=form, status=422)


@access.signed_in
@require_POST
def hand_over_answer(request: HttpRequest, public_id: str, answer: str) -> HttpResponse:
    """Confirm, decline or take back a hand-over."""
    act, done = {
        "confirm": (services.confirm_hand_over, "已接班，告警从现在起发给您。"),
        "withdraw": (services.withdraw_hand_over, "已撤回。"),
    }[answer]
    try:
        act(actor=request.actor, public_id=public_id)
        messages.success(request, done)
    except BusinessError as error:
        messages.error(request, error.message)
    return redirect("accounts:roster")


def _show(request: HttpRequest, monday: date, *, status: int = 200, **forms: object) -> HttpResponse:
    day = max(monday, min(clock.today(), monday + timedelta(days=6)))
    context = {
        "week": selectors.roster_week(monday),
        "monday": monday,
        "previous": _week_url(monday - timedelta(days=7)),
        "next": _week_url(monday + timedelta(days=7)),
        "on_duty": selectors.on_duty(),
        "rostered": selectors.is_rostered(),
        "open": selectors.open_hand_overs(request.user.pk),
        "recent": selectors.recent_hand_overs(),
        "may_edit": access.can(request.actor, Permission.ROSTER_EDIT),
        "own_shift": selectors.shift_of(request.user.pk, clock.now()),
        "shift_form": ShiftForm(initial={"day": day, "start": "08:30", "end": "08:30"}),
        "hand_over_form": HandOverForm(user=request.user),
    }
    return render(request, "accounts/roster.html", context | forms, status=status)


def _monday(text: str) -> date:
    """Return the Monday of the week that `text` (ISO) lies in; of this week when it is empty."""
    try:
        day = date.fromisoformat(text) if text else clock.today()
    except ValueError as problem:
        raise Http404 from problem
    if abs(day.year - clock.today().year) > _YEARS_SHOWN:
        raise Http404
    return day - timedelta(days=day.weekday())


def _week_url(day: date) -> str:
    return reverse("accounts:roster-week", args=[(day - timedelta(days=day.weekday())).isoformat()])
