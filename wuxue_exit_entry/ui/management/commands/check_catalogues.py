from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wuxue_exit_entry.ui import catalogues


class Command(BaseCommand):
    help = "Fail when a text that the public sees has no English, a stale one, or one with other placeholders."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        found = catalogues.problems()
        for line in found:
            self.stderr.write(line)
        if found:
            raise CommandError(f"{len(found)} problems in the catalogues; run `manage.py collect_messages`")
