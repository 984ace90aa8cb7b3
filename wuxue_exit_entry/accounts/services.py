"""Writes: accounts, units, and what the security administrator does. The roster is in duty.py."""

from typing import Any

from axes.utils import reset as axes_reset
from django.db import transaction
from django.db.models import F

from wuxue_exit_entry.accounts import access, roles, rules
from wuxue_exit_entry.accounts.demo import load_demo_staff, load_units
from wuxue_exit_entry.accounts.devices import TotpDevice
from wuxue_exit_entry.accounts.duty import (
    add_shift,
    confirm_hand_over,
    copy_week,
    hand_over,
    remove_shift,
    withdraw_hand_over,
)
from wuxue_exit_entry.accounts.models import Unit, User
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.audit.actors import SYSTEM, Actor
from wuxue_exit_entry.kernel import constraints
from wuxue_exit_entry.kernel.errors import BusinessError, NotPermitted

__all__ = [
    "add_shift",
    "change_unit",
    "change_user",
    "confirm_hand_over",
    "copy_week",
    "create_first_administrator",
    "create_unit",
    "create_user",
    "end_sessions",
    "hand_over",
    "load_demo_staff",
    "load_units",
    "remove_shift",
    "reset_factor",
    "reset_password",
    "set_active",
    "set_own_password",
    "unlock",
    "withdraw_hand_over",
]

USER_FIELDS = ("name", "phone", "unit", "roles", "is_police")
_APART = "系统管理员、安全管理员、审计管理员要由不同的人担任。"

constraints.register("accounts_user_username_key", "username_taken", "这个用户名已经有人用了。", field="username")
constraints.register("accounts_unit_code_key", "unit_code_taken", "这个代码已经有单位用了。", field="code")
for _one, _other in roles.FORBIDDEN_PAIRS:
    constraints.register(f"accounts_user_not_{_one}_and_{_other}", "administrators_apart", _APART, field="roles")


# -- the system administrator ----------------------------------------------------------------------------------------
@transaction.atomic
def create_user(*, actor: Actor, username: str, **fields: Any) -> tuple[User, str]:
    """Open an account and return it with the password for its first sign-in, which nobody sees again.

    Raises NotPermitted, BusinessError(username_taken, administrators_apart, police_only, role_unknown).
    """
    access.require(actor, Permission.USER_ADMIN)
    _check_roles(fields.get("roles", []), is_police=fields.get("is_police", False))
    password = rules.new_temporary_password()
    with constraints.translated():
        user = User.objects.create_user(username, password, must_change_password=True, **fields)
    audit.record(actor, "accounts.user.created", user, after=_shown(user))
    return user, password


@transaction.atomic
def create_first_administrator(*, username: str, name: str) -> tuple[User, str]:
    """Open the first system administrator of an installation, who opens all other accounts on the screen.

    Raises BusinessError(administrator_exists, username_taken).
    """
    load_units()
    top = Unit.objects.select_for_update().filter(parent=None).order_by("pk")[0]  # two at once: the second waits
    if User.objects.filter(is_active=True, roles__contains=[roles.SYSTEM_ADMIN]).exists():
        raise BusinessError("administrator_exists", "已经有系统管理员，请由其在「用户」里建立账号。")
    password = rules.new_temporary_password()
    with constraints.translated():
        user = User.objects.create_user(
            username, password, name=name, unit=top, roles=[roles.SYSTEM_ADMIN], must_change_password=True
        )
    audit.record(SYSTEM, "accounts.user.created", user, after=_shown(user))
    return user, password


@transaction.atomic
def change_user(*, actor: Actor, user: User, reason: str = "", **fields: Any) -> User:
    """Change data or roles of an account; roles count from its next request on.

    Raises NotPermitted, BusinessError(own_roles, administrators_apart, police_only, last_administrator).
    """
    access.require(actor, Permission.USER_ADMIN)
    user = User.objects.select_for_update().get(pk=user.pk)
    before = _shown(user)
    for field in fields.keys() & set(USER_FIELDS):
        setattr(user, field, fields[field])
    if _powers(before) != _powers(_shown(user)):
        _check_powers(actor, user)
    with constraints.translated():
        user.save()
    audit.record(actor, "accounts.user.changed", user, before=before, after=_shown(user), reason=reason)
    return user


@transaction.atomic
def set_active(*, actor: Actor, user: User, active: bool, reason: str = "") -> User:
    """Close or reopen an account; closing ends its sessions, its history and its signature stay.

    Raises NotPermitted, BusinessError(own_account, last_administrator).
    """
    access.require(actor, Permission.USER_ADMIN)
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.pk == actor.user_id:
        raise BusinessError("own_account", "不能停用自己的账号，请另一位系统管理员办理。", status=403)
    user.is_active = active
    user.session_epoch += 1
    if not active:
        _check_administrator_left(without=user)
    user.save()
    audit.record(actor, "accounts.user.reopened" if active else "accounts.user.closed", user, reason=reason)
    return user


@transaction.atomic
def reset_password(*, actor: Actor, user: User) -> str:
    """Give an account a new password for one sign-in, end its sessions, and return the password.

    Raises NotPermitted, BusinessError(own_account).
    """
    access.require(actor, Permission.USER_ADMIN)
    if user.pk == actor.user_id:
        raise BusinessError("own_account", "自己的密码请在「我的账号」里修改。", status=403)
    password = rules.new_temporary_password()
    _set_password(user, password, must_change=True)
    audit.record(actor, "accounts.user.password_reset", user)
    return password


@transaction.atomic
def set_own_password(*, actor: Actor, user: User, password: str) -> None:
    """Set the password that the account's owner chose; every session of the account ends.

    Raises NotPermitted.
    """
    if user.pk != actor.user_id:
        raise NotPermitted
    _set_password(user, password, must_change=False)
    audit.record(actor, "accounts.user.password_changed", user)


@transaction.atomic
def create_unit(*, actor: Actor, **fields: Any) -> Unit:
    """Put a unit into the tree.

    Raises NotPermitted, BusinessError(unit_code_taken).
    """
    access.require(actor, Permission.UNIT_ADMIN)
    with constraints.translated():
        unit = Unit.objects.create(**fields)
    audit.record(actor, "accounts.unit.created", unit, after=_shown_unit(unit))
    return unit


@transaction.atomic
def change_unit(*, actor: Actor, unit: Unit, **fields: Any) -> Unit:
    """Rename, move or close a unit.

    Raises NotPermitted, BusinessError(unit_code_taken, unit_below_itself).
    """
    access.require(actor, Permission.UNIT_ADMIN)
    list(Unit.objects.select_for_update().order_by("pk").values("pk"))  # two moves at once could close a circle
    unit = Unit.objects.get(pk=unit.pk)
    before = _shown_unit(unit)
    for field, value in fields.items():
        setattr(unit, field, value)
    _check_no_circle(unit)
    with constraints.translated():
        unit.save()
    audit.record(actor, "accounts.unit.changed", unit, before=before, after=_shown_unit(unit))
    return unit


# -- the security administrator --------------------------------------------------------------------------------------
@transaction.atomic
def unlock(*, actor: Actor, user: User, reason: str = "") -> None:
    """Forget the failed tries of an account.

    Raises NotPermitted.
    """
    access.require(actor, Permission.SECURITY_ADMIN)
    axes_reset(username=user.username)
    audit.record(actor, "accounts.user.unlocked", user, reason=reason)


@transaction.atomic
def reset_factor(*, actor: Actor, user: User, reason: str = "") -> None:
    """Take the second factor from an account, say after a lost phone; it enrols anew at the next sign-in.

    Raises NotPermitted, BusinessError(own_account).
    """
    access.require(actor, Permission.SECURITY_ADMIN)
    if user.pk == actor.user_id:
        raise BusinessError("own_account", "自己的动态口令请另一位安全管理员重置。", status=403)
    TotpDevice.objects.filter(user=user).delete()
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    audit.record(actor, "accounts.user.factor_reset", user, reason=reason)


@transaction.atomic
def end_sessions(*, actor: Actor, user: User, reason: str = "") -> None:
    """End every session of an account at its next request.

    Raises NotPermitted.
    """
    access.require(actor, Permission.SECURITY_ADMIN)
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    audit.record(actor, "accounts.user.sessions_ended", user, reason=reason)


# -- checks ----------------------------------------------------------------------------------------------------------
def _check_powers(actor: Actor, user: User) -> None:
    if user.pk == actor.user_id:
        raise BusinessError("own_roles", "不能更改自己的角色，请另一位系统管理员办理。", "roles", status=403)
    _check_roles(user.roles, is_police=user.is_police)
    if roles.SYSTEM_ADMIN not in user.roles:
        _check_administrator_left(without=user)


def _check_roles(codes: list[str], *, is_police: bool) -> None:
    if unknown := [code for code in codes if code not in roles.ROLES]:
        raise BusinessError("role_unknown", f"没有这个角色：{'、'.join(unknown)}", "roles", status=400)
    if rules.forbidden_pair(codes, roles.FORBIDDEN_PAIRS):
        raise BusinessError("administrators_apart", _APART, "roles")
    police_only = [roles.ROLES[code].label for code in codes if roles.ROLES[code].police_only]
    if police_only and not is_police:
        raise BusinessError("police_only", f"「{'」「'.join(police_only)}」要由民警担任，辅警不作决定。", "roles")


def _check_administrator_left(*, without: User) -> None:
    """Refuse to lose the last one; the rows are locked, since two could leave at once."""
    admins = User.objects.filter(is_active=True, roles__contains=[roles.SYSTEM_ADMIN]).select_for_update()
    left = set(admins.order_by("pk").values_list("pk", flat=True))
    if without.pk in left and len(left) == 1:
        raise BusinessError("last_administrator", "这是最后一位系统管理员，请先指定另一位。", "roles")


def _check_no_circle(unit: Unit) -> None:
    parents = dict(Unit.objects.values_list("pk", "parent_id"))
    above = unit.parent_id
    while above is not None:
        if above == unit.pk:
            raise BusinessError("unit_below_itself", "单位不能放到自己的下级里。", "parent")
        above = parents[above]


def _set_password(user: User, password: str, *, must_change: bool) -> None:
    user.set_password(password)
    user.must_change_password = must_change
    user.save(update_fields=["password", "must_change_password"])


def _shown(user: User) -> dict[str, Any]:
    """Return what the audit keeps of an account; the phone number only as present or not."""
    return {
        "username": user.username,
        "name": user.name,
        "phone": bool(user.phone),
        "unit": user.unit.code,
        "roles": sorted(user.roles),
        "is_police": user.is_police,
    }


def _powers(shown: dict[str, Any]) -> tuple[Any, ...]:
    return shown["roles"], shown["is_police"]


def _shown_unit(unit: Unit) -> dict[str, Any]:
    parent = unit.parent.code if unit.parent else ""
    return {"code": unit.code, "name": unit.name, "kind": unit.kind, "parent": parent, "is_active": unit.is_active}
