"""People from outside the mainland: list, search, one person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from foreigners.people import pages
from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit import services as audit


@access.requires(Permission.PEOPLE_READ)
def person_list(request: HttpRequest) -> HttpResponse:
    """Show people; a search comes by POST, so that no number stands in an address, and is written down."""
    page = pages.listed(request.actor, request.POST.get("q", "").strip()[:60], request.GET.get("page"))
    if page.typed:
        audit.record_read(request.actor, "foreigners.person.searched", None, purpose="境外人员查询")
    return render(request, "foreigners/person_list.html", {"page": page})


@access.requires(Permission.PEOPLE_READ)
@require_GET
def person_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one person."""
    one = pages.detail(request.actor, public_id)
    audit.record_read(request.actor, "foreigners.person.read", one.person, purpose="境外人员查看")
    return render(request, "foreigners/person_detail.html", {"one": one})
