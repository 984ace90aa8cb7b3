"""Organisations: list and search, add, change, whom to reach, and pairs that look alike."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from liaison.contacts import selectors, services
from liaison.contacts.enums import OrganisationKind
from liaison.contacts.forms import ContactForm, OrganisationForm
from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.ui.forms import apply_error

READ, EDIT = Permission.CONTACTS_READ, Permission.CONTACTS_EDIT


@access.requires(READ)
def organisation_list(request: HttpRequest) -> HttpResponse:
    """Show organisations by kind and search; a search comes by POST, because it may be a phone number."""
    typed, kind = request.POST.get("q", "").strip()[:60], request.GET.get("kind", "")
    context = {
        "found": selectors.search(request.actor, typed=typed, kind=kind)[:200],
        "typed": typed,
        "kind": kind,
        "kinds": OrganisationKind.choices,
        "may_edit": access.can(request.actor, EDIT),
    }
    return render(request, "liaison/organisation_list.html", context)


@access.requires(EDIT)
def organisation_add(request: HttpRequest) -> HttpResponse:
    """Add an organisation."""
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            one = services.save_organisation(actor=request.actor, **form.cleaned_data)
            return redirect("contacts:organisation-detail", public_id=one.public_id)
        except BusinessError as error:
            apply_error(form, error)
    return render(request, "liaison/organisation_form.html", {"form": form}, status=422 if form.errors else 200)


@access.requires(EDIT)
def organisation_change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change an organisation."""
    one = selectors.organisation_named(request.actor, public_id)
    form = OrganisationForm(request.POST or None, instance=one)
    if request.method == "POST" and form.is_valid():
        try:
            kept = selectors.organisation_named(request.actor, public_id)
            services.save_organisation(actor=request.actor, organisation=kept, **form.cleaned_data)
            return redirect("contacts:organisation-detail", public_id=public_id)
        except BusinessError as error:
            apply_error(form, error)
    context = {"form": form, "organisation": one}
    return render(request, "liaison/organisation_form.html", context, status=422 if form.errors else 200)


@access.requires(READ)
@require_GET
def organisation_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show an organisation, whom to reach, and what looks like it."""
    one = selectors.organisation_named(request.actor, public_id)
    audit.record_read(request.actor, "liaison.organisation.read", one, purpose="联系单位查看")
    return render(request, "liaison/organisation_detail.html", _detail(request, one, ContactForm()))


@access.requires(EDIT)
@require_POST
def contact_add(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add somebody to reach."""
    one = selectors.organisation_named(request.actor, public_id)
    form = ContactForm(request.POST)
    if form.is_valid():
        try:
            services.save_contact(actor=request.actor, organisation=one, **form.cleaned_data)
            return redirect("contacts:organisation-detail", public_id=public_id)
        except BusinessError as error:
            apply_error(form, error)
    return render(request, "liaison/organisation_detail.html", _detail(request, one, form), status=422)


@access.requires(EDIT)
@require_POST
def say_alike(request: HttpRequest, public_id: str, other: str) -> HttpResponse:
    """Say of two whether they are the same."""
    one = selectors.organisation_named(request.actor, public_id)
    second = selectors.organisation_named(request.actor, other)
    same = request.POST.get("answer") == "same"
    try:
        services.say_alike(actor=request.actor, organisation=one, other=second, is_same=same)
        messages.success(request, "已合并到这一条。" if same else "已记下：不是同一个单位。")
    except BusinessError as error:
        messages.error(request, str(error.message))
    return redirect("contacts:organisation-detail", public_id=public_id)


def _detail(request: HttpRequest, one: services.Organisation, form: ContactForm) -> dict[str, object]:
    may_edit = access.can(request.actor, EDIT)
    alike = selectors.lookalikes(one) if may_edit else []
    return {"organisation": one, "form": form, "may_edit": may_edit, "alike": alike}
