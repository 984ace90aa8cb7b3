"""Databases of the tests: one template, migrated as the owner, and a copy of it for every pytest process.

The servers are embedded ones of their own (`var/test`). Whoever needs them first starts them, the last user stops
them; two files with locks tell who that is, so xdist workers and a second pytest run share them.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from psycopg2 import sql

from wuxue_exit_entry.embedded import layout, postgres, valkey

TEMPLATE = "test_template"
MADE_FROM = (
    "*/migrations/*.py",
    "wuxue_exit_entry/*/migrations/*.py",
    "appointments/catalogue/**/*",
    "wuxue_exit_entry/workdays/**/*",
    "wuxue_exit_entry/embedded/reference.py",
    "appointments/booking/reference.py",
)
STATIC_FROM = ("static/**/*", "*/static/**/*", "wuxue_exit_entry/*/static/**/*", "requirements.lock")


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Let one process at a time through."""
    with _lock_file(name) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class Servers:
    """A share in the servers of the tests: `join` starts them when nobody did, `leave` stops them as the last."""

    def __init__(self) -> None:
        self.users: IO[str] | None = None

    def join(self) -> None:
        if self.users is None:
            with locked("servers"):
                self.users = _lock_file("users")
                fcntl.flock(self.users, fcntl.LOCK_SH)
                postgres.start(fast=True)
                valkey.start()

    def leave(self) -> None:
        if self.users is None:
            return
        with locked("servers"):
            try:
                fcntl.flock(self.users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass  # somebody else still uses them
            else:
                valkey.stop()
                postgres.stop()
                _forget_data_elsewhere()
            self.users.close()
            self.users = None


def ensure_template() -> None:
    """Migrate the template as the owner and load the reference data as the application, unless nothing changed."""
    stamp = layout.VAR_DIR / "template.sha256"
    with locked("template"):
        wanted = _digest(MADE_FROM)
        if stamp.exists() and stamp.read_text() == wanted and _exists(TEMPLATE):
            return
        stamp.unlink(missing_ok=True)
        drop(TEMPLATE)
        postgres.ensure_database(TEMPLATE)
        manage("migrate", "--no-input", "--skip-checks", "-v0", database=TEMPLATE, DATABASE_ROLE="owner")
        manage("load_reference_data", database=TEMPLATE)
        stamp.write_text(wanted)


def collect_static() -> None:
    """Collect, hash and compress the static files for halls, unless nothing changed."""
    stamp = layout.VAR_DIR / "static.sha256"
    with locked("static"):
        wanted = _digest(STATIC_FROM)
        if not stamp.exists() or stamp.read_text() != wanted:
            manage(
                "collectstatic", "--no-input", "--clear", "-v0", database=TEMPLATE, HALL_REDIS_URL=layout.redis_url()
            )
            stamp.write_text(wanted)


def copy_template(name: str) -> None:
    """Make database `name` anew from the template; open connections to the old one are cut."""
    with locked("template"):
        drop(name)
        seal_file(name).unlink(missing_ok=True)
        with postgres.connect("owner", "postgres") as cursor:
            cursor.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
                    sql.Identifier(name), sql.Identifier(TEMPLATE)
                )
            )


def drop(name: str) -> None:
    # As the superuser: the owner may not cut the application's connections.
    with postgres.connect("superuser", "postgres") as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def manage(*arguments: str, database: str, **environment: str) -> str:
    """Run a management command against `database` in a process of its own and return its output."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=layout.BASE_DIR,
        env={**os.environ, **settings_environment(database), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"manage.py {' '.join(arguments)} failed:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def settings_environment(database: str) -> dict[str, str]:
    """Return the environment in which a process of ours works on `database`."""
    return {
        "DJANGO_SETTINGS_MODULE": "wuxue_exit_entry.settings_test",
        "EMBEDDED_DATABASE": database,
        "AUDIT_SEAL_FILE": str(seal_file(database)),
        "PYTHONPATH": str(layout.BASE_DIR),
    }


def seal_file(database: str) -> Path:
    """Return where the seals of `database` are kept; they belong to one database and go with it."""
    return layout.VAR_DIR / "seals" / f"{database}.log"


def _forget_data_elsewhere() -> None:
    """Remove the cluster when it had to lie outside the checkout: nobody would find it there."""
    home = layout.postgres_home()
    if not home.is_relative_to(layout.VAR_DIR):
        shutil.rmtree(home)
        (layout.VAR_DIR / "postgres.path").unlink()
        (layout.VAR_DIR / "template.sha256").unlink(missing_ok=True)


def _exists(name: str) -> bool:
    with postgres.connect("owner", "postgres") as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def _digest(patterns: tuple[str, ...]) -> str:
    """Return a digest of the names and contents of the files that match."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in patterns for path in layout.BASE_DIR.glob(pattern)):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(layout.BASE_DIR).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _lock_file(name: str) -> IO[str]:
    folder = layout.VAR_DIR / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    return Path(folder / name).open("a")
