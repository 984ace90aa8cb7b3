"""Print one sign-in per role; only in demo mode."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from wuxue_exit_entry.accounts import demo, selectors
from wuxue_exit_entry.kernel.errors import BusinessError


class Command(BaseCommand):
    """List the demo accounts with their password."""

    help = "Print one sign-in per role (demo mode only)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --json."""
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the list, or refuse."""
        try:
            demo.require_demo_mode()
        except BusinessError as error:
            raise CommandError(str(error.message)) from error
        sign_in = settings.PUBLIC_URL + reverse("accounts:sign-in")
        password = demo.demo_password()
        accounts = [
            {"role": user.roles[0], "label": user.role_labels[0], "username": user.username, "name": user.name}
            for user in selectors.users_named(demo.USERNAMES)
        ]
        if options["json"]:
            rows = [account | {"password": password} for account in accounts]
            key = Path(settings.VAR_DIR) / "secrets" / "demo_hotel_key"  # of the sandbox hotel, kept by lodging.demo
            shown = {"sign_in": sign_in, "accounts": rows, "api_key": key.read_text() if key.exists() else ""}
            self.stdout.write(json.dumps(shown, ensure_ascii=False))
            return
        self.stdout.write(f"{sign_in}\n密码（全部相同）：{password}\n")
        for account in accounts:
            self.stdout.write(f"  {account['username']:<12}{account['label']}　{account['name']}")
