"""`manage.py verify_audit`: exit code 0 when nothing was changed, 1 and the first bad row otherwise."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wuxue_exit_entry.audit import verification


class Command(BaseCommand):
    help = (
        "Checks every audit event against the seals and the seals against AUDIT_SEAL_FILE. After a lawful restore of"
        " an older backup the file is ahead of the table: archive the file, so that a new one starts, and note why."
    )

    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify and report."""
        try:
            verdict = verification.verify()
        except (verification.TamperedError, ValueError) as bad:
            raise CommandError(f"审计记录与封存不符 / the audit is not as it was sealed: {bad}") from bad
        self.stdout.write(
            f"{verdict.events} events under {verdict.seals} seals are as they were written;"
            f" {verdict.unsealed} came after the last seal."
        )
