"""How personal numbers look where somebody need not read them whole; no Django, the logs import it."""

import re
from typing import Any

_FULL_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789Xx")
_EDGE = r"(?<![0-9A-Za-z])"
_END = r"(?![0-9A-Za-z])"
_ID_NUMBER = re.compile(rf"{_EDGE}\d{{6}}[ -]?\d{{4}}[ -]?\d{{4}}[ -]?\d{{3}}[\dXx]{_END}")
_MOBILE = re.compile(r"(?<![0-9A-Za-z.])(?:(?:\+|00)?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}" + _END)
_LANDLINE = re.compile(rf"{_EDGE}0\d{{2,3}}-?[2-9]\d{{6,7}}{_END}")
_DOCUMENT = re.compile(rf"{_EDGE}[A-Za-z]{{1,3}}\d{{7,12}}{_END}")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+\w")


def mask_number(number: str) -> str:
    """Return an identity or document number with its middle hidden."""
    length = len(number)
    if length >= 15:
        return f"{number[:4]} **** **** {number[-4:]}"
    if length >= 8:
        return f"{number[:2]} **** {number[-2:]}"
    return "*" * length


def mask_phone(phone: str) -> str:
    """Return a phone number of which only the range and the last digits are readable."""
    plain = re.sub(r"[ -]", "", phone)
    if len(plain) < 7:
        return "*" * len(plain)
    if plain.startswith("0"):
        return f"{plain[:4]}-**** {plain[-3:]}"
    return f"{plain[:3]} **** {plain[-4:]}"


def mask_name(name: str) -> str:
    """Return the first character of a name."""
    return f"{name[:1]}**" if name else ""


def mask_email(email: str) -> str:
    """Return an address whose owner recognises it."""
    owner, at, host = email.partition("@")
    return f"{owner[:1]}***{at}{host}"


def mask_recipient(recipient: str) -> str:
    """Return a masked phone number or e-mail address."""
    return mask_email(recipient) if "@" in recipient else mask_phone(recipient)


def mask_text(text: str) -> str:
    """Return free text in which whatever looks like a personal number is masked."""
    if not any(character.isdigit() for character in text) and "@" not in text:
        return text
    plain = text.translate(_FULL_WIDTH)
    plain = _ID_NUMBER.sub(lambda found: mask_number(re.sub(r"[ -]", "", found[0])), plain)
    plain = _MOBILE.sub(lambda found: mask_phone(found[0].removeprefix("+")), plain)
    plain = _LANDLINE.sub(lambda found: mask_phone(found[0]), plain)
    plain = _DOCUMENT.sub(lambda found: mask_number(found[0]), plain)
    return _EMAIL.sub(lambda found: mask_email(found[0]), plain)


def mask_values(value: Any) -> Any:
    """Return JSON-like `value` with every text in it masked, keys included; other kinds of value as their text."""
    if isinstance(value, str):
        return mask_text(str(value))
    if isinstance(value, dict):
        return {mask_text(str(key)): mask_values(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [mask_values(item) for item in value]
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return value if abs(value) < 10**10 else _masked_integer(value)
    return mask_text(str(value))


def _masked_integer(value: int) -> int | str:
    """Keep a large integer unless it reads as a phone or identity number."""
    masked = mask_text(str(value))
    return value if masked == str(value) else masked
