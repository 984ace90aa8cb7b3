"""Whose rows the database shows: one unit's, everybody's, or (nothing said) none.

Row-level security reads the setting `app.tenant`; tables get their policy by `sql.tenant_rows` in a migration. The
setting lives in the session of the connection, so that reads outside a transaction are held too.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, TypeVar

from django.db import connection, migrations
from django.http import HttpRequest, HttpResponseBase

from wuxue_exit_entry.audit.actors import Actor

View = TypeVar("View", bound=Callable[..., Any])
EVERYBODY, NOBODY = "*", ""


@contextmanager
def of_unit(unit_id: int) -> Iterator[None]:
    """Show the rows of one unit."""
    with _showing(str(unit_id)):
        yield


@contextmanager
def of_everybody() -> Iterator[None]:
    """Show all rows: for officers, whose selectors narrow further, and for jobs."""
    with _showing(EVERYBODY):
        yield


@contextmanager
def of_actor(actor: Actor) -> Iterator[None]:
    """Show what `actor` may see at most: people of a hotel its own rows, officers and the system all of them."""
    with _showing(str(actor.unit_id) if actor.is_tenant else EVERYBODY if actor.kind != "public" else NOBODY):
        yield


def scoped(view: View) -> View:
    """Declare a page whose rows belong to tenants."""

    @wraps(view)
    def scoped_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with of_actor(request.actor):
            return view(request, *args, **kwargs)

    return scoped_view  # type: ignore[return-value]  # the same signature, which `wraps` does not say


@contextmanager
def _showing(value: str) -> Iterator[None]:
    before = _set(value)
    try:
        yield
    finally:
        if not connection.needs_rollback:  # the rollback takes the setting back as well
            _set(before)


def _set(value: str) -> str:
    """Set whose rows are shown and return what was set before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE(current_setting('app.tenant', true), ''), set_config('app.tenant', %s, false)", [value]
        )
        return str(cursor.fetchone()[0])


def tenant_rows(table: str, *, column: str = "unit_id") -> migrations.RunSQL:
    """Return the migration that shows rows of `table` only to the tenant in `column`.

    A CASE, because in an OR the cast may come first.
    """
    policy = f"""
        CASE COALESCE(current_setting('app.tenant', true), '')
            WHEN '{NOBODY}' THEN false
            WHEN '{EVERYBODY}' THEN true
            ELSE {column} = current_setting('app.tenant', true)::bigint
        END"""
    return migrations.RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
        f"CREATE POLICY tenant ON {table} USING ({policy}) WITH CHECK ({policy});",
        f"DROP POLICY tenant ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )
