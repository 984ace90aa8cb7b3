"""Reads: accounts, units, who is on duty."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from wuxue_exit_entry.accounts import roles
from wuxue_exit_entry.accounts.enums import DutyKind
from wuxue_exit_entry.accounts.models import DutyShift, HandOver, TotpDevice, Unit, User
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.kernel import clock

_SEES_ALL = frozenset({Permission.USER_ADMIN, Permission.UNIT_ADMIN, Permission.SECURITY_ADMIN, Permission.AUDIT_READ})


def on_duty(at: datetime | None = None) -> list[User]:
    """Return who is on duty at `at` (now): the rostered, else every duty leader, else every supervisor."""
    at = at or clock.now()
    active = User.objects.filter(is_active=True)
    rostered = active.filter(shifts__start__lte=at, shifts__end__gt=at).distinct()
    return list(rostered) or _with_role(roles.DUTY_LEADER) or _with_role(roles.SUPERVISOR)


def supervisors() -> list[User]:
    """Return every supervisor who may sign in."""
    return _with_role(roles.SUPERVISOR)


def shift_of(user_id: int, at: datetime) -> DutyShift | None:
    """Return the shift in which the account is on duty at `at`."""
    return DutyShift.objects.filter(user_id=user_id, start__lte=at, end__gt=at).order_by("end").last()


def shifts_of_week(monday: date) -> QuerySet[DutyShift]:
    """Return the shifts that touch the week of `monday`."""
    start = datetime.combine(monday, time(), clock.SHANGHAI)
    shifts = DutyShift.objects.filter(start__lt=start + timedelta(days=7), end__gt=start)
    return shifts.select_related("user__unit").order_by("start", "kind", "user__username")


def open_hand_overs(user_id: int | None) -> QuerySet[HandOver]:
    """Return the hand-overs that wait for the account's answer or for the answer to it."""
    waiting = HandOver.objects.filter(confirmed_at=None, withdrawn_at=None)
    return waiting.filter(Q(to_user=user_id) | Q(from_user=user_id)).select_related("shift", "from_user", "to_user")


def recent_hand_overs(limit: int = 10) -> QuerySet[HandOver]:
    """Return the newest confirmed hand-overs."""
    return HandOver.objects.exclude(confirmed_at=None).select_related("from_user", "to_user")[:limit]


def users_named(usernames: Iterable[str]) -> list[User]:
    """Return the open accounts with these names in the order of their roles."""
    order = {code: place for place, code in enumerate(roles.ROLES)}
    users = User.objects.filter(username__in=list(usernames), is_active=True)
    return sorted(
        users, key=lambda user: (min((order.get(code, 99) for code in user.roles), default=99), user.username)
    )


def shifts() -> QuerySet[DutyShift]:
    """Return all shifts; the roster is open to every account."""
    return DutyShift.objects.select_related("user")


def next_shifts(user_id: int, limit: int = 5) -> QuerySet[DutyShift]:
    """Return the running and the next shifts of an account."""
    return DutyShift.objects.filter(user_id=user_id, end__gt=clock.now()).order_by("start")[:limit]


def is_rostered() -> bool:
    """Whether the roster names anybody for now, or the duty leaders stand in."""
    now = clock.now()
    return DutyShift.objects.filter(start__lte=now, end__gt=now, user__is_active=True).exists()


def roster_week(monday: date) -> list[dict[str, Any]]:
    """Return the seven days of a week, each with its shifts by kind."""
    by_day = defaultdict(list)
    for shift in shifts_of_week(monday):
        by_day[max(clock.local(shift.start).date(), monday)].append(shift)
    days = [monday + timedelta(days=offset) for offset in range(7)]
    return [{"day": day, "is_today": day == clock.today(), "cells": _by_kind(by_day[day])} for day in days]


def rosterable_users() -> QuerySet[User]:
    """Return the open accounts of people who can be on duty; the administrators are not."""
    administrators = Q()
    for code in roles.ADMINISTRATORS:
        administrators |= Q(roles__contains=[code])
    return User.objects.filter(is_active=True).exclude(administrators).order_by("unit__code", "username")


def user_named(username: str) -> User | None:
    """Return the account with this name, open or closed."""
    return User.objects.filter(username=username).first()


def users_matching(actor: Actor, text: str, state: str = "") -> QuerySet[User]:
    """Return the accounts whose name or user name contains `text`, open or closed ones."""
    users = users_visible_to(actor).filter(_named_like(text))
    return users.filter(is_active=state == "open") if state in ("open", "closed") else users


def changes_of(user: User, limit: int = 10) -> list[dict[str, Any]]:
    """Return the newest versions of an account, each with the fields that changed."""
    versions = list(user.history.order_by("-history_date", "-history_id")[: limit + 1])
    pairs = zip(versions, [*versions[1:], None], strict=True)
    return [{"at": new.history_date, "fields": _changed(new, old)} for new, old in pairs][:limit]


def unit_tree(actor: Actor) -> list[dict[str, Any]]:
    """Return the visible units in the order of the tree, each with its depth and its number of accounts."""
    units = list(units_visible_to(actor).annotate(people=Count("users", filter=Q(users__is_active=True))))
    seen = {unit.pk for unit in units}
    children = defaultdict(list)
    for unit in units:
        children[unit.parent_id if unit.parent_id in seen else None].append(unit)
    return _flat(children, None, 0)


def security_users(actor: Actor) -> QuerySet[User]:
    """Return the accounts with lock state and second factor."""
    locked = AccessAttempt.objects.filter(
        username=OuterRef("username"),
        failures_since_start__gte=settings.AXES_FAILURE_LIMIT,
        attempt_time__gte=clock.now() - timedelta(hours=settings.AXES_COOLOFF_TIME),
    )
    factor = TotpDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
    return users_visible_to(actor).annotate(is_locked=Exists(locked), has_factor=Exists(factor))


def security_users_matching(actor: Actor, text: str) -> QuerySet[User]:
    """Return the same, those whose name or user name contains `text`."""
    return security_users(actor).filter(_named_like(text))


def units_visible_to(actor: Actor) -> QuerySet[Unit]:
    """Return the actor's unit and everything below it; all units for the administrators and the system."""
    if actor.kind == "system" or actor.permissions & _SEES_ALL:
        return Unit.objects.all()
    if actor.unit_id is None:
        return Unit.objects.none()
    return Unit.objects.filter(pk__in=_subtree(actor.unit_id))


def in_units_of(actor: Actor, field: str = "unit") -> Q:
    """Return the condition that `field` names a unit the actor sees; for every `*_visible_to` of rows with a unit."""
    return Q(**{f"{field}__in": units_visible_to(actor).values("pk")})


def users_visible_to(actor: Actor) -> QuerySet[User]:
    """Return the accounts of the units that the actor sees."""
    return User.objects.filter(in_units_of(actor)).select_related("unit")


def _with_role(code: str) -> list[User]:
    return list(User.objects.filter(is_active=True, roles__contains=[code]))


def _subtree(root_id: int) -> set[int]:
    children = defaultdict(list)
    for pk, parent_id in Unit.objects.values_list("pk", "parent_id"):
        children[parent_id].append(pk)
    found, queue = {root_id}, [root_id]
    while queue:
        queue += [pk for pk in children[queue.pop()] if pk not in found]
        found |= set(queue)
    return found


def _by_kind(day: list[DutyShift]) -> list[dict[str, Any]]:
    return [{"kind": kind, "shifts": [shift for shift in day if shift.kind == kind]} for kind in DutyKind]


def _changed(new: Any, old: Any) -> list[str]:
    if old is None:
        return ["建立"]
    return [
        str(getattr(User._meta.get_field(name), "verbose_name", name)) for name in new.diff_against(old).changed_fields
    ]


def _flat(children: Mapping[int | None, Sequence[Unit]], parent: int | None, depth: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for unit in children[parent]:
        rows += [{"unit": unit, "depth": depth}, *_flat(children, unit.pk, depth + 1)]
    return rows


def _named_like(text: str) -> Q:
    return Q(name__icontains=text) | Q(username__icontains=text)
