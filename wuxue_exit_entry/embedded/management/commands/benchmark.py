"""`manage.py benchmark [NAME] [--scale small]`: what `make bench` prints, on a scratch database."""

import logging
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from wuxue_exit_entry.benchmarks import SCALES, bookings, scratch, slots, sweep, zones

BENCHMARKS = {"slots": slots.run, "sweep": sweep.run, "bookings": bookings.run, "zones": zones.run}  # slots first


class Command(BaseCommand):
    help = "Measure booking, the slot list, the sweep and machine readable zones; figures are ratios on one machine."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", choices=BENCHMARKS, help="only this one; all when none is named")
        parser.add_argument("--scale", choices=SCALES, default="full")

    def handle(self, *, name: str | None, scale: str, **options: Any) -> None:
        if not settings.EMBEDDED:
            raise CommandError("benchmarks run on the embedded server only: unset DATABASE_URL")
        logging.disable(logging.WARNING)
        try:
            with scratch.database():
                for one in [name] if name else BENCHMARKS:
                    BENCHMARKS[one](SCALES[scale], self._say)
        finally:
            logging.disable(logging.NOTSET)

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
