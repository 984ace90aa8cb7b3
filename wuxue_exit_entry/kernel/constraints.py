"""Turns the violation of a named database constraint into the sentence that belongs to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.db import DEFAULT_DB_ALIAS, IntegrityError, transaction

from wuxue_exit_entry.kernel.errors import BusinessError, Sentence


class _Meaning(NamedTuple):
    code: str
    message: Sentence
    status: int
    field: str


_meanings: dict[str, _Meaning] = {}


def register(constraint_name: str, code: str, message: Sentence, status: int = 409, *, field: str = "") -> None:
    """Say what the violation of a constraint means to the person who caused it."""
    _meanings[constraint_name] = _Meaning(code, message, status, field)


@contextmanager
def translated(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Run the block in a savepoint; a registered violation leaves it as BusinessError.

    Deferred constraints fail at commit, after this block: they must not be registered here.

    Raises: BusinessError, or the IntegrityError itself when nobody registered the constraint.
    """
    try:
        with transaction.atomic(using=using):
            yield
    except IntegrityError as error:
        meaning = _meanings.get(constraint_of(error))
        if meaning is None:
            raise
        raise BusinessError(meaning.code, meaning.message, meaning.field, status=meaning.status) from error


def constraint_of(error: IntegrityError) -> str:
    """The name of the violated constraint, or nothing (a NOT NULL has no name before PostgreSQL 18)."""
    diagnostics = getattr(error.__cause__, "diag", None)
    return getattr(diagnostics, "constraint_name", None) or ""
