"""Links that open a booking from a message; each leads to a page with a button, none changes anything."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from appointments.booking import secrets
from appointments.booking.models import Booking


def manage(booking: Booking) -> str:
    """Return the address of the booking's own page in the reader's language."""
    with translation.override(booking.language):
        return settings.PUBLIC_URL + reverse("booking:open", args=[booking.code, secrets.secret_of(booking)])
