"""The booking's secret: derived, so that a link can be written again and nothing secret is stored."""

from django.utils.crypto import constant_time_compare, salted_hmac

from appointments.booking.models import Booking
from wuxue_exit_entry.kernel.errors import NotFound

LENGTH = 32  # hexadecimal digits, 128 bits


def secret_of(booking: Booking) -> str:
    """Return the secret that opens `booking` without a sign-in."""
    return salted_hmac("appointments.booking", booking.code + booking.nonce, algorithm="sha256").hexdigest()[:LENGTH]


def check(booking: Booking, secret: str) -> None:
    """Refuse a secret that is not this booking's.

    Raises NotFound: whoever has no secret learns not even that the booking exists.
    """
    if not constant_time_compare(secret_of(booking), secret):
        raise NotFound
