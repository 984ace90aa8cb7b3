"""`manage.py serve` as a newcomer starts it, and everything that can be killed in it."""

import http.client
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import psutil
import pytest

from tests.support.server import free_port
from tests.support.waiting import eventually
from wuxue_exit_entry.embedded import layout

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("serve")]
PARTS = ("postgres", "valkey", "web", "worker", "beat")


class Served:
    """One `serve` on a data folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.var = folder / "var"
        self.port = free_port()
        kept = {name: value for name, value in os.environ.items() if name not in {"VAR_DIR", "DJANGO_SETTINGS_MODULE"}}
        self.environment = {**kept, "VAR_DIR": str(self.var), "PORT": str(self.port), "DEMO_MODE": "true"}
        self.log = folder / "serve.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"],
                cwd=layout.BASE_DIR,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.wait_open()

    def wait_open(self) -> None:
        def is_open() -> bool:
            assert self.process is not None
            if self.process.poll() is not None:
                raise RuntimeError(self.log.read_text())
            return self.health()[0] == 200

        eventually(is_open, 90)

    def health(self) -> tuple[int, dict[str, str]]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)) as connection:
            try:
                connection.request("GET", "/healthz/")
                answer = connection.getresponse()
                return answer.status, json.loads(answer.read())["checks"]
            except (OSError, http.client.HTTPException, ValueError):
                return 0, {}

    def interrupt(self) -> int:
        """Do what Ctrl-C does: SIGINT to the whole foreground group; return the exit code."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(30)

    def ours(self) -> list[psutil.Process]:
        """Return every process that works for this data folder, found by folder, environment or command line."""
        found = []
        for process in psutil.process_iter():
            with suppress(psutil.Error, OSError):
                text = [process.cwd(), process.environ().get("VAR_DIR", ""), *process.cmdline()]
                if process.status() != psutil.STATUS_ZOMBIE and any(str(self.var) in part for part in text):
                    found.append(process)
        return found

    def one(self, part: str) -> psutil.Process:
        """Return the main process of a part: the child of the process manager."""
        manager = psutil.Process(int((self.var / "run" / "supervisord.pid").read_text()))
        for child in manager.children():
            if (
                f"/{part}" in child.cmdline()[0]
                or part in child.cmdline()
                or (part == "web" and "--port" in child.cmdline())
            ):
                return child
        raise AssertionError(f"{part} does not run")


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    path = layout.VAR_DIR / "served"
    path.mkdir(parents=True, exist_ok=True)
    return path


@pytest.fixture
def served(folder: Path) -> Iterator[Served]:
    """The data folder is kept between the tests: each start finds what the last one left."""
    hall = Served(folder)
    yield hall
    if hall.process and hall.process.poll() is None:
        hall.process.terminate()
        hall.process.wait(60)
    assert hall.ours() == []


def test_ctrl_c_stops_everything_and_keeps_the_data(served: Served) -> None:
    served.start()
    assert {part: served.one(part).pid > 0 for part in PARTS} == dict.fromkeys(PARTS, True)
    assert served.interrupt() == 0
    assert served.ours() == []
    text = served.log.read_text()
    assert f"http://127.0.0.1:{served.port}/" in text


@pytest.mark.parametrize("part", PARTS)
def test_killed_part_is_back(served: Served, part: str) -> None:
    served.start()
    victim = served.one(part)
    victim.kill()
    eventually(lambda: served.one(part).pid != victim.pid, 20)
    served.wait_open()


def test_second_start_is_refused_and_harms_nothing(served: Served) -> None:
    served.start()
    second = subprocess.run(
        [sys.executable, "manage.py", "serve"],
        cwd=layout.BASE_DIR,
        env=served.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode == 1
    assert "runs already" in second.stderr
    assert served.health()[0] == 200


@pytest.mark.parametrize("killed", ["serve", "supervisord"])
def test_killed_parent_leaves_nothing_and_the_next_start_works(served: Served, killed: str) -> None:
    served.start()
    assert served.process is not None
    if killed == "serve":
        served.process.kill()
    else:
        psutil.Process(int((served.var / "run" / "supervisord.pid").read_text())).kill()
    served.process.wait(60)
    eventually(lambda: served.ours() == [], 40)
    served.start()


def test_kill_of_everything_at_once_is_survived(served: Served) -> None:
    served.start()
    for process in served.ours():
        with suppress(psutil.NoSuchProcess):
            process.kill()
    assert served.process is not None
    served.process.wait(60)
    served.start()
