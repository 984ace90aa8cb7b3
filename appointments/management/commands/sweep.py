"""Runs the sweep that is due, or one by hand when none is, and writes the messages that follow from it."""

from argparse import ArgumentParser
from contextlib import nullcontext
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from appointments.sweep import judging, services
from appointments.sweep.enums import SweepStatus
from appointments.sweep.models import Sweep
from wuxue_exit_entry.audit.actors import SYSTEM
from wuxue_exit_entry.jobs import services as jobs
from wuxue_exit_entry.kernel import clock


class Command(BaseCommand):
    """`manage.py sweep [--at ISO]`."""

    help = "Run the sweep that is due, or one by hand when none is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the moment to run at."""
        parser.add_argument("--at", help="moment in ISO 8601, by the clock of the hall when it has no zone")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it to the end in this process; a worker may run the same one, each booking is judged once."""
        with clock.frozen(_moment(options["at"])) if options["at"] else nullcontext():
            sweep = services.plan_sweeps(now=clock.now()) or services.ask_for_sweep(actor=SYSTEM)
            while not services.run_sweep(sweep_id=sweep.pk):
                self.stderr.write("…")
            jobs.run_due(kinds=[judging.TELL])
        done = Sweep.objects.get(pk=sweep.pk)
        counts = ", ".join(f"{level} {n}" for level, n in sorted(done.counts.items())) or "no booking in the window"
        self.stdout.write(f"{done.day} {done.name}: {SweepStatus(done.status).label}, {counts}")


def _moment(text: str) -> datetime:
    try:
        return clock.local(datetime.fromisoformat(text))
    except ValueError as error:
        raise CommandError(f"«{text}» is no moment in ISO 8601, such as 2026-12-03T08:40") from error
