"""Find, start and stop processes of this checkout, and only those; no Django here."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import psutil

PR_SET_PDEATHSIG = 1  # linux/prctl.h
MARKER = "WUXUE_SERVE"  # in the environment of whatever `serve` starts; its value is VAR_DIR


class StartError(Exception):
    """A server did not come up; the sentence ends with what it logged last."""


def working_in(folder: Path, name: str) -> list[psutil.Process]:
    """Return the processes called `name` whose working folder is `folder`."""
    return [p for p in psutil.process_iter(["name", "cwd"]) if p.info["name"] == name and p.info["cwd"] == str(folder)]


def marked(value: str) -> list[psutil.Process]:
    """Return the processes that carry our marker with `value`, this one and its ancestors taken off."""
    own = {os.getpid(), *(p.pid for p in psutil.Process().parents())}
    return [p for p in psutil.process_iter() if p.pid not in own and _marker_of(p) == value]


def start_detached(command: list[str], *, log: Path, **popen: object) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own, so that no Ctrl-C reaches it; its output goes to `log`."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(  # type: ignore[call-overload, no-any-return]  # keyword arguments pass through
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True, **popen
        )


def stop(processes: Iterable[psutil.Process], *, by: signal.Signals, patience: float = 15) -> None:
    """Send `by` to each process and wait; whoever is still there after `patience` seconds is killed."""
    waiting = [p for p in processes if _signal(p, by)]
    _, stubborn = psutil.wait_procs(waiting, timeout=patience)
    for process in stubborn:
        _signal(process, signal.SIGKILL)
    psutil.wait_procs(stubborn, timeout=5)


def wait_for(ready: Callable[[], bool], *, what: str, log: Path, seconds: float = 30) -> None:
    """Ask `ready` until it says yes.

    Raises StartError with the end of the log when `seconds` are over.
    """
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise StartError(f"{what} is not ready after {seconds:.0f} s: {tail(log)}")
        time.sleep(0.05)


def tail(log: Path, lines: int = 8) -> str:
    if not log.exists():
        return f"nothing in {log}"
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


def end_with_parent(by: signal.Signals = signal.SIGTERM) -> None:
    """Let the kernel send `by` to this process when its parent dies, also by `kill -9`; Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, by)


def _marker_of(process: psutil.Process) -> str | None:
    try:
        return process.environ().get(MARKER)
    except (psutil.Error, OSError):
        return None


def _signal(process: psutil.Process, number: signal.Signals) -> bool:
    try:
        process.send_signal(number)
    except psutil.NoSuchProcess:
        return False
    return True
