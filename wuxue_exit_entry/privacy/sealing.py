"""Sealing of single values: AES-SIV, deterministic, bound to a purpose; `1:<kid>:<base64>`, 1 being the algorithm."""

import binascii
from base64 import b64decode, b64encode
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from wuxue_exit_entry.privacy import keys

ALGORITHM = "1"


class SealBrokenError(Exception):
    """A sealed value cannot be opened: altered, of another purpose, or its key is gone."""


def seal(purpose: str, clear: str) -> str:
    """Return `clear` sealed for `purpose` under the newest key; the empty text stays empty."""
    return seal_with(keys.newest(), purpose, clear)


def seal_with(key: keys.SealingKey, purpose: str, clear: str) -> str:
    """Return `clear` sealed for `purpose` under `key`."""
    if clear == "":
        return ""
    sealed = _cipher(key).encrypt(clear.encode(), [purpose.encode()])
    return f"{ALGORITHM}:{key.kid}:{b64encode(sealed).decode()}"


def unseal(purpose: str, sealed: str) -> str:
    """Return the clear text of `sealed`.

    Raises SealBrokenError.
    """
    if sealed == "":
        return ""
    algorithm, kid, body = _parts(sealed)
    if algorithm != ALGORITHM:
        raise SealBrokenError(f"unknown algorithm {algorithm[:4]!r}")
    try:
        return _cipher(keys.by_kid(kid)).decrypt(b64decode(body, validate=True), [purpose.encode()]).decode()
    except KeyError as gone:
        raise SealBrokenError(f"the key {kid!r} is not in SEALING_KEYS") from gone
    except (InvalidTag, binascii.Error, ValueError) as broken:
        raise SealBrokenError(f"a value of {purpose} does not open") from broken


def _parts(sealed: str) -> tuple[str, str, str]:
    algorithm, _, rest = sealed.partition(":")
    kid, colon, body = rest.partition(":")
    if not colon:
        raise SealBrokenError("the value is not sealed")
    return algorithm, kid, body


@lru_cache(maxsize=8)
def _cipher(key: keys.SealingKey) -> AESSIV:
    return AESSIV(key.derived("sealed values"))
