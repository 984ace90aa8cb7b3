"""The port to the registers of filed personnel and exit bans; asked by sweep and window, never by the public.

Until the registers are there an empty one answers. An answer says only whether to hand the file to the back office:
the kind of entry stays with the register, so that no list, finding or message can give it away.
"""

from collections.abc import Iterable
from typing import Protocol


class Lookup(Protocol):
    """Tells which people are on a register; exact match of the kind and number of the document."""

    def listed(self, person_keys: Iterable[str]) -> frozenset[str]:
        """Return those of `person_keys` that are on a register."""


class EmptyRegister:
    """Nobody is listed."""

    def listed(self, person_keys: Iterable[str]) -> frozenset[str]:
        """Return nobody."""
        return frozenset()


_lookup: Lookup = EmptyRegister()


def current() -> Lookup:
    """Return the register in use."""
    return _lookup


def use(lookup: Lookup) -> Lookup:
    """Put `lookup` in the place of the register in use and return that one."""
    global _lookup
    before, _lookup = _lookup, lookup
    return before
