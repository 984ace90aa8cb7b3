"""A booking's own pages, opened by its secret: look, move, cancel, disown. A GET changes nothing."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from appointments.booking import calendar_file, limits, links, secrets, selectors, services, slot_board, visit
from appointments.booking.enums import BookingStatus
from appointments.booking.forms import FindForm
from appointments.booking.models import Booking
from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.audit.actors import PUBLIC
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.errors import BusinessError, NotFound

TEMPLATES = "appointments/booking/"
READS = ["GET", "HEAD", "POST"]


@access.public_page
@require_http_methods(READS)
def find(request: HttpRequest) -> HttpResponse:
    """Find a booking by its code and phone; the answer is the same for a wrong code and a wrong phone."""
    if request.method != "POST":
        return render(request, TEMPLATES + "find.html", {"form": FindForm()})
    form = FindForm(request.POST)
    if form.is_valid():
        limits.hit_find(request, form.cleaned_data["code"])
        try:
            booking = selectors.booking_of_phone(form.cleaned_data["code"], form.cleaned_data["phone"])
            return HttpResponseRedirect(links.page("open", booking), status=303)
        except NotFound:
            form.add_error(None, selectors.NOT_FOUND_BY_PHONE)
    return render(request, TEMPLATES + "find.html", {"form": form}, status=422)


@access.public_page
@require_GET
def open_(request: HttpRequest, code: str, secret: str) -> HttpResponse:
    """Show a booking: state, what is still missing, what to bring, what can be done."""
    booking = opened(request, code, secret)
    return render(request, TEMPLATES + "open.html", {**_shown(booking), "moved": "moved" in request.GET})


@access.public_page
@require_GET
def done(request: HttpRequest, code: str, secret: str) -> HttpResponse:
    """Show what was booked just now."""
    booking = opened(request, code, secret)
    if not booking.is_live:
        return redirect(links.page("open", booking))
    return render(request, TEMPLATES + "done.html", _shown(booking))


@access.public_page
@require_http_methods(READS)
def reschedule(request: HttpRequest, code: str, secret: str) -> HttpResponse:
    """Choose another time; the old one stays until the new one is taken."""
    booking = opened(request, code, secret)
    if booking.status != BookingStatus.BOOKED:
        return redirect(links.page("open", booking))
    error = None
    if request.method == "POST":
        start = slot_board.read_start(request.POST.get("start", ""))
        try:
            if start is None:
                raise BusinessError("start_missing", visit.PICK_ONE, field="start", status=422)
            services.reschedule_booking(actor=PUBLIC, code=booking.code, start=start)
            return HttpResponseRedirect(links.page("open", booking) + "?moved=1", status=303)
        except BusinessError as refusal:
            error = refusal
    return _times(request, booking, error)


@access.public_page
@require_http_methods(READS)
def cancel(request: HttpRequest, code: str, secret: str) -> HttpResponse:
    """Ask once, then cancel; again says «cancelled»."""
    booking = opened(request, code, secret)
    if request.method != "POST":
        return render(request, TEMPLATES + "cancel.html", _shown(booking))
    try:
        services.cancel_booking(actor=PUBLIC, code=booking.code, reason=request.POST.get("reason", "")[:200])
    except BusinessError as refusal:
        return render(request, TEMPLATES + "cancel.html", {**_shown(booking), "error": refusal}, status=409)
    return HttpResponseRedirect(links.page("open", booking), status=303)


@access.public_page
@require_http_methods(READS)
def disown(request: HttpRequest, code: str, secret: str) -> HttpResponse:
    """«I did not book this»: ask once, then withdraw."""
    booking = opened(request, code, secret)
    if request.method != "POST":
        return render(request, TEMPLATES + "disown.html", _shown(booking))
    try:
        services.disown_booking(actor=PUBLIC, code=booking.code)
    except BusinessError as refusal:
        return render(request, TEMPLATES + "disown.html", {**_shown(booking), "error": refusal}, status=409)
    return HttpResponseRedirect(links.page("open", booking), status=303)


@access.public_page
@require_GET
def calendar(request: HttpRequest, code: str, secret: str) -> HttpResponse:
    """The visit as a calendar file."""
    booking = opened(request, code, secret)
    answer = HttpResponse(calendar_file.of(booking), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{booking.code}.ics"'
    return answer


def opened(request: HttpRequest, code: str, secret: str) -> Booking:
    """Return the booking that a secret opens.

    Raises NotFound, and BusinessError("too_many") after many wrong tries.
    """
    try:
        booking = selectors.booking_with_code(code)
        secrets.check(booking, secret)
    except NotFound:
        limits.hit_lookup(request)
        raise
    return booking


def _shown(booking: Booking) -> dict[str, object]:
    return {"visit": visit.of(booking), "booking": booking, "policy": selectors.policy()}


def _times(request: HttpRequest, booking: Booking, error: BusinessError | None) -> HttpResponse:
    days = selectors.slot_days(lane=booking.lane.code, minutes=booking.minutes, own=booking)
    board = slot_board.board(
        days,
        url=lambda day: f"?{urlencode({'day': day.isoformat()})}",
        day=slot_board.read_day(request.GET.get("day", "")),
        chosen=clock.local(booking.start),
    )
    context = {**_shown(booking), "board": board, "error": error, "has_errors": bool(error)}
    return render(request, TEMPLATES + "reschedule.html", context, status=error.status if error else 200)
