"""Who does something: a value without foreign keys, so that an audit event stays readable when the account is gone."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Somebody who reads or changes something; `permissions` are codes of `accounts.permissions.Permission`."""

    kind: str  # "staff", "hotel", "public", "system" or "api"
    user_id: int | None = None
    name: str = ""
    unit_id: int | None = None
    is_police: bool = False
    permissions: frozenset[str] = frozenset()

    @property
    def is_tenant(self) -> bool:
        """Whether only the rows of the own unit may ever be seen: people and programs of a hotel."""
        return self.kind in ("hotel", "api")

    @property
    def staff_id(self) -> int:
        """The user of a permission that only staff can have."""
        assert self.user_id is not None, "only staff get here"  # noqa: S101 -- says to the type checker what access.require has checked
        return self.user_id


PUBLIC = Actor(kind="public", name="公众")
SYSTEM = Actor(kind="system", name="系统")
