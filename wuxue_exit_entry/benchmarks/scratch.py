"""A scratch database on the embedded server, with the reference data and nothing else; gone afterwards."""

import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

import psycopg2
from django.conf import settings
from django.db import connections
from psycopg2 import sql

from wuxue_exit_entry.embedded import layout, postgres, processes, programs, valkey

NAME = "benchmark"
FREE_OF_LIMITS = {"BOOKINGS_PER_ADDRESS_AND_HOUR": "1000000000"}


@contextmanager
def database() -> Iterator[None]:
    """Give Django an empty hall; servers that did not run before are stopped again."""
    stopped = [server for server in (postgres, valkey) if not server.running()]
    postgres.start()
    valkey.start()
    try:
        _make()
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise looks for it
        settings.AUDIT_SEAL_FILE = layout.VAR_DIR / "benchmark-seals.log"
        connections.databases["default"]["NAME"] = NAME
        connections.close_all()
        yield
    finally:
        connections.close_all()
        _drop()
        for server in stopped:
            server.stop()


@contextmanager
def web(port: int) -> Iterator[str]:
    """Run the real web server on the scratch database and give its address."""
    url = f"http://127.0.0.1:{port}"
    process = processes.start_detached(
        programs.web_command("127.0.0.1", port),
        log=layout.LOG_DIR / "benchmark-web.log",
        cwd=layout.BASE_DIR,
        env=_environment() | FREE_OF_LIMITS,
    )
    try:
        processes.wait_for(lambda: _answers(url), what="web", log=layout.LOG_DIR / "benchmark-web.log", seconds=90)
        yield url
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(15)
        process.kill()


@contextmanager
def superuser() -> Iterator["psycopg2.extensions.cursor"]:
    """Give a cursor that loads rows past the triggers; it commits at the end."""
    opened = closing(psycopg2.connect(layout.database_url("superuser", NAME)))
    with opened as connection, connection, connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        yield cursor


def analyze() -> None:
    """Tell the planner what is there now."""
    with postgres.connect("superuser", NAME) as cursor:
        cursor.execute("VACUUM ANALYZE")


def _make() -> None:
    _drop()
    postgres.ensure_database(NAME)
    for arguments, role in ((["migrate", "--no-input", "-v0"], "owner"), (["load_reference_data", "-v0"], "app")):
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=layout.BASE_DIR, env=_environment() | {"DATABASE_ROLE": role}, check=True)  # noqa: S603 -- our own command


def _drop() -> None:
    with postgres.connect("superuser", "postgres") as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(NAME)))


def _environment() -> dict[str, str]:
    return {**os.environ, "EMBEDDED_DATABASE": NAME, "AUDIT_SEAL_FILE": str(layout.VAR_DIR / "benchmark-seals.log")}


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/api/v1/appointments/services/", timeout=10) as answer:  # noqa: S310 -- our own
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False
