"""Arrivals: a code or QR checks in at once, a tail or a name shows whom it may be."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from appointments.desk import arrivals as page
from appointments.desk import rules, screen, selectors, services
from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.kernel.errors import BusinessError


@access.requires(Permission.ARRIVAL_CHECK_IN)
def arrivals(request: HttpRequest) -> HttpResponse:
    """Show who is about to come; by POST look somebody up, and check in whom a code names."""
    typed = request.POST.get("q", "")[:120].strip()
    found = page.found(request.actor, typed) if typed else None
    if found and found.is_exact and found.entries[0].standing.can_check_in:
        return _check_in(request, found.entries[0].booking.code)
    if found:
        audit.record_read(request.actor, "appointments.booking.searched", None, purpose="到场签到")
    shown = "" if rules.is_personal_number(typed) or found is None or found.is_exact else typed
    context = {"found": found, "typed": shown, "coming": page.coming(request.actor), "can": screen.rights(request)}
    return render(request, "appointments/desk/arrivals.html", context)


@require_POST
@access.requires(Permission.ARRIVAL_CHECK_IN)
def check_in(request: HttpRequest) -> HttpResponse:
    """Check in the booking that was picked."""
    return _check_in(request, request.POST.get("code", "")[:20])


def _check_in(request: HttpRequest, code: str) -> HttpResponse:
    one = selectors.booking_for(request.actor, code)
    said = page.standing(one).words
    try:
        services.check_in(actor=request.actor, code=one.code)
    except BusinessError as error:
        messages.error(request, str(error.message))
        return redirect("desk:arrivals")
    messages.success(request, f"已签到（{said}），档案已备好。")
    first = next((line.case_id for line in selectors.siblings(request.actor, one.code) if line.case_id), "")
    return redirect("desk:file", public_id=first) if first else redirect("desk:booking", code=one.code)
