"""The earlier-slot list from the applicant's side: join, take or refuse what is held, stop."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from appointments.booking import links, offers, selectors, visit
from appointments.booking.enums import BookingStatus
from appointments.booking.forms import EarlierForm
from appointments.booking.models import Booking
from appointments.booking.views_manage import READS, TEMPLATES, opened
from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.audit.actors import PUBLIC
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.errors import BusinessError


@access.public_page
@require_http_methods(READS)
def earlier(request: HttpRequest, code: str, secret: str) -> HttpResponse:
    """Show what is held for a booking, or the way onto the list."""
    booking = opened(request, code, secret)
    if booking.status != BookingStatus.BOOKED:
        return redirect(links.page("open", booking))
    if request.method != "POST":
        return _page(request, booking, EarlierForm(days=visit.days_before(booking)))
    try:
        return _answer(request, booking)
    except BusinessError as refusal:
        form = EarlierForm(days=visit.days_before(booking))
        return _page(request, booking, form, error=refusal, status=refusal.status)


def _answer(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Do what the pressed button says."""
    offer = request.POST.get("offer", "")
    what = request.POST.get("do", "")
    if what == "accept":
        offers.accept(actor=PUBLIC, code=booking.code, public_id=offer)
        return HttpResponseRedirect(links.page("open", booking) + "?moved=1", status=303)
    if what == "decline":
        offers.decline(actor=PUBLIC, code=booking.code, public_id=offer)
    elif what == "stop":
        offers.stop(actor=PUBLIC, code=booking.code)
    else:
        form = EarlierForm(request.POST, days=visit.days_before(booking))
        if not form.is_valid():
            return _page(request, booking, form, status=422)
        offers.join(actor=PUBLIC, code=booking.code, not_before=form.cleaned_data["not_before"])
    return HttpResponseRedirect(links.page("earlier", booking), status=303)


def _page(
    request: HttpRequest, booking: Booking, form: EarlierForm, *, error: BusinessError | None = None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "visit": visit.of(booking),
        "booking": booking,
        "form": form,
        "error": error,
        "has_errors": bool(error),
        "offer": selectors.offer_for(booking, clock.now()),
        "wish": selectors.wish_of(booking),
        "past": selectors.past_offers(booking),
        "policy": selectors.policy(),
    }
    return render(request, TEMPLATES + "earlier.html", context, status=status)
