"""How often the public may do something; generous to an address that many phones share, strict to one phone."""

from django.conf import settings
from django.http import HttpRequest
from rest_framework.request import Request

from wuxue_exit_entry.accounts import limits

HOUR, DAY = 3600, 86400
BOOKINGS_PER_PHONE = 10
LOOKUPS_PER_ADDRESS = 120


def hit_booking(request: HttpRequest | Request, phone: str) -> None:
    """Count a booking of a phone and of an address.

    Raises BusinessError("too_many").
    """
    limits.hit(f"booking:phone:{phone}", limit=BOOKINGS_PER_PHONE, per_seconds=DAY)
    limits.hit(f"booking:address:{_address(request)}", limit=settings.BOOKINGS_PER_ADDRESS_AND_HOUR, per_seconds=HOUR)


def hit_lookup(request: HttpRequest | Request) -> None:
    """Count a try at somebody's booking.

    Raises BusinessError("too_many").
    """
    limits.hit(f"lookup:address:{_address(request)}", limit=LOOKUPS_PER_ADDRESS, per_seconds=HOUR)


def _address(request: HttpRequest | Request) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))
