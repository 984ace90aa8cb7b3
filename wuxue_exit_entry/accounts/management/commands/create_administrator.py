"""Open the first account of an installation; there is none after installing."""

import re
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wuxue_exit_entry.accounts import services, sign_in
from wuxue_exit_entry.kernel.errors import BusinessError


class Command(BaseCommand):
    """Open the first system administrator and print the password for one sign-in."""

    help = "Open the first system administrator; all other accounts are opened on the screen."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the two names."""
        parser.add_argument("username", help="small letters, digits, dot and hyphen")
        parser.add_argument("name", help="the person's name")

    def handle(self, *args: Any, **options: Any) -> None:
        """Open it, or say why not."""
        if not re.fullmatch(sign_in.USERNAME, options["username"]):
            raise CommandError("用户名：小写字母开头，只用小写字母、数字、点和连字符，2 到 40 位。")
        try:
            user, password = services.create_first_administrator(username=options["username"], name=options["name"])
        except BusinessError as error:
            raise CommandError(str(error.message)) from error
        self.stdout.write(f"用户名 {user.username}\n一次性密码 {password}\n第一次登录后要换成自己的密码，并绑定手机。")
