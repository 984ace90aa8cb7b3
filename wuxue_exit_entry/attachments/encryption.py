"""AES-256-GCM over a whole file (12 MB at most), bound to its public id; each file has a key of its own."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_MARK = b"WXA1"
_NONCE = 12


class ContentBrokenError(Exception):
    """The bytes on the disk are not what was stored."""


def new_key() -> str:
    """Return 256 random bits in hexadecimal."""
    return AESGCM.generate_key(256).hex()


def encrypt(key: str, content: bytes, bound_to: str) -> bytes:
    """Return `content` encrypted."""
    nonce = os.urandom(_NONCE)
    return _MARK + nonce + AESGCM(bytes.fromhex(key)).encrypt(nonce, content, bound_to.encode())


def decrypt(key: str, stored: bytes, bound_to: str) -> bytes:
    """Return the content of `stored`.

    Raises ContentBrokenError.
    """
    nonce, body = stored[len(_MARK) : len(_MARK) + _NONCE], stored[len(_MARK) + _NONCE :]
    if not stored.startswith(_MARK):
        raise ContentBrokenError(bound_to)
    try:
        return AESGCM(bytes.fromhex(key)).decrypt(nonce, body, bound_to.encode())
    except (InvalidTag, ValueError) as broken:
        raise ContentBrokenError(bound_to) from broken
