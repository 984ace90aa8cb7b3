"""One `supervisord` over all programs: start it, tell it to start a program, stop it with everything under it."""

import os
import signal
import subprocess
import sys
import xmlrpc.client
from typing import Any

import psutil
from supervisor.xmlrpc import SupervisorTransport

from wuxue_exit_entry.embedded import layout, postgres, processes, programs, valkey

LOG = layout.LOG_DIR / "supervisord.log"
CONFIG = layout.RUN_DIR / "supervisord.conf"


def start(programs_: list[programs.Program]) -> subprocess.Popen[bytes]:
    """Start the manager in a session of its own; it ends with us even when we are killed."""
    layout.LOG_DIR.mkdir(parents=True, exist_ok=True)
    for folder in (layout.RUN_DIR, layout.control_socket().parent):
        layout.private_dir(folder, os.getuid(), os.getgid())
    CONFIG.write_text(programs.supervisor_config(programs_), encoding="utf-8")
    started = processes.start_detached(
        [sys.executable, "-m", "supervisor.supervisord", "-n", "-s", "-c", str(CONFIG)],
        log=LOG,
        cwd=layout.BASE_DIR,
        env={**os.environ, processes.MARKER: str(layout.VAR_DIR), "PYTHONUNBUFFERED": "1"},
        preexec_fn=processes.end_with_parent,
    )
    processes.wait_for(_takes_orders, what="supervisord", log=LOG)
    return started


def start_program(name: str) -> None:
    _rpc().startProcess(name, False)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Stop the manager and everything under it, then look for what is left all the same."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    stop_leftovers()


def stop_leftovers() -> None:
    """Stop what an earlier start left: processes with our marker, and the servers that work in our folders."""
    ours = processes.marked(str(layout.VAR_DIR))
    managers = [p for p in ours if "supervisor.supervisord" in _command_line(p)]
    processes.stop(managers, by=signal.SIGTERM, patience=60)
    processes.stop([p for p in ours if p not in managers], by=signal.SIGTERM)
    valkey.stop()
    postgres.stop()


def _rpc() -> Any:
    transport = SupervisorTransport(None, None, serverurl=f"unix://{layout.control_socket()}")
    return xmlrpc.client.ServerProxy("http://127.0.0.1", transport=transport).supervisor


def _takes_orders() -> bool:
    try:
        return bool(_rpc().getState()["statename"] == "RUNNING")
    except (OSError, xmlrpc.client.Error):
        return False


def _command_line(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []
