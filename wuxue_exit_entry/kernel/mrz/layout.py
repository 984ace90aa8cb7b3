"""Where each element stands in the five forms, and the check digit (Doc 9303-3 4.9).

Positions count from 0 over the lines put one after the other.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
_WEIGHTS = (7, 3, 1)


class Form(StrEnum):
    """Sizes of documents; visas have their own."""

    TD1 = "TD1"
    TD2 = "TD2"
    TD3 = "TD3"
    MRV_A = "MRV-A"
    MRV_B = "MRV-B"


class Span(NamedTuple):
    """From the first position to the one after the last."""

    start: int
    stop: int


_NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Layout:
    """One form; `optional_check` and `composite` are -1 where the form has none."""

    form: Form
    lines: int
    width: int
    names: Span
    number: Span
    nationality: Span
    birth: Span
    sex: int
    expiry: Span
    optional: Span
    optional_2: Span = _NOWHERE
    optional_check: int = -1
    composite: int = -1
    composite_over: tuple[Span, ...] = ()
    is_visa: bool = False

    @property
    def length(self) -> int:
        """Characters in all lines."""
        return self.lines * self.width

    def place(self, index: int) -> tuple[int, int]:
        """Line and position as a person counts them."""
        return index // self.width + 1, index % self.width + 1


CODE = slice(0, 2)
ISSUER = slice(2, 5)

_TD3 = Layout(
    Form.TD3,
    lines=2,
    width=44,
    names=Span(5, 44),
    number=Span(44, 53),
    nationality=Span(54, 57),
    birth=Span(57, 63),
    sex=64,
    expiry=Span(65, 71),
    optional=Span(72, 86),
    optional_check=86,
    composite=87,
    composite_over=(Span(44, 54), Span(57, 64), Span(65, 87)),
)
_MRV_A = Layout(
    Form.MRV_A,
    lines=2,
    width=44,
    names=Span(5, 44),
    number=Span(44, 53),
    nationality=Span(54, 57),
    birth=Span(57, 63),
    sex=64,
    expiry=Span(65, 71),
    optional=Span(72, 88),
    is_visa=True,
)
_TD2 = Layout(
    Form.TD2,
    lines=2,
    width=36,
    names=Span(5, 36),
    number=Span(36, 45),
    nationality=Span(46, 49),
    birth=Span(49, 55),
    sex=56,
    expiry=Span(57, 63),
    optional=Span(64, 71),
    composite=71,
    composite_over=(Span(36, 46), Span(49, 56), Span(57, 71)),
)
_MRV_B = Layout(
    Form.MRV_B,
    lines=2,
    width=36,
    names=Span(5, 36),
    number=Span(36, 45),
    nationality=Span(46, 49),
    birth=Span(49, 55),
    sex=56,
    expiry=Span(57, 63),
    optional=Span(64, 72),
    is_visa=True,
)
_TD1 = Layout(
    Form.TD1,
    lines=3,
    width=30,
    names=Span(60, 90),
    number=Span(5, 14),
    nationality=Span(45, 48),
    birth=Span(30, 36),
    sex=37,
    expiry=Span(38, 44),
    optional=Span(15, 30),
    optional_2=Span(48, 59),
    composite=59,
    composite_over=(Span(5, 37), Span(38, 45), Span(48, 59)),
)
LAYOUTS = {layout.form: layout for layout in (_TD1, _TD2, _TD3, _MRV_A, _MRV_B)}


def layout_for(lines: int, width: int, first: str) -> Layout | None:
    """The form that has so many lines of that width; a first letter V means a visa."""
    if (lines, width) == (3, 30):
        return _TD1
    if lines != 2:
        return None
    is_visa = first == "V"
    if width == 44:
        return _MRV_A if is_visa else _TD3
    if width == 36:
        return _MRV_B if is_visa else _TD2
    return None


def _table(weight: int) -> bytes:
    """For each character its value times the weight, modulo 10; the filler is worth nothing."""
    table = bytearray(256)
    for value, sign in enumerate(ALPHABET[:-1]):
        table[ord(sign)] = value * weight % 10
    return bytes(table)


_BY_7, _BY_3, _BY_1 = (_table(weight) for weight in _WEIGHTS)
_DIGITS = "0123456789"


def check_digit(text: str) -> str:
    """Weights 7, 3, 1; digits count as they are, letters from A = 10, the filler 0; the remainder of ten."""
    signs = text.encode("ascii")
    total = sum(signs[0::3].translate(_BY_7)) + sum(signs[1::3].translate(_BY_3)) + sum(signs[2::3].translate(_BY_1))
    return _DIGITS[total % 10]
