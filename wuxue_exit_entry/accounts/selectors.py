"""Reads: accounts, units, who is on duty."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from wuxue_exit_entry.accounts import roles
from wuxue_exit_entry.accounts.models import DutyShift, HandOver, Unit, User
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


def shift_of(user_id: int | None, at: datetime) -> DutyShift | None:
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
