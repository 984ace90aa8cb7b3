"""Links that open a booking from a message; each leads to a page with a button, none changes anything."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from appointments.booking import secrets
from appointments.booking.models import Booking


def manage(booking: Booking) -> str:
    """Return the address of the booking's own page in the reader's language."""
    return _absolute("open", booking)


def earlier(booking: Booking) -> str:
    """Return the address of the page on which an earlier place is taken or refused."""
    return _absolute("earlier", booking)


def page(name: str, booking: Booking) -> str:
    """Return the path of one of the booking's pages in the language in force."""
    return reverse(f"booking:{name}", args=[booking.code, secrets.secret_of(booking)])


def _absolute(name: str, booking: Booking) -> str:
    with translation.override(booking.language):
        return settings.PUBLIC_URL + page(name, booking)
