"""How often the public may do something; generous to an address that many phones share, strict to one phone."""

from django.conf import settings
from django.http import HttpRequest
from rest_framework.request import Request

from wuxue_exit_entry.accounts import limits
from wuxue_exit_entry.audit.middleware import client_ip

HOUR, DAY = 3600, 86400
BOOKINGS_PER_PHONE = 10
LOOKUPS_PER_ADDRESS = 120
LOOKUPS_PER_CODE = 20
CODES_PER_ADDRESS = 300


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


def hit_find(request: HttpRequest, code: str) -> None:
    """Count a try to find a booking by its code and a phone, also against the code that is tried.

    Raises BusinessError("too_many").
    """
    hit_lookup(request)
    limits.hit(f"lookup:code:{code}", limit=LOOKUPS_PER_CODE, per_seconds=HOUR)


def hit_phone_code(request: HttpRequest) -> None:
    """Count a one-time code sent or tried from an address.

    Raises BusinessError("too_many").
    """
    limits.hit(f"phone-code:address:{_address(request)}", limit=CODES_PER_ADDRESS, per_seconds=HOUR)


def _address(request: HttpRequest | Request) -> str:
    return client_ip(request) or ""  # type: ignore[arg-type]  # a REST request has the same META
