"""Names of things that may appear in a URL or be read out over the telephone."""

import secrets
import unicodedata

# Crockford's base 32: no I, L, O, U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PUBLIC_ID_LENGTH = 12
BOOKING_CODE_LENGTH = 8
_READ_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_public_id() -> str:
    """Twelve characters, 60 bits: unguessable enough for a URL that permission guards as well."""
    return _draw(PUBLIC_ID_LENGTH)


def new_booking_code() -> str:
    """Eight characters that a person can read out; never enough alone, the telephone number is asked for too."""
    return _draw(BOOKING_CODE_LENGTH)


def new_secret() -> str:
    """A bearer secret of 192 bits, safe in a URL."""
    return secrets.token_urlsafe(24)


def normalise_code(text: str) -> str:
    """What was meant by a typed code: case, full width, separators and letters that look like digits are forgiven."""
    folded = unicodedata.normalize("NFKC", text).upper().translate(_READ_ALIKE)
    return "".join(sign for sign in folded if sign.isascii() and sign.isalnum())


def _draw(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
