"""Where the embedded servers keep their data and how they are reached; no Django here, settings import it."""

import hashlib
import os
import pwd
import socket
import stat
import tempfile
from pathlib import Path
from urllib.parse import quote

from wuxue_exit_entry.env import env, generated_secret

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var"))).resolve()
SECRETS_DIR = VAR_DIR / "secrets"
RUN_DIR = VAR_DIR / "run"
LOG_DIR = VAR_DIR / "log"
VALKEY_DIR = VAR_DIR / "valkey"

STATE_DIR = Path("/var/lib")  # only for root; never /var/tmp, where a tidy machine deletes what a month left unread

DATABASE = env.str("EMBEDDED_DATABASE", "wuxue")
ROLES = {"app": "wuxue_app", "owner": "wuxue_owner", "superuser": "postgres"}
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_LIMIT = 107  # bytes of sun_path on Linux, the final NUL taken off
UNPRIVILEGED_ACCOUNTS = ("postgres", "nobody")


class LayoutError(Exception):
    """A folder is not what it must be; the sentence says which and why."""


def server_account() -> pwd.struct_passwd | None:
    """Return whose account PostgreSQL runs under, None when it is our own; PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    for name in UNPRIVILEGED_ACCOUNTS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise LayoutError("PostgreSQL refuses root, and this machine has neither an account postgres nor nobody")


def postgres_home() -> Path:
    """Return the folder of the cluster: in VAR_DIR, or in /var/lib where the server's account cannot reach VAR_DIR.

    The choice is remembered in VAR_DIR, so that data stays when the checkout moves.
    """
    remembered = VAR_DIR / "postgres.path"
    if remembered.exists():
        return Path(remembered.read_text(encoding="utf-8").strip())
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    account = server_account()
    if account is None or reachable(VAR_DIR, account.pw_uid, account.pw_gid):
        return VAR_DIR / "postgres"
    home = STATE_DIR / f"wuxue-{_digest(VAR_DIR)}"
    remembered.write_text(f"{home}\n", encoding="utf-8")
    return home


def data_dir() -> Path:
    return postgres_home() / "data"


def socket_dir() -> Path:
    """Return the folder of the Unix socket, a short one in the temporary folder when the path would be too long."""
    return _short_enough(postgres_home() / "run", SOCKET_NAME)


def control_socket() -> Path:
    """Return the socket on which the process manager takes orders."""
    return _short_enough(RUN_DIR, "supervisor.sock") / "supervisor.sock"


def role_password(role: str) -> str:
    return generated_secret(SECRETS_DIR / f"postgres_{role}_password")


def database_url(role: str, database: str = "") -> str:
    """Return the URL of the embedded database for `role`: "app", "owner" or "superuser"."""
    return (
        f"postgresql://{ROLES[role]}:{role_password(role)}@{quote(str(socket_dir()), safe='')}/{database or DATABASE}"
    )


def valkey_password() -> str:
    return generated_secret(SECRETS_DIR / "valkey_password")


def valkey_port() -> int:
    """Return the port of this checkout's Valkey: a free one picked once, so that checkouts run beside each other."""
    remembered = VALKEY_DIR / "port"
    try:
        return int(remembered.read_text(encoding="ascii"))
    except FileNotFoundError:
        return new_valkey_port()


def new_valkey_port() -> int:
    """Pick a free port and remember it."""
    VALKEY_DIR.mkdir(parents=True, exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    (VALKEY_DIR / "port").write_text(str(port), encoding="ascii")
    return port


def redis_url() -> str:
    """Return the URL of the embedded Valkey, password included."""
    return f"redis://:{valkey_password()}@127.0.0.1:{valkey_port()}/0"


def reachable(path: Path, uid: int, gid: int) -> bool:
    """Say whether account `uid` may pass through `path` and every folder above it, judged by their modes."""
    return all(_may_pass(folder, uid, gid) for folder in [path, *path.parents] if folder.exists())


def private_dir(path: Path, uid: int, gid: int) -> Path:
    """Make `path` a folder of `uid` alone, or check that it is one; a folder of somebody else is never changed.

    Raises LayoutError.
    """
    try:
        path.mkdir(mode=0o700, parents=True)
    except FileExistsError:
        found = path.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != uid or found.st_mode & 0o077:
            raise LayoutError(f"{path} exists and is not a private folder of account {uid}") from None
        return path
    os.chown(path, uid, gid)
    return path


def _short_enough(folder: Path, name: str) -> Path:
    if len(os.fsencode(folder / name)) <= SOCKET_PATH_LIMIT:
        return folder
    return Path(tempfile.gettempdir()) / f"wuxue-{_digest(folder)}"


def _may_pass(folder: Path, uid: int, gid: int) -> bool:
    found = folder.stat()
    if found.st_uid == uid:
        return bool(found.st_mode & stat.S_IXUSR)
    if found.st_gid == gid:
        return bool(found.st_mode & stat.S_IXGRP)
    return bool(found.st_mode & stat.S_IXOTH)


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
