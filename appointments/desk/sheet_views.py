"""Lists on paper and by telephone: the bookings of a day, and whom to call."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from appointments.booking import slot_board
from appointments.desk import day_sheet, selectors
from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.messaging import services as messaging


@access.requires(Permission.BOOKING_READ)
def day(request: HttpRequest) -> HttpResponse:
    """Show all bookings of a day by band, with what is left in each lane; prints on A4 landscape."""
    wanted = slot_board.read_day(request.GET.get("day", "")) or clock.today()
    return render(request, "appointments/desk/day.html", {"sheet": day_sheet.of(request.actor, wanted)})


@access.requires(Permission.BOOKING_CHANGE)
def calls(request: HttpRequest) -> HttpResponse:
    """Show whom to call and what to say; looking at it is written down."""
    waiting = selectors.call_list(request.actor)
    if waiting:
        audit.record_read(request.actor, "messaging.call_list.read", None, purpose="电话告知")
    return render(request, "appointments/desk/calls.html", {"calls": day_sheet.calls(request.actor, waiting)})


@require_POST
@access.requires(Permission.BOOKING_CHANGE)
def called(request: HttpRequest, public_id: str) -> HttpResponse:
    """Note that somebody was told by telephone."""
    try:
        messaging.mark_called(actor=request.actor, public_id=public_id, note=request.POST.get("note", "")[:200].strip())
    except BusinessError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, "已记下：电话告知了。")
    return redirect("desk:calls")
