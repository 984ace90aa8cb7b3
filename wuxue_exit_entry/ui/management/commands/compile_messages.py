from typing import Any

from django.core.management.base import BaseCommand

from wuxue_exit_entry.ui import catalogues


class Command(BaseCommand):
    help = "Compile the message catalogues whose source is newer."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for path in catalogues.compile_all():
            self.stdout.write(str(path))
