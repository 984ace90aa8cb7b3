"""Keys of hotel programs: `Authorization: Api-Key …`."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from lodging.hotels.models import HotelKey
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit.actors import Actor

KEYWORD = "Api-Key"


class HotelKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # registered by its base, which has no types
    """Says in the schema how a key is sent."""

    target_class = "lodging.hotels.authentication.HotelKeyAuthentication"
    name = "HotelKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return the header."""
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": "Api-Key <secret>"}


class HotelKeyAuthentication(BaseAuthentication):
    """Lets `request.actor` be the hotel's program; a revoked, expired or unknown key is one answer."""

    def authenticate(self, request: Request) -> tuple[None, HotelKey] | None:
        """Return the key, or nothing when none is sent."""
        word, _, secret = request.headers.get("Authorization", "").partition(" ")
        if word != KEYWORD or not secret:
            return None
        try:
            # The package types what it returns as its abstract model.
            key: HotelKey | None = HotelKey.objects.get_from_key(secret.strip())  # type: ignore[assignment]
        except HotelKey.DoesNotExist:
            key = None
        if key is None or key.has_expired or not key.hotel.is_active:
            raise AuthenticationFailed
        request._request.actor = actor_of(key)
        return None, key

    def authenticate_header(self, request: Request) -> str:
        """Name the scheme, so that the answer is 401."""
        return KEYWORD


def actor_of(key: HotelKey) -> Actor:
    """Return the program behind a key as the one who acts."""
    permissions: frozenset[Any] = frozenset({Permission.DESK_REGISTER.value})
    return Actor(
        kind="api", name=f"{key.hotel.code}:{key.name}"[:60], unit_id=key.hotel.unit_id, permissions=permissions
    )
