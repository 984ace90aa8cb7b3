from typing import Any

from django.core.management.base import BaseCommand

from wuxue_exit_entry.ui import catalogues


class Command(BaseCommand):
    help = "Bring the message catalogues to the state of the sources; prints how many texts still need English."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for language, left in catalogues.collect().items():
            self.stdout.write(f"{language}: {left} untranslated")
