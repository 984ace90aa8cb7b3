"""Pages of the sweeps: the list, one sweep with its exceptions, its signature, and a sweep by hand."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from appointments.sweep import presenting, selectors, services
from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.kernel.errors import BusinessError

PER_PAGE = 40


@access.requires(Permission.CASE_READ)
@require_GET
def sweep_list(request: HttpRequest) -> HttpResponse:
    """Show the sweeps, newest first."""
    page = Paginator(selectors.sweeps_visible_to(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [presenting.line(sweep) for sweep in page],
        "may_run": access.can(request.actor, Permission.SWEEP_RUN),
    }
    return render(request, "appointments/sweep/sweep_list.html", context)


@access.requires(Permission.CASE_READ)
@require_GET
def sweep_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what one sweep found, first what is not in order."""
    sweep = selectors.sweep_for(request.actor, public_id)
    level = request.GET.get("level", "")
    page = Paginator(selectors.verdicts_of(sweep, level), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "sweep": sweep,
        "line": presenting.line(sweep),
        "cards": presenting.cards(sweep, level),
        "page": page,
        "verdicts": [presenting.verdict_line(verdict) for verdict in page],
        "may_sign": sweep.needs_signature and access.can(request.actor, Permission.SWEEP_SIGN_OFF),
    }
    audit.record_read(request.actor, "appointments.sweep.read", sweep, purpose="检索核对")
    return render(request, "appointments/sweep/sweep_detail.html", context)


@access.requires(Permission.SWEEP_SIGN_OFF)
@require_POST
def sign_off(request: HttpRequest, public_id: str) -> HttpResponse:
    """Sign one sweep off."""
    try:
        services.sign_off(actor=request.actor, public_id=public_id)
    except BusinessError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, "已签核。")
    return redirect("sweep:sweep-detail", public_id=public_id)


@access.requires(Permission.SWEEP_RUN)
@require_POST
def run(request: HttpRequest) -> HttpResponse:
    """Start a sweep by hand."""
    try:
        sweep = services.ask_for_sweep(actor=request.actor)
    except BusinessError as error:
        messages.error(request, str(error.message))
        return redirect("sweep:sweep-list")
    messages.success(request, "检索已开始，完成后在这里看结果。")
    return redirect("sweep:sweep-detail", public_id=sweep.public_id)
