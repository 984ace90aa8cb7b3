"""Re-sealing everything under the newest key, in one transaction with writers stopped."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connection, transaction

from wuxue_exit_entry.privacy import keys, sealing
from wuxue_exit_entry.privacy.fields import SealedField

_BATCH = 1000


@dataclass(frozen=True)
class SealedColumn:
    """One column of sealed values: of a table or of the table of its history."""

    table: str
    key: str
    column: str
    purpose: str


class RotationIncompleteError(Exception):
    """Something sealed under an older key would remain; nothing was changed."""


def sealed_columns() -> list[SealedColumn]:
    """Return every sealed column of every model, history included."""
    return [
        SealedColumn(model._meta.db_table, str(model._meta.pk.column), str(field.column), field.purpose)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
        for field in model._meta.local_fields
        if isinstance(field, SealedField)
    ]


@transaction.atomic
def rotate() -> int:
    """Seal every value under the newest key and return how many changed.

    Raises RotationIncompleteError, which undoes all of it, when a column that no model knows still holds an older seal.
    """
    columns = sealed_columns()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL lock_timeout = '60s'")
        for table in sorted({column.table for column in columns}):
            # ALTER TABLE takes the lock that stops writers, and the append-only triggers are about people, not keys.
            cursor.execute(f"ALTER TABLE {_name(table)} DISABLE TRIGGER USER")
        changed = sum(_reseal(column) for column in columns)
        for table in sorted({column.table for column in columns}):
            cursor.execute(f"ALTER TABLE {_name(table)} ENABLE TRIGGER USER")
    left = stale_columns()
    if left:
        raise RotationIncompleteError(", ".join(left))
    return changed


def stale_columns() -> list[str]:
    """Return the columns of the whole database, known to a model or not, that hold a seal of an older key."""
    older = [re.escape(key.kid) for key in keys.all_keys()[1:]]
    if not older:
        return []
    pattern = rf"(^|[^0-9A-Za-z]){sealing.ALGORITHM}:({'|'.join(older)}):[A-Za-z0-9+/=]{{22,}}"
    return [f"{table}.{column}" for table, column in _text_columns() if _holds(table, column, pattern)]


def _reseal(column: SealedColumn) -> int:
    """Seal one column anew, a batch of rows at a time."""
    newest = keys.newest()
    changed = 0
    for batch in _older_rows(column, f"{sealing.ALGORITHM}:{newest.kid}:"):
        pairs = [
            (row, sealing.seal_with(newest, column.purpose, sealing.unseal(column.purpose, old))) for row, old in batch
        ]
        with connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {_name(column.table)} SET {_name(column.column)} = %s WHERE {_name(column.key)} = %s",  # noqa: S608 -- names come from models
                [(new, row) for row, new in pairs],
            )
        changed += len(pairs)
    return changed


def _older_rows(column: SealedColumn, current: str) -> Iterator[list[tuple[int | str, str]]]:
    table, key, name = _name(column.table), _name(column.key), _name(column.column)
    older = f"SELECT {key}, {name} FROM {table} WHERE {name} <> '' AND NOT starts_with({name}, %s)"  # noqa: S608 -- names come from models
    beyond: list[int | str] = []
    while True:
        query = older + (f" AND {key} > %s" if beyond else "") + f" ORDER BY {key} LIMIT %s"
        with connection.cursor() as cursor:
            cursor.execute(query, [current, *beyond, _BATCH])
            rows = cursor.fetchall()
        if not rows:
            return
        yield rows
        beyond = [rows[-1][0]]


def _text_columns() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.table_name, c.column_name FROM information_schema.columns c JOIN information_schema.tables t"
            " USING (table_schema, table_name) WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'"
            " AND c.data_type IN ('text', 'character varying', 'jsonb', 'json', 'ARRAY') ORDER BY 1, 2"
        )
        return cursor.fetchall()


def _holds(table: str, column: str, pattern: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT EXISTS (SELECT 1 FROM {_name(table)} WHERE {_name(column)}::text ~ %s)",  # noqa: S608 -- names come from the catalogue of the database
            [pattern],
        )
        return bool(cursor.fetchone()[0])


def _name(name: str) -> str:
    return connection.ops.quote_name(name)
