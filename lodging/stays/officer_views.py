"""Stays as officers see them: who is in which house, who was late, what is still missing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lodging.stays import officers
from wuxue_exit_entry.accounts import access, tenancy
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit import services as audit


@access.requires(Permission.LODGING_READ)
@tenancy.scoped
def stay_list(request: HttpRequest) -> HttpResponse:
    """Show the stays of the last days; the search takes a name, a room or a whole number, and comes by POST."""
    page = officers.listed(request.actor, request.GET, request.POST.get("q", "").strip()[:60])
    if page.typed:
        audit.record_read(request.actor, "lodging.stay.searched", None, purpose="住宿登记查询")
    return render(request, "lodging/officer/stay_list.html", {"page": page})


@access.requires(Permission.LODGING_READ)
@require_GET
@tenancy.scoped
def person_stays(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a person's stays, as a part of the person's page."""
    rows = officers.stays_of_person(request.actor, public_id)
    return render(request, "lodging/officer/_person_stays.html", {"rows": rows})


@access.requires(Permission.LODGING_READ)
@require_GET
@tenancy.scoped
def stay_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one stay with its versions."""
    one = officers.detail(request.actor, public_id)
    audit.record_read(request.actor, "lodging.stay.read", one.stay, purpose="住宿登记查看")
    return render(request, "lodging/officer/stay_detail.html", {"one": one})
