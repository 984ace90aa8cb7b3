"""The real hall for tests: web, worker, beat and a Valkey of its own as processes on this pytest process's database."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
from contextlib import closing, suppress
from pathlib import Path

import psutil
import redis

from tests.support import database
from tests.support.waiting import eventually
from wuxue_exit_entry.celery import app
from wuxue_exit_entry.embedded import layout, processes, programs, valkey


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Part:
    """One process of the hall in a process group of its own."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str], folder: Path) -> None:
        self.name, self.command, self.environment = name, command, environment
        self.folder, self.log = folder, folder / f"{name}.log"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self.process is not None, f"{self.name} was never started"
        return self.process.pid

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        assert not self.is_running(), f"{self.name} runs already"
        self.process = processes.start_detached(
            self.command, log=self.log, cwd=layout.BASE_DIR, env={**os.environ, **self.environment}
        )

    def kill(self) -> None:
        """`kill -9` of the process and whatever it forked: what a power cut does to it."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self._wait_gone()

    def kill_main(self) -> None:
        """`kill -9` of the main process alone, by its pid."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        assert self.process is not None
        self.process.wait(10)

    def stop(self) -> None:
        """End it politely, and what it forked with it."""
        if self.is_running():
            assert self.process is not None
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(15)
        if self.process is not None:
            self.kill()

    def output(self) -> str:
        return processes.tail(self.log, 60)

    def _wait_gone(self) -> None:
        assert self.process is not None
        self.process.wait(10)
        eventually(lambda: not _group(self.pid), 10)


class Hall:
    """Web and Valkey at once, worker and beat when a test wants them."""

    def __init__(self, database_name: str, environment: dict[str, str]) -> None:
        self.database_name, self.extra = database_name, environment
        self.folder = layout.VAR_DIR / "halls" / database_name
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port, valkey_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.redis_url = f"redis://:{layout.valkey_password()}@127.0.0.1:{valkey_port}/0"
        self.valkey = self._part("valkey", valkey.command(self.folder / "valkey", port=valkey_port))
        self.web = self._part("web", programs.web_command("127.0.0.1", self.port, workers=1, threads=16))
        self.worker = self._part("worker", programs.worker_command())
        self.beat = self._part("beat", programs.beat_command(self.folder / "beat-schedule"))

    @property
    def parts(self) -> list[Part]:
        return [self.beat, self.worker, self.web, self.valkey]

    def start(self) -> None:
        """Start what does not run of Valkey and web, and wait until both answer."""
        if not self.valkey.is_running():
            self.start_valkey()
        if not self.web.is_running():
            self.start_web()

    def start_valkey(self) -> None:
        self.valkey.start()
        eventually(lambda: valkey.answers(self.redis_url))

    def start_web(self) -> None:
        self.web.start()
        self._until(lambda: self.health()["checks"]["database"] == "ok", self.web)

    def start_worker(self) -> None:
        """Start the Celery worker and wait until it takes messages."""
        self._forget("worker")
        self.worker.start()
        self._until(lambda: self.health()["checks"]["worker"] == "ok", self.worker)

    def start_beat(self) -> None:
        self._forget("beat")
        self.beat.start()
        self._until(lambda: self.health()["checks"]["beat"] == "ok", self.beat)

    def ring(self, task: str = "jobs.drain") -> None:
        """Send `task` ("jobs.drain", "jobs.tick") as beat does, without waiting for its minute."""
        with app.connection(self.redis_url) as connection:
            app.send_task(task, connection=connection, expires=60)

    def health(self) -> dict[str, dict[str, str]]:
        """Return what `/healthz/` says, whatever the status.

        Raises AssertionError when nothing answers.
        """
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)) as connection:
            try:
                connection.request("GET", "/healthz/")
                answer: dict[str, dict[str, str]] = json.loads(connection.getresponse().read())
            except (OSError, http.client.HTTPException, ValueError) as error:
                raise AssertionError(f"no health: {error}") from error
            return answer

    def rest(self) -> None:
        """Leave web and Valkey alone running and the broker empty, for the next test."""
        self.beat.stop()
        self.worker.stop()
        if self.valkey.is_running():
            with redis.Redis.from_url(self.redis_url) as client:
                client.flushall()

    def close(self) -> None:
        for part in self.parts:
            part.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _part(self, name: str, command: list[str]) -> Part:
        environment = {**database.settings_environment(self.database_name), "HALL_REDIS_URL": self.redis_url}
        return Part(name, command, {**environment, "PUBLIC_URL": self.url, **self.extra}, self.folder)

    def _forget(self, part: str) -> None:
        """Delete the last sign of life, so that the next one is the new process's."""
        with redis.Redis.from_url(self.redis_url) as client:
            client.delete(f"alive:{part}")

    def _until(self, ready: object, part: Part) -> None:
        def ask() -> bool:
            if not part.is_running():
                raise RuntimeError(f"{part.name} ended:\n{part.output()}")
            return bool(ready())  # type: ignore[operator]

        try:
            eventually(ask, 40)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{part.output()}") from error


def _group(leader: int) -> list[int]:
    """Return the pids of the living members of a process group."""
    found = []
    for process in psutil.process_iter(["status"]):
        with suppress(ProcessLookupError, PermissionError):
            if os.getpgid(process.pid) == leader and process.info["status"] != psutil.STATUS_ZOMBIE:
                found.append(process.pid)
    return found
