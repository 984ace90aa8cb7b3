"""Fixtures of all tests: a database of its own for every process, used as the application's role."""

import os
from collections.abc import Iterator

import pytest
from django.db import connections

import wuxue_exit_entry.celery  # noqa: F401 -- names the broker for the doorbell
from tests.support import database

_servers = database.Servers()


def pytest_sessionfinish() -> None:
    _servers.leave()


@pytest.fixture(scope="session")
def database_name(worker_id: str) -> str:
    """Name of this process's database; the pid keeps two runs beside each other apart."""
    return f"test_{worker_id}_{os.getpid()}"


@pytest.fixture(scope="session")
def django_db_setup(database_name: str, django_test_environment: None) -> Iterator[None]:
    """Replaces pytest-django's: start the servers, copy the migrated template, connect as the application."""
    _servers.join()
    database.ensure_template()
    database.copy_template(database_name)
    connections.databases["default"]["NAME"] = database_name
    yield
    connections.close_all()
    database.drop(database_name)


@pytest.fixture
def committed_db(request: pytest.FixtureRequest, django_db_setup: None, database_name: str) -> Iterator[None]:
    """A database without a transaction around the test: for threads, other processes and browsers.

    Afterwards the database is made anew from the template, so no table needs emptying (the audit refuses it).
    """
    if "db" in request.fixturenames:
        raise pytest.UsageError("committed_db and db exclude each other")
    blocker = request.getfixturevalue("django_db_blocker")
    with blocker.unblock():
        yield
        connections.close_all()
    database.copy_template(database_name)
