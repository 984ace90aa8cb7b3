"""Reads: hotels, their people, keys and computers."""

from django.db.models import QuerySet

from liaison.contacts.enums import OrganisationKind
from liaison.contacts.models import Organisation
from lodging.hotels.models import Hotel, HotelKey
from wuxue_exit_entry.accounts.enums import UnitKind
from wuxue_exit_entry.accounts.models import Unit, User
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.kernel.errors import NotFound


def hotels_visible_to(actor: Actor) -> QuerySet[Hotel]:
    """Return the hotels that `actor` may know: the own one, those of the own station, or all of them."""
    hotels = Hotel.objects.select_related("organisation__station", "unit")
    if actor.is_tenant:
        return hotels.filter(unit_id=actor.unit_id or 0)
    if Unit.objects.filter(pk=actor.unit_id or 0, kind=UnitKind.STATION).exists():
        return hotels.filter(organisation__station__unit_id=actor.unit_id or 0)
    return hotels


def own_hotel(actor: Actor) -> Hotel:
    """Return the hotel whose desk `actor` works at.

    Raises NotFound.
    """
    hotel = hotels_visible_to(actor).first() if actor.is_tenant else None
    if hotel is None:
        raise NotFound
    return hotel


def hotel_coded(actor: Actor, code: str) -> Hotel:
    """Return the hotel `code`.

    Raises NotFound.
    """
    hotel = hotels_visible_to(actor).filter(code=code).first()
    if hotel is None:
        raise NotFound
    return hotel


def people_of(hotel: Hotel) -> QuerySet[User]:
    """Return the accounts of a hotel, open ones first."""
    return User.objects.filter(unit_id=hotel.unit_id).order_by("-is_active", "username")


def keys_of(hotel: Hotel) -> QuerySet[HotelKey]:
    """Return the keys of a hotel, newest first."""
    return HotelKey.objects.filter(hotel=hotel).order_by("-created")


def hotels_to_open() -> QuerySet[Organisation]:
    """Return the hotels among the organisations that are no tenants yet."""
    known = Organisation.objects.filter(kind=OrganisationKind.HOTEL, is_active=True, merged_into=None)
    return known.filter(hotel=None).order_by("name")
