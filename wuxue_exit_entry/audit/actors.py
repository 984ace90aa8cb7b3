"""Who does something: a value without foreign keys, so that an audit event stays readable when the account is gone."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Somebody who reads or changes something; `permissions` are codes of `accounts.permissions.Permission`."""

    kind: str  # "staff", "public", "system" or "api"
    user_id: int | None = None
    name: str = ""
    unit_id: int | None = None
    is_police: bool = False
    permissions: frozenset[str] = frozenset()


PUBLIC = Actor(kind="public", name="公众")
SYSTEM = Actor(kind="system", name="系统")
