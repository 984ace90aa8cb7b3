"""The keys of sealed values: read from the settings now, from a key store behind the same functions later."""

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

_KID = re.compile(r"[0-9A-Za-z_-]{1,16}")


@dataclass(frozen=True)
class SealingKey:
    """One secret and the name that stands in front of whatever it sealed."""

    kid: str
    secret: bytes = field(repr=False)

    def derived(self, use: str, length: int = 64) -> bytes:
        """Return up to 64 bytes for one `use`, so that no two uses share a key."""
        return hmac.new(self.secret, use.encode(), hashlib.sha512).digest()[:length]


def all_keys() -> tuple[SealingKey, ...]:
    """Return every key that may still open something, newest first."""
    return _parsed(settings.SEALING_KEYS)


def newest() -> SealingKey:
    """Return the key that seals."""
    return all_keys()[0]


def by_kid(kid: str) -> SealingKey:
    """Return the key named `kid`.

    Raises KeyError when it is no longer in the settings.
    """
    for key in all_keys():
        if key.kid == kid:
            return key
    raise KeyError(kid)


@lru_cache(maxsize=8)
def _parsed(text: str) -> tuple[SealingKey, ...]:
    pairs = [part.strip().rpartition(":") for part in text.split(",") if part.strip()]
    keys = tuple(_key(kid or "1", secret) for kid, _, secret in pairs)
    if not keys or len({key.kid for key in keys}) != len(keys):
        raise ImproperlyConfigured("SEALING_KEYS needs at least one key, each with its own name: kid:hex,kid:hex")
    return keys


def _key(kid: str, secret: str) -> SealingKey:
    try:
        raw = bytes.fromhex(secret)
    except ValueError as problem:
        raise ImproperlyConfigured(f"SEALING_KEYS: the key {kid} is not hexadecimal") from problem
    if len(raw) < 32 or not _KID.fullmatch(kid):
        raise ImproperlyConfigured(f"SEALING_KEYS: the key {kid} needs 64 hexadecimal digits or more and a plain name")
    return SealingKey(kid=kid, secret=raw)
