#!/usr/bin/env python
"""Command line of the hall; `migrate` and key rotation run as the owner role, all else as the application's."""

import os
import sys

OWNER_COMMANDS = {"migrate", "sqlmigrate", "rotate_sealing_keys"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wuxue_exit_entry.settings")
    if len(sys.argv) > 1 and sys.argv[1] in OWNER_COMMANDS:
        os.environ.setdefault("DATABASE_ROLE", "owner")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 -- the role must be chosen first

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
