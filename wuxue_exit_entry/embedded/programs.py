"""The programs of the hall and how each is started, stopped and brought back; `supervisord` runs them."""

import os
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

from wuxue_exit_entry.embedded import layout, postgres, valkey
from wuxue_exit_entry.env import env

BIN = Path(sys.executable).parent
WEB_WORKERS, WEB_THREADS = 2, 8  # with the worker's connections far below PostgreSQL's max_connections of 100
WORKER_PROCESSES = 2


@dataclass(frozen=True)
class Program:
    """One child of the process manager; `order` is the order of starting, stopping goes backwards."""

    name: str
    command: list[str]
    order: int
    server: bool = False
    folder: Path = layout.BASE_DIR
    user: str = ""
    stop_signal: str = "TERM"
    stop_seconds: int = 15


def servers(*, database: bool, broker: bool) -> list[Program]:
    """Return the embedded servers that this start needs."""
    entry = layout.server_account()
    user = entry.pw_name if entry else ""
    found = []
    if database:
        home = layout.postgres_home()
        found.append(Program("postgres", postgres.command(), 10, True, home, user, stop_signal="INT"))
    if broker:
        found.append(Program("valkey", valkey.command(), 20, True, layout.VALKEY_DIR))
    return found


def parts(host: str, port: int) -> list[Program]:
    """Return web, worker and beat."""
    return [
        Program("web", web_command(host, port), 30),
        Program("worker", worker_command(), 40, stop_seconds=25),
        Program("beat", beat_command(layout.RUN_DIR / "beat-schedule"), 50),
    ]


def web_command(host: str, port: int, *, workers: int = WEB_WORKERS, threads: int = WEB_THREADS) -> list[str]:
    size = ["--workers", str(workers), "--blocking-threads", str(threads)]
    life = ["--respawn-failed-workers", "--workers-kill-timeout", "5"]
    listen = ["--interface", "wsgi", "--no-ws", "--host", host, "--port", str(port)]
    return [str(BIN / "granian"), *listen, *size, *life, "wuxue_exit_entry.wsgi:application"]


def worker_command(*, processes: int = WORKER_PROCESSES) -> list[str]:
    flags = ["--loglevel", "info", "--concurrency", str(processes), "--without-gossip", "--without-mingle"]
    return [*_celery(), "worker", *flags]


def beat_command(schedule: Path) -> list[str]:
    return [*_celery(), "beat", "--loglevel", "info", "--pidfile=", "--schedule", str(schedule)]


def supervisor_config(programs: list[Program]) -> str:
    """Return the configuration of `supervisord`; servers start at once, the parts of the hall when they are told to."""
    head = [
        "[supervisord]",
        f"logfile = {layout.LOG_DIR / 'supervisord.log'}",
        f"pidfile = {layout.RUN_DIR / 'supervisord.pid'}",
        *(["user = root"] if layout.server_account() else []),
        "[unix_http_server]",
        f"file = {layout.control_socket()}",
        "chmod = 0600",
        "[rpcinterface:supervisor]",
        "supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface",
        "[supervisorctl]",
        f"serverurl = unix://{layout.control_socket()}",
    ]
    lines = head + [line for program in programs for line in _section(program)]
    return "\n".join(line.replace("%", "%%") for line in lines) + "\n"


def _section(program: Program) -> list[str]:
    return [
        f"[program:{program.name}]",
        f"command = {shlex.join(program.command)}",
        f"directory = {program.folder}",
        f"priority = {program.order}",
        f"autostart = {str(program.server).lower()}",
        "autorestart = true",
        "startsecs = 1",
        "startretries = 30",
        f"stopsignal = {program.stop_signal}",
        f"stopwaitsecs = {program.stop_seconds}",
        "killasgroup = true",
        "redirect_stderr = true",
        f"stdout_logfile = {layout.LOG_DIR / program.name}.log",
        "stdout_logfile_maxbytes = 10MB",
        "stdout_logfile_backups = 3",
        *([f"user = {program.user}"] if program.user else []),
    ]


def _celery() -> list[str]:
    return [str(BIN / "celery"), "-A", "wuxue_exit_entry"]


def become(name: str) -> None:
    """Turn this process into web, worker or beat: what a container runs."""
    layout.RUN_DIR.mkdir(parents=True, exist_ok=True)
    program = next(part for part in parts(env.str("HOST", "127.0.0.1"), env.int("PORT", 8000)) if part.name == name)
    os.execv(program.command[0], program.command)  # noqa: S606 -- no shell is wanted


if __name__ == "__main__":
    become(sys.argv[1])
