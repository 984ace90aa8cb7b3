"""Accounts and units for tests: `make_user("duty_leader")` is enough."""

from itertools import count
from typing import Any

from wuxue_exit_entry.accounts.models import Unit, User

PASSWORD = "correct horse battery staple"
_numbers = count(1)


def make_unit(code: str = "window", **fields: Any) -> Unit:
    """Return the unit `code`, made when it does not exist."""
    return Unit.objects.get_or_create(code=code, defaults={"name": code, "kind": "window"} | fields)[0]


def make_user(*roles: str, is_police: bool = True, **fields: Any) -> User:
    """Return a new account with `roles`."""
    number = next(_numbers)
    fields = {"username": f"{roles[0] if roles else 'nobody'}{number}", "name": f"警官{number}"} | fields
    if "unit" not in fields:
        fields["unit"] = make_unit()
    return User.objects.create_user(password=PASSWORD, roles=list(roles), is_police=is_police, **fields)
