"""From the checklist to the booked visit: time, details, code, check, done.

Nothing is kept between the pages but the sealed field; a GET of any of them changes nothing and shows nothing personal.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import wraps
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from appointments.booking import (
    applicants,
    draft,
    limits,
    links,
    notice,
    phone_codes,
    selectors,
    services,
    slot_board,
    summary,
)
from appointments.booking import kept as kept_pages
from appointments.booking.details import Details
from appointments.booking.draft import Draft, DraftGone
from appointments.booking.enums import Channel
from appointments.booking.forms import CodeForm
from appointments.catalogue import plans
from appointments.catalogue.plans import Plan
from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.audit.actors import PUBLIC
from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.privacy import masks
from wuxue_exit_entry.ui import forms as ui_forms

TEMPLATES = "appointments/booking/"
TIME_IS_OVER = ("slot_full", "band_closed")


def with_field(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Show the page «open too long» where the sealed field does not open; a GET goes back to the form."""

    @wraps(view)
    def kept(request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return redirect(_details_url(request) if request.GET.get("plan") else "catalogue:home")
        try:
            return view(request)
        except DraftGone:
            context = {"again": _details_url(request) if request.GET.get("plan") else "", "has_errors": True}
            return render(request, TEMPLATES + "gone.html", context, status=409)

    return kept


@access.public_page
@require_GET
def slots(request: HttpRequest) -> HttpResponse:
    """Choose a day and a band."""
    token, plan = _plan(request)
    days = selectors.slot_days(lane=plan.lane, minutes=plan.minutes)
    board = slot_board.board(
        days,
        url=lambda day: f"?{urlencode({'plan': token, 'day': day.isoformat()})}",
        day=slot_board.read_day(request.GET.get("day", "")),
        chosen=slot_board.read_start(request.GET.get("start", "")),
    )
    has_errors = "none" in request.GET or "over" in request.GET
    context = {
        **kept_pages.of_plan(plan, "slots"),
        "board": board,
        "token": token,
        "policy": selectors.policy(),
        "back_url": f"{reverse('catalogue:checklist')}?{urlencode({'plan': token})}",
        "is_over": "over" in request.GET,
        "has_errors": has_errors,
    }
    return render(request, TEMPLATES + "slots.html", context, status=422 if has_errors else 200)


@access.public_page
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest) -> HttpResponse:
    """Say who comes, how to be reached, and consent."""
    token, plan = _plan(request)
    start = slot_board.read_start(request.GET.get("start", ""))
    if start is None:
        return _slots_again(request, token, "none")
    if request.method != "POST":
        if services.is_closed(plan, start):
            return _slots_again(request, token, "over")
        return _details_page(request, Details(plan), plan, start)
    before = _opened_or_none(request)
    if before and "edit" in request.POST:
        return _details_page(request, Details(plan, draft=before), plan, before.start, before)
    start = before.start if before else start
    entered = Details(plan, data=request.POST)
    made = _judged(request, entered, token, start, before)
    if made is None:
        return _details_page(request, entered, plan, start, before, status=422)
    return _check_page(request, made) if made.is_verified else _send(request, made)


@access.public_page
@require_http_methods(["GET", "HEAD", "POST"])
@with_field
def code(request: HttpRequest) -> HttpResponse:
    """Prove the phone."""
    kept = draft.open_sealed(request.POST.get("draft", ""))
    if kept.is_verified:
        return _check_page(request, kept)
    if "resend" in request.POST:
        return _send(request, kept)
    if "show" in request.POST:
        return _code_page(request, kept, CodeForm())
    form = CodeForm(request.POST)
    if form.is_valid():
        limits.hit_phone_code(request)
        try:
            phone_codes.verify_code(phone=kept.phone, typed=form.cleaned_data["code"])
            return _check_page(request, replace(kept, verified=kept.phone))
        except BusinessError as error:
            if error.status == 429:
                raise
            ui_forms.apply_error(form, error)
    return _code_page(request, kept, form, status=422)


@access.public_page
@require_http_methods(["GET", "HEAD", "POST"])
@with_field
def check(request: HttpRequest) -> HttpResponse:
    """Look over everything; also where another time chosen meanwhile comes back to."""
    kept = draft.open_sealed(request.POST.get("draft", ""))
    start = slot_board.read_start(request.POST.get("start", ""))
    return _check_page(request, replace(kept, start=start) if start else kept)


@access.public_page
@require_http_methods(["GET", "HEAD", "POST"])
@with_field
def other_time(request: HttpRequest) -> HttpResponse:
    """Choose another time with everything typed kept."""
    kept = draft.open_sealed(request.POST.get("draft", ""))
    plan = plans.read(kept.plan)
    days = selectors.slot_days(lane=plan.lane, minutes=plan.minutes)
    opened = slot_board.day_boxes(days, kept.start)
    context = kept_pages.of_draft(request, kept, "check") | {"days": opened, "plan": plan}
    return render(request, TEMPLATES + "other_time.html", context)


@access.public_page
@require_http_methods(["GET", "HEAD", "POST"])
@with_field
def confirm(request: HttpRequest) -> HttpResponse:
    """Book; pressed twice it is the same booking."""
    kept = draft.open_sealed(request.POST.get("draft", ""))
    start = slot_board.read_start(request.POST.get("start", ""))
    kept = replace(kept, start=start) if start else kept
    if not kept.is_verified:
        return _send(request, kept)
    data = kept.booking_data(request.LANGUAGE_CODE)
    limits.hit_booking(request, kept.phone)
    try:
        booking = services.book(actor=PUBLIC, data=data, channel=Channel.ONLINE, idempotency_key=kept.key)
    except BusinessError as error:
        return _refused(request, kept, data.plan, error)
    return HttpResponseRedirect(links.page("done", booking), status=303)


@access.public_page
@require_GET
def privacy_notice(request: HttpRequest) -> HttpResponse:
    """Tell what becomes of personal data."""
    return render(request, TEMPLATES + "notice.html", {"version": notice.VERSION})


# -- the ways between them -------------------------------------------------------------------------------------------
def _plan(request: HttpRequest) -> tuple[str, Plan]:
    token = request.GET.get("plan", "")
    return token, plans.read(token)


def _slots_again(request: HttpRequest, token: str, why: str) -> HttpResponse:
    """Go back to the times of the day that was open, to say why there."""
    asked = {"plan": token, why: 1, "day": request.GET.get("day", "")}
    return redirect(f"{reverse('booking:slots')}?{urlencode(asked)}")


def _opened_or_none(request: HttpRequest) -> Draft | None:
    try:
        return draft.open_sealed(request.POST.get("draft", ""))
    except DraftGone:
        return None


def _judged(request: HttpRequest, entered: Details, token: str, start: datetime, before: Draft | None) -> Draft | None:
    """Return what was entered when nothing is wrong with it; else nothing, and the forms say what."""
    if not entered.is_valid():
        return None
    made = entered.draft(token=token, start=start, notice=notice.VERSION, before=before)
    try:
        applicants.check_people(made.booking_data(request.LANGUAGE_CODE))
    except BusinessError as error:
        entered.place(error)
        return None
    return made


def _send(request: HttpRequest, kept: Draft) -> HttpResponse:
    limits.hit_phone_code(request)
    phone_codes.send_code(phone=kept.phone, language=request.LANGUAGE_CODE)
    return _code_page(request, kept, CodeForm())


def _refused(request: HttpRequest, kept: Draft, plan: Plan, error: BusinessError) -> HttpResponse:
    """Show why there is no booking, with everything typed still there."""
    if error.code in TIME_IS_OVER:
        nearest = selectors.nearest_free(lane=plan.lane, minutes=plan.minutes, wanted=kept.start)
        context = kept_pages.of_draft(request, kept, "check") | {
            "nearest": slot_board.bands(nearest),
            "wanted": kept.start,
            "is_closed": error.code == "band_closed",
        }
        return render(request, TEMPLATES + "full.html", context, status=409)
    if error.code == "key_reused":
        return redirect(links.page("open", selectors.booking_of_key(services.hashed_key(kept.key))))
    if error.field.startswith("people") or error.field in ("phone", "address"):
        entered = Details(plan, draft=kept)
        return _details_page(request, entered, plan, kept.start, kept, refusal=error, status=422)
    if error.code != "needs_desk":
        raise error
    context = kept_pages.of_draft(request, kept, "check") | {"error": error}
    return render(request, TEMPLATES + "needs_desk.html", context, status=409)


def _details_url(request: HttpRequest) -> str:
    asked = {name: request.GET[name] for name in ("plan", "start") if request.GET.get(name)}
    return f"{reverse('booking:details')}?{urlencode(asked)}"


# -- the pages -------------------------------------------------------------------------------------------------------
def _details_page(
    request: HttpRequest,
    entered: Details,
    plan: Plan,
    start: datetime,
    before: Draft | None = None,
    *,
    refusal: BusinessError | None = None,
    status: int = 200,
) -> HttpResponse:
    token = request.GET.get("plan", "")
    context = {
        **kept_pages.of_plan(plan, "details"),
        "query": kept_pages.address_of(token, start),
        "slots_url": f"{reverse('booking:slots')}?{kept_pages.address_of(token, start)}",
        "details": entered,
        "people": summary.people_of(plan, entered.people),
        "start": start,
        "refusal": refusal,
        "has_errors": status != 200,
    }
    if before:
        context |= kept_pages.of_draft(request, before, "details")
    return render(request, TEMPLATES + "details.html", context, status=status)


def _code_page(request: HttpRequest, kept: Draft, form: CodeForm, status: int = 200) -> HttpResponse:
    context = {
        **kept_pages.of_plan(plans.read(kept.plan), "code"),
        **kept_pages.of_draft(request, kept, "code"),
        "form": form,
        "phone": masks.mask_phone(kept.phone),
    }
    return render(request, TEMPLATES + "code.html", context, status=status)


def _check_page(request: HttpRequest, kept: Draft) -> HttpResponse:
    if not kept.is_verified:
        return _send(request, kept)
    plan = plans.read(kept.plan)
    people = applicants.check_people(kept.booking_data(request.LANGUAGE_CODE))
    context = {
        **kept_pages.of_plan(plan, "check"),
        **kept_pages.of_draft(request, kept, "check"),
        "people": summary.rows_of(plan, people),
        "contact": summary.contact_rows(kept, plan),
        "start": kept.start,
    }
    return render(request, TEMPLATES + "check.html", context)
