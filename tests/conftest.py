"""Fixtures of all tests: a database of its own for every process, used as the application's role."""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connections
from django.utils import translation

from tests.support import database
from tests.support.server import Hall
from wuxue_exit_entry.ui import catalogues

pytest_plugins = ["tests.support.browser"]
_servers = database.Servers()
settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise looks for it at each start


def pytest_sessionstart() -> None:
    catalogues.compile_all()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no process is left alone with it in the end."""
    items.sort(key=lambda item: not any(item.get_closest_marker(mark) for mark in ("faults", "browser", "slow")))


def pytest_sessionfinish() -> None:
    _servers.leave()


@pytest.fixture(autouse=True)
def _default_language() -> Iterator[None]:
    """A request activates its language for the thread and leaves it so: the next test must not read it."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


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
    settings.AUDIT_SEAL_FILE = database.seal_file(database_name)
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


@pytest.fixture(scope="session")
def _halls(django_db_setup: None) -> Iterator[dict[str, Hall]]:
    """The running hall of this pytest process, kept between tests because a start takes seconds."""
    halls: dict[str, Hall] = {}
    yield halls
    for kept in halls.values():
        kept.close()


@pytest.fixture
def hall_environment() -> dict[str, str]:
    """Extra environment of the hall's processes; override it where a test needs a gateway or another setting."""
    return {}


@pytest.fixture
def hall(
    committed_db: None, database_name: str, hall_environment: dict[str, str], _halls: dict[str, Hall]
) -> Iterator[Hall]:
    """The real web server on this test's database; `hall.start_worker()` and `hall.start_beat()` add the others."""
    key = repr(sorted(hall_environment.items()))
    for other in [other for other in _halls if other != key]:
        _halls.pop(other).close()
    if key not in _halls:
        database.collect_static()
        _halls[key] = Hall(database_name, hall_environment)
    _halls[key].start()
    yield _halls[key]
    _halls[key].rest()
