"""The manager's page: people of the desk, and keys of the hotel's program."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lodging.hotels import selectors, services
from lodging.hotels.forms import KeyForm, PersonForm
from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.ui.forms import apply_error

MANAGE = Permission.DESK_MANAGE


@access.requires(MANAGE)
@require_GET
def house(request: HttpRequest) -> HttpResponse:
    """Show people and keys."""
    return _page(request)


@access.requires(MANAGE)
@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    """Open an account for a clerk; the first password is shown once."""
    hotel = selectors.own_hotel(request.actor)
    form = PersonForm(request.POST)
    if form.is_valid():
        try:
            user, password = services.invite(actor=request.actor, hotel=hotel, **form.cleaned_data)
            return _page(request, made=user, password=password)
        except BusinessError as error:
            apply_error(form, error)
    return _page(request, status=422, person=form)


@access.requires(MANAGE)
@require_POST
def remove(request: HttpRequest, username: str) -> HttpResponse:
    """Close the account of a clerk."""
    try:
        services.remove_person(actor=request.actor, hotel=selectors.own_hotel(request.actor), username=username)
        messages.success(request, _("已停用 %(name)s。") % {"name": username})
    except BusinessError as error:
        messages.error(request, str(error.message))
    return redirect("front:house")


@access.requires(MANAGE)
@require_POST
def make_key(request: HttpRequest) -> HttpResponse:
    """Make a key; it is shown once."""
    form = KeyForm(request.POST)
    if not form.is_valid():
        return _page(request, status=422, key=form)
    hotel = selectors.own_hotel(request.actor)
    _key, secret = services.make_key(actor=request.actor, hotel=hotel, **form.cleaned_data)
    return _page(request, secret=secret)


@access.requires(MANAGE)
@require_POST
def rotate_key(request: HttpRequest, public_id: str) -> HttpResponse:
    """Make a successor; the old key works on for a week."""
    hotel = selectors.own_hotel(request.actor)
    _key, secret = services.rotate_key(actor=request.actor, hotel=hotel, public_id=public_id)
    return _page(request, secret=secret)


@access.requires(MANAGE)
@require_POST
def revoke_key(request: HttpRequest, public_id: str) -> HttpResponse:
    """End a key at once."""
    services.revoke_key(actor=request.actor, hotel=selectors.own_hotel(request.actor), public_id=public_id)
    messages.success(request, _("密钥已吊销。"))
    return redirect("front:house")


def _page(request: HttpRequest, status: int = 200, **shown: object) -> HttpResponse:
    hotel = selectors.own_hotel(request.actor)
    context = {
        "hotel": hotel,
        "people": selectors.people_of(hotel),
        "keys": selectors.keys_of(hotel),
        "person": PersonForm(),
        "key": KeyForm(),
    }
    return render(request, "lodging/front/house.html", context | shown, status=status)
