"""What a set of roles must satisfy, and how a password for one use looks; no Django."""

import secrets
from collections.abc import Collection, Sequence

TEMPORARY_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUPS, _GROUP_LENGTH = 4, 4


def forbidden_pair(codes: Collection[str], pairs: Sequence[tuple[str, str]]) -> tuple[str, str] | None:
    """Return the first of `pairs` of which one account would hold both (GB/T 22239-2019, 8.1.5)."""
    return next((pair for pair in pairs if pair[0] in codes and pair[1] in codes), None)


def new_temporary_password() -> str:
    """Return a password to be read out once and changed at the first sign-in: 16 signs, 78 bits, none look alike."""
    groups = ("".join(secrets.choice(TEMPORARY_ALPHABET) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))
    return "-".join(groups)
