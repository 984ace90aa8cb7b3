"""Locks on names that may not be rows yet: whoever writes the same thing at once waits, nobody else does."""

import hashlib
from collections.abc import Iterable

from django.db import connection


def hold(names: Iterable[str]) -> None:
    """Hold the locks of `names` until the transaction ends; always in one order, so that nobody waits in a circle."""
    keys = sorted({_key(name) for name in names})
    if keys:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(key) FROM unnest(%s::bigint[]) AS key", [keys])


def _key(name: str) -> int:
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), signed=True)
