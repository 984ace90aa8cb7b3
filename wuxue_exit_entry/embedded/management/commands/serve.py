"""`manage.py serve`: the whole hall from nothing, under one process manager, until Ctrl-C."""

import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor

from wuxue_exit_entry.embedded import layout, postgres, processes, programs, supervisor, valkey
from wuxue_exit_entry.env import env, optional_secret
from wuxue_exit_entry.ui import catalogues

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody asked us to stop; not an Exception, so that nothing on the way swallows it."""


class Command(BaseCommand):
    help = "Start database, broker, web, worker and beat; Ctrl-C stops everything, data is kept."
    requires_system_checks = []

    def handle(self, **options: Any) -> None:
        self.host, self.port = env.str("HOST", "127.0.0.1"), env.int("PORT", 8000)
        with only_one_at_a_time():
            for number in STOP_SIGNALS:
                signal.signal(number, raise_stopped)
            try:
                self.serve()
            except Stopped:
                self.say("Stopping …")
            except (processes.StartError, layout.LayoutError, subprocess.CalledProcessError) as error:
                raise CommandError(str(error)) from error
            self.say(f"Stopped. The data stays in {where_data_lies()}")

    def serve(self) -> None:
        supervisor.stop_leftovers()
        refuse_taken_port(self.host, self.port)
        with supervised(self.prepare_programs()) as manager:
            if settings.EMBEDDED:
                processes.wait_for(postgres.answers, what="PostgreSQL", log=postgres.LOG)
                postgres.ensure_roles()
                postgres.ensure_database(layout.DATABASE)
            self.prepare_data()
            for part in ("web", "worker", "beat"):
                supervisor.start_program(part)
            processes.wait_for(self.is_healthy, what="The hall", log=layout.LOG_DIR / "web.log", seconds=180)
            self.announce()
            raise CommandError(f"The process manager ended by itself ({manager.wait()}), see {supervisor.LOG}")

    def prepare_programs(self) -> list[programs.Program]:
        broker = not optional_secret("REDIS_URL")
        if settings.EMBEDDED:
            postgres.initialise()
        if broker:
            valkey.ensure_port()
        return programs.servers(database=settings.EMBEDDED, broker=broker) + programs.parts(self.host, self.port)

    def prepare_data(self) -> None:
        """Migrate as the owner when there is something to migrate; the rest is the application's own work."""
        self.say("Preparing the database …")
        if is_behind():
            manage("migrate", "--no-input", "-v0", DATABASE_ROLE="owner")
        catalogues.compile_all()
        call_command("load_reference_data", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if settings.DEMO_MODE:
            self.seed_once()
        connections.close_all()

    def seed_once(self) -> None:
        """Seed at the first start; the mark lies beside the database, so that both go together."""
        mark = (layout.postgres_home() if settings.EMBEDDED else layout.VAR_DIR) / "seeded"
        if not mark.exists():
            self.say("Making the demonstration data …")
            call_command("seed_demo", verbosity=0)
            mark.touch()

    def is_healthy(self) -> bool:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=2)
        try:
            connection.request("GET", "/healthz/")
            return connection.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def announce(self) -> None:
        self.say(f"\nThe hall is open: http://{self.host}:{self.port}/\n")
        if settings.DEMO_MODE:
            try:
                call_command("demo_credentials", stdout=self.stdout)
            except DatabaseError:  # it may be killed this very moment; the hall itself goes on
                self.say("The sign-ins: python manage.py demo_credentials")
        self.say("\nCtrl-C stops everything; logs are in " + str(layout.LOG_DIR))

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def where_data_lies() -> str:
    """Name the data folder, and the database's own where root's checkout is closed to the database's account."""
    home = layout.postgres_home()
    return str(layout.VAR_DIR) if home.is_relative_to(layout.VAR_DIR) else f"{layout.VAR_DIR} and {home}"


@contextmanager
def only_one_at_a_time() -> Iterator[None]:
    """Hold the lock of this data folder.

    Raises CommandError when another `serve` has it.
    """
    layout.private_dir(layout.RUN_DIR, os.getuid(), os.getgid())
    with (layout.RUN_DIR / "serve.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError(f"The hall of {layout.VAR_DIR} runs already; stop it with Ctrl-C first.") from None
        yield


@contextmanager
def supervised(programs_: list[programs.Program]) -> Iterator[subprocess.Popen[bytes]]:
    """Run the process manager; on the way out nothing interrupts the stopping."""
    manager = supervisor.start(programs_)
    try:
        yield manager
    finally:
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        supervisor.stop(manager)


def raise_stopped(number: int, frame: Any) -> NoReturn:
    raise Stopped


def refuse_taken_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(f"{host}:{port} cannot be used ({error.strerror}); try PORT={port + 1}") from error


def is_behind() -> bool:
    """Whether a migration of ours is not in the database yet."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def manage(*arguments: str, **environment: str) -> None:
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=layout.BASE_DIR, env={**os.environ, **environment}, check=True)
