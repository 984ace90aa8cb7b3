"""Screens of the keeper of the hours: weekly opening, exceptions, calendar, the hall's numbers."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from appointments.booking import openings, selectors
from appointments.booking.keeper_forms import DayForm, EndForm, ExceptionForm, HallForm, PatternForm, PolicyForm
from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.ui import forms as ui_forms
from wuxue_exit_entry.workdays import selectors as calendar
from wuxue_exit_entry.workdays import services as workdays

TEMPLATES = "appointments/booking/keeper/"
EDIT = Permission.CAPACITY_EDIT


@access.requires(EDIT)
def hours(request: HttpRequest) -> HttpResponse:
    """Show the weekly opening of every lane and the coming exceptions; add either."""
    lanes = selectors.lanes()
    pattern, exception = PatternForm(lanes=lanes), ExceptionForm(lanes=lanes)
    if request.method == "POST" and "exception" in request.POST:
        exception = ExceptionForm(request.POST, lanes=lanes)
        if _done(request, exception, lambda: openings.add_exception(actor=request.actor, **exception.cleaned_data)):
            return redirect("openings:hours")
    elif request.method == "POST":
        pattern = PatternForm(request.POST, lanes=lanes)
        if _done(request, pattern, lambda: _add(request, pattern)):
            return redirect("openings:hours")
    bad = request.method == "POST"
    context = {"lanes": selectors.openings_by_lane(), "exceptions": selectors.coming_exceptions(), "pattern": pattern}
    context |= {"exception": exception, "called": openings.to_be_called(), "end": EndForm()}
    return render(request, TEMPLATES + "hours.html", context, status=422 if bad else 200)


@require_POST
@access.requires(EDIT)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End weekly hours with a day."""
    form = EndForm(request.POST)
    if not _done(request, form, lambda: openings.end_pattern(actor=request.actor, pattern_id=pk, **form.cleaned_data)):
        messages.error(request, "请填写最后一天，例如 2026-12-31。")
    return redirect("openings:hours")


@require_POST
@access.requires(EDIT)
def remove_exception(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an exception back."""
    openings.remove_exception(actor=request.actor, exception_id=pk)
    messages.success(request, "已取消。")
    return redirect("openings:hours")


@access.requires(EDIT)
def days(request: HttpRequest) -> HttpResponse:
    """Show a year of holidays and worked weekends; enter or take out a day."""
    form = DayForm(request.POST or None)
    if request.method == "POST" and _done(request, form, lambda: _set_day(request, form)):
        return redirect(f"{request.path}?year={form.cleaned_data['date'].year}")
    year = _year(request)
    context = {
        "form": form,
        "year": year,
        "days": calendar.days_of_year(year),
        "estimated": calendar.calendar().estimated_days(year),
        "is_published": calendar.calendar().is_published(year),
    }
    return render(request, TEMPLATES + "days.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@access.requires(EDIT)
def remove_day(request: HttpRequest, day: Any) -> HttpResponse:
    """Take an entered day out."""
    workdays.remove_day(actor=request.actor, day=day)
    openings.follow_day(day)
    messages.success(request, "已删除。")
    return redirect(f"../../?year={day.year}")


@access.requires(EDIT)
def policy(request: HttpRequest) -> HttpResponse:
    """Show and change the hall's numbers and what the public reads of it."""
    hall = selectors.hall()
    numbers, words = PolicyForm(instance=selectors.policy()), HallForm(instance=hall)
    if request.method == "POST" and "hall" in request.POST:
        words = HallForm(request.POST, instance=hall)
        if _done(
            request, words, lambda: openings.change_hall(actor=request.actor, hall=hall, changes=words.cleaned_data)
        ):
            return redirect("openings:policy")
    elif request.method == "POST":
        numbers = PolicyForm(request.POST, instance=selectors.policy())
        if _done(request, numbers, lambda: openings.change_policy(actor=request.actor, changes=numbers.changes())):
            return redirect("openings:policy")
    context = {"numbers": numbers, "words": words}
    return render(request, TEMPLATES + "policy.html", context, status=422 if request.method == "POST" else 200)


def _done(request: HttpRequest, form: Any, act: Callable[[], Any]) -> bool:
    """Do it when the form is right; a refusal lands on the form."""
    if not form.is_valid():
        return False
    try:
        act()
    except BusinessError as error:
        ui_forms.apply_error(form, error)
        return False
    messages.success(request, "已保存。")
    return True


def _add(request: HttpRequest, form: PatternForm) -> None:
    openings.add_pattern(actor=request.actor, lane=form.cleaned_data["lane"], data=form.data_of())


def _set_day(request: HttpRequest, form: DayForm) -> None:
    given = form.cleaned_data
    workdays.set_day(
        actor=request.actor,
        day=given["date"],
        kind=given["kind"],
        name=given["name"],
        source_doc=given["source_doc"],
    )
    openings.follow_day(given["date"])


def _year(request: HttpRequest) -> int:
    typed = request.GET.get("year", "")
    return int(typed) if typed.isascii() and typed.isdigit() and 2000 <= int(typed) <= 2099 else clock.today().year
