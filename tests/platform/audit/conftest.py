"""A chain of seals in a database and a file of this test's own, and the owner who could tamper with it."""

from collections.abc import Iterator

import pytest

from tests.support.waiting import eventually
from wuxue_exit_entry.audit import seals, services
from wuxue_exit_entry.audit.actors import SYSTEM
from wuxue_exit_entry.embedded import postgres

TABLES = ("audit_auditevent", "audit_auditseal")


@pytest.fixture(autouse=True)
def seal_file(settings, tmp_path):
    settings.AUDIT_SEAL_FILE = tmp_path / "seals.log"
    return settings.AUDIT_SEAL_FILE


@pytest.fixture
def owner(committed_db, database_name) -> Iterator:
    """A cursor of the owner, in autocommit."""
    with postgres.connect("owner", database_name) as cursor:
        yield cursor


@pytest.fixture
def empty_audit(owner):
    """Without what loading the reference data left."""
    for table in TABLES:
        owner.execute(
            f"ALTER TABLE {table} DISABLE TRIGGER USER; DELETE FROM {table}; ALTER TABLE {table} ENABLE TRIGGER USER"
        )


@pytest.fixture
def seal_all():
    """Seal until `count` events are: transactions of other databases of this server hold the horizon as well."""

    def seal_until(count):
        sealed = 0

        def enough():
            nonlocal sealed
            sealed += seals.seal()
            return sealed >= count

        eventually(enough)
        assert sealed == count

    return seal_until


@pytest.fixture
def sealed_events(empty_audit, seal_all):
    """Three seals over four events each; returns the ids in order."""
    made = []
    for _ in range(3):
        events = services.record_all(SYSTEM, "test.thing.done", [("test.thing", None, {"n": n}) for n in range(4)])
        made += [event.pk for event in events]
        seal_all(4)
    return made
