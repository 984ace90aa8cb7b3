"""`manage.py load_reference_data`: what `reference.load` does, for migrating scripts."""

from typing import Any

from django.core.management.base import BaseCommand

from wuxue_exit_entry.embedded import reference


class Command(BaseCommand):
    help = "Load the published days, the units and the catalogue; harmless when run again."
    requires_system_checks = []

    def handle(self, *, verbosity: int, **options: Any) -> None:
        for name in reference.load():
            if verbosity:
                self.stdout.write(name)
