"""`manage.py rotate_sealing_keys`: put the new key first in SEALING_KEYS, stop the writers, run, start them again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wuxue_exit_entry.privacy import keys, rotation


class Command(BaseCommand):
    help = (
        "Seals every personal number anew under the first key of SEALING_KEYS. Stop web, worker and beat first;"
        " run as the owner (DATABASE_ROLE=owner)."
        " Keep the old key apart for as long as backups from before are kept; files open without it."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rotate in one transaction and say what was done."""
        try:
            changed = rotation.rotate()
        except rotation.RotationIncompleteError as left:
            raise CommandError(f"nothing was changed: an older seal would remain in {left}") from left
        self.stdout.write(f"{changed} values are now sealed under the key {keys.newest().kid}.")
        self.stdout.write(f"Columns covered: {len(rotation.sealed_columns())}, history included.")
