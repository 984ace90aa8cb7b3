"""`manage.py serve` as a newcomer starts it, and everything that can be killed in it."""

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psutil
import psycopg2
import pytest

from tests.support.server import free_port
from tests.support.waiting import eventually
from wuxue_exit_entry.accounts.roles import ROLES
from wuxue_exit_entry.embedded import layout

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("serve")]
MARKS = {  # in the command line of each part
    "postgres": "bin/postgres",
    "valkey": "valkey-server",
    "web": "granian",
    "worker": "--concurrency",
    "beat": "--schedule",
}


class Served:
    """One `serve` on a data folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.var = folder, folder / "var"
        folder.mkdir(parents=True)
        self.port = free_port()
        kept = {name: value for name, value in os.environ.items() if name not in {"VAR_DIR", "DJANGO_SETTINGS_MODULE"}}
        self.environment = {**kept, "VAR_DIR": str(self.var), "PORT": str(self.port), "DEMO_MODE": "true"}
        self.log = folder / "serve.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until it is open and has said so."""
        self.written = self.log.stat().st_size if self.log.exists() else 0
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
        eventually(lambda: b"Ctrl-C stops" in self.log.read_bytes()[self.written :], 60)

    def wait_open(self) -> None:
        def is_open() -> bool:
            assert self.process is not None
            if self.process.poll() is not None:
                raise RuntimeError(self.log.read_text())
            return self.health()[0] == 200

        eventually(is_open, 240, every=0.2)

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
        return self.process.wait(60)

    @contextmanager
    def database(self, role: str) -> Iterator[psycopg2.extensions.cursor]:
        password = (self.var / "secrets" / f"postgres_{role}_password").read_text()
        elsewhere = self.var / "postgres.path"
        where = (Path(elsewhere.read_text().strip()) if elsewhere.exists() else self.var / "postgres") / "run"
        with (
            closing(
                psycopg2.connect(host=str(where), user=layout.ROLES[role], password=password, dbname="wuxue")
            ) as link,
            link,
            link.cursor() as cursor,
        ):
            yield cursor

    def ours(self) -> list[psutil.Process]:
        """Return every process that works for this data folder, found by folder, environment or command line."""
        found = []
        for process in psutil.process_iter():
            with suppress(psutil.Error, OSError):
                text = [process.cwd(), process.environ().get("VAR_DIR", ""), *process.cmdline()]
                if process.status() != psutil.STATUS_ZOMBIE and any(str(self.var) in part for part in text):
                    found.append(process)
        return found

    def remove(self) -> None:
        """Remove the data, also where the checkout is closed to the database's account."""
        elsewhere = self.var / "postgres.path"
        if elsewhere.exists():
            shutil.rmtree(elsewhere.read_text().strip())
        shutil.rmtree(self.folder)

    def is_gone(self) -> bool:
        left = self.ours()
        assert left == []
        return True

    def manager(self) -> psutil.Process:
        return psutil.Process(int((self.var / "run" / "supervisord.pid").read_text()))

    def one(self, part: str) -> psutil.Process:
        """Return the main process of a part: the child of the process manager that it became.

        Raises AssertionError when there is none at this moment.
        """
        for child in self.manager().children():
            with suppress(psutil.Error):
                if any(MARKS[part] in word for word in child.cmdline()):
                    return child
        raise AssertionError(f"{part} does not run")


@pytest.fixture(scope="module")
def kept() -> Iterator[Served]:
    """A hall of its own on a new data folder, which goes at the end."""
    hall = Served(layout.VAR_DIR / f"served-{os.getpid()}")
    yield hall
    if hall.process and hall.process.poll() is None:
        hall.process.terminate()
        hall.process.wait(120)
    assert hall.ours() == []
    hall.remove()


@pytest.fixture
def served(kept: Served) -> Served:
    """The hall, open; its data folder is kept between the tests, so each start finds what the last one left."""
    if kept.process is None or kept.process.poll() is not None:
        kept.start()
    kept.wait_open()
    return kept


def test_ctrl_c_stops_everything_and_the_data_is_there_at_the_next_start(served: Served) -> None:
    with served.database("app") as cursor:
        cursor.execute(
            "INSERT INTO django_session VALUES ('kept', 'x', now() + interval '1 day') ON CONFLICT DO NOTHING"
        )
    assert served.interrupt() == 0
    assert served.ours() == []
    served.start()
    with served.database("app") as cursor:
        cursor.execute("SELECT count(*) FROM django_session WHERE session_key = 'kept'")
        assert cursor.fetchone() == (1,)


def test_start_tells_the_address_and_one_sign_in_a_role(served: Served) -> None:
    text = served.log.read_text()
    assert f"http://127.0.0.1:{served.port}/" in text
    assert [role.code for role in ROLES.values() if str(role.label) not in text] == []


@pytest.mark.parametrize("part", MARKS)
def test_killed_part_is_back(served: Served, part: str) -> None:
    victim = served.one(part)
    victim.kill()
    eventually(lambda: served.one(part).pid != victim.pid, 30)
    served.wait_open()


def test_second_start_is_refused_and_harms_nothing(served: Served) -> None:
    before = served.one("postgres").pid
    second = subprocess.run(
        [sys.executable, "manage.py", "serve"],
        cwd=layout.BASE_DIR,
        env=served.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (second.returncode, "runs already" in second.stderr) == (1, True)
    assert served.one("postgres").pid == before


@pytest.mark.parametrize("killed", ["serve", "supervisord"])
def test_killed_parent_leaves_nothing_and_the_next_start_works(served: Served, killed: str) -> None:
    assert served.process is not None
    (served.process if killed == "serve" else served.manager()).kill()
    served.process.wait(120)
    eventually(served.is_gone, 120, every=0.5)
    served.start()


def test_kill_of_everything_at_once_is_survived(served: Served) -> None:
    for process in served.ours():
        with suppress(psutil.NoSuchProcess):
            process.kill()
    assert served.process is not None
    served.process.wait(120)
    served.start()
