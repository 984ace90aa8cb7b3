"""`manage.py servers start|stop|status`: PostgreSQL and Valkey alone, in the background, for development."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from wuxue_exit_entry.embedded import layout, postgres, valkey


class Command(BaseCommand):
    help = "Start or stop the embedded PostgreSQL and Valkey in the background."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=["start", "stop", "status"])

    def handle(self, *, verb: str, **options: Any) -> None:
        if verb == "start":
            postgres.start()
            valkey.start()
        elif verb == "stop":
            valkey.stop()
            postgres.stop()
        for name, found in (("PostgreSQL", postgres.running()), ("Valkey", valkey.running())):
            state = f"runs as process {found[0].pid}" if found else "is stopped"
            self.stdout.write(f"{name} {state}")
        self.stdout.write(f"data: {layout.data_dir()}, {layout.VALKEY_DIR}")
