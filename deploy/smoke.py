"""`make run` as a newcomer does it: wait for health, open the front page, Ctrl-C, look for what is left behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import psutil

SECONDS_TO_OPEN, SECONDS_TO_STOP = 300, 60


def main() -> int:
    """Return 0 when all of it went well."""
    folder = Path(tempfile.mkdtemp())
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "PORT": str(port), "VAR_DIR": str(folder / "var")}
    log = folder / "log"
    with log.open("wb") as output:
        run = {"env": environment, "stdout": output, "stderr": output, "start_new_session": True}
        started = subprocess.Popen(["make", "run"], **run)
    problem = try_out(started, f"http://127.0.0.1:{port}") or left_behind(folder / "var")
    print(f"smoke: {problem or 'make run opened, answered, and left nothing after Ctrl-C'}")
    if problem:
        print(log.read_text(errors="replace"))
    tidy_up(folder)
    return int(bool(problem))


def try_out(started: "subprocess.Popen[bytes]", address: str) -> str:
    """Return what went wrong between start and stop, empty when nothing did."""
    end = time.monotonic() + SECONDS_TO_OPEN
    while status(f"{address}/healthz/") != 200:
        if started.poll() is not None or time.monotonic() > end:
            return "the hall did not open"
        time.sleep(0.5)
    home = status(f"{address}/")
    os.killpg(started.pid, signal.SIGINT)  # as Ctrl-C does: the whole foreground group
    try:
        started.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        os.killpg(started.pid, signal.SIGKILL)
        return "Ctrl-C did not stop it"
    return "" if home == 200 else f"the front page answered {home}"


def status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def left_behind(var: Path) -> str:
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            if process.environ().get("VAR_DIR") == str(var) or str(var) in " ".join(process.cmdline()):
                found.append(process.name())
    return f"left behind: {found}" if found else ""


def tidy_up(folder: Path) -> None:
    """Remove the data, also where root's temporary folder was closed to the database's account."""
    elsewhere = folder / "var" / "postgres.path"
    if elsewhere.exists():
        shutil.rmtree(elsewhere.read_text().strip())
    shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
