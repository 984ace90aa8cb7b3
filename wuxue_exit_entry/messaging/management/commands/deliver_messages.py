"""`manage.py deliver_messages`: deliver what is due now, without a worker."""

from typing import Any

from django.core.management.base import BaseCommand

from wuxue_exit_entry.jobs import services as jobs
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.messaging import selectors, services


class Command(BaseCommand):
    help = "Delivers the messages that are due, each once, also beside running workers."

    def handle(self, *args: Any, **options: Any) -> None:
        """Drain the delivery jobs and say what is left."""
        taken = jobs.run_due(kinds=[services.DELIVER], limit=1_000_000, seconds=3600)
        left = selectors.waiting(clock.now())
        self.stdout.write(f"{taken} deliveries taken up; {left} due messages still wait.")
