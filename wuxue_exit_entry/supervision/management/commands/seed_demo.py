"""Fill an empty demonstration with synthetic people and days."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from wuxue_exit_entry.supervision import demo


class Command(BaseCommand):
    help = "Fill an empty demonstration with synthetic people and days; refuses outside demo mode."

    def handle(self, *args: Any, verbosity: int = 1, **options: Any) -> None:
        if not settings.DEMO_MODE:
            raise CommandError("Only in demo mode (DEMO_MODE=true).")
        made = demo.seed()
        if verbosity:
            self.stdout.write(f"{made} bookings made" if made else "There are bookings already; nothing changed")
