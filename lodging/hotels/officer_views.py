"""Hotels as officers see them: the list, opening one, its people and keys."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from lodging.hotels import selectors, services
from lodging.hotels.forms import OpenForm, PersonForm
from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.ui.forms import apply_error


@access.requires(Permission.LODGING_READ)
@require_GET
def hotel_list(request: HttpRequest) -> HttpResponse:
    """Show the hotels."""
    may_open = access.can(request.actor, Permission.HOTEL_OPEN)
    context = {"hotels": selectors.hotels_visible_to(request.actor), "may_open": may_open}
    return render(request, "lodging/officer/hotel_list.html", context)


@access.requires(Permission.HOTEL_OPEN)
def hotel_open(request: HttpRequest) -> HttpResponse:
    """Open a hotel."""
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            hotel = services.open_hotel(actor=request.actor, **form.cleaned_data)
        except BusinessError as error:
            apply_error(form, error)
        else:
            messages.success(request, f"{hotel.organisation.name} 已开通，请邀请它的负责人。")
            return redirect("lodging:hotel-detail", code=hotel.code)
    return render(request, "lodging/officer/hotel_open.html", {"form": form}, status=422 if form.errors else 200)


@access.requires(Permission.LODGING_READ)
@require_GET
def hotel_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show a hotel with its people."""
    hotel = selectors.hotel_coded(request.actor, code)
    return render(request, "lodging/officer/hotel_detail.html", _detail(request, hotel, PersonForm()))


@access.requires(Permission.HOTEL_OPEN)
@require_POST
def hotel_invite(request: HttpRequest, code: str) -> HttpResponse:
    """Invite the manager; the first password is shown once."""
    hotel = selectors.hotel_coded(request.actor, code)
    form = PersonForm(request.POST)
    context = _detail(request, hotel, form)
    if form.is_valid():
        try:
            user, password = services.invite(actor=request.actor, hotel=hotel, manager=True, **form.cleaned_data)
            context |= {"made": user, "password": password, "form": PersonForm()}
        except BusinessError as error:
            apply_error(form, error)
    return render(request, "lodging/officer/hotel_detail.html", context, status=422 if form.errors else 200)


def _detail(request: HttpRequest, hotel: services.Hotel, form: PersonForm) -> dict[str, object]:
    return {
        "hotel": hotel,
        "people": selectors.people_of(hotel),
        "keys": selectors.keys_of(hotel),
        "form": form,
        "may_open": access.can(request.actor, Permission.HOTEL_OPEN),
    }
