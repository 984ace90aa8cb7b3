"""The duty roster and its hand-overs; `services` re-exports what is here."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import QuerySet

from wuxue_exit_entry.accounts import access, selectors
from wuxue_exit_entry.accounts.models import DutyShift, HandOver, User
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.kernel import clock, constraints
from wuxue_exit_entry.kernel.errors import BusinessError, NotFound, NotPermitted
from wuxue_exit_entry.privacy import masks

LONGEST_SHIFT = timedelta(days=3)

_OPEN = "这一班已经在交接，请先等对方确认，或撤回。"
constraints.register("accounts_handover_one_open_per_shift", "hand_over_open", _OPEN)
constraints.register(
    "accounts_dutyshift_one_per_start", "shift_overlaps", "这个人在这段时间已经排了班。", field="start"
)


@transaction.atomic
def add_shift(*, actor: Actor, user: User, kind: str, start: datetime, end: datetime) -> DutyShift:
    """Put somebody on the roster.

    Raises NotPermitted, BusinessError(shift_period, shift_overlaps, user_closed).
    """
    access.require(actor, Permission.ROSTER_EDIT)
    user = User.objects.select_for_update().get(pk=user.pk)  # so that two overlapping shifts cannot both get in
    _check_shift(user, start, end)
    with constraints.translated():
        shift = DutyShift.objects.create(user=user, kind=kind, start=start, end=end)
    audit.record(actor, "accounts.shift.added", shift, after=_shown(shift))
    return shift


@transaction.atomic
def remove_shift(*, actor: Actor, shift: DutyShift) -> None:
    """Take a shift that has not begun off the roster.

    Raises NotPermitted, BusinessError(shift_begun).
    """
    access.require(actor, Permission.ROSTER_EDIT)
    shift = DutyShift.objects.select_for_update().get(pk=shift.pk)
    if shift.start <= clock.now():
        raise BusinessError("shift_begun", "已经开始的班不能删除；换人请办理交接。")
    audit.record(actor, "accounts.shift.removed", shift, before=_shown(shift))
    shift.delete()


@transaction.atomic
def copy_week(*, actor: Actor, monday: date) -> int:
    """Copy the roster of the week before into the week of `monday` and return how many shifts were new.

    Raises NotPermitted.
    """
    access.require(actor, Permission.ROSTER_EDIT)
    week, copied = timedelta(days=7), 0
    for old in selectors.shifts_of_week(monday - week):
        start, end = old.start + week, old.end + week
        free = old.user.is_active and not _overlapping(old.user, start, end).exists()
        if free and clock.local(old.start).date() >= monday - week:
            add_shift(actor=actor, user=old.user, kind=old.kind, start=start, end=end)
            copied += 1
    return copied


@transaction.atomic
def hand_over(*, actor: Actor, to: User, notes: str = "") -> HandOver:
    """Offer the running shift to somebody else; the actor stays responsible until they confirm.

    A personal number that slips into the notes is masked.

    Raises BusinessError(not_on_duty, hand_over_open, hand_over_to_self, user_closed).
    """
    shift = selectors.shift_of(actor.user_id, clock.now()) if actor.user_id is not None else None
    if shift is None:
        raise BusinessError("not_on_duty", "您现在没有值班，不用交接。")
    if to.pk == actor.user_id:
        raise BusinessError("hand_over_to_self", "请选择接班的人。", "to")
    if not to.is_active:
        raise BusinessError("user_closed", "这个账号已停用。", "to")
    with constraints.translated():
        made = HandOver.objects.create(
            shift=shift, from_user=shift.user, to_user=to, notes=masks.mask_text(notes), at=clock.now()
        )
    audit.record(actor, "accounts.hand_over.offered", made, after={"to": to.username, "shift": shift.public_id})
    return made


@transaction.atomic
def confirm_hand_over(*, actor: Actor, public_id: str) -> HandOver:
    """Take over: from now to the end of the shift the alarms go to the actor.

    Raises NotFound, NotPermitted, BusinessError(hand_over_closed).
    """
    made, now = _open_hand_over(public_id), clock.now()
    if made.to_user_id != actor.user_id:
        raise NotPermitted
    shift = DutyShift.objects.select_for_update().get(pk=made.shift_id)
    HandOver.objects.filter(pk=made.pk).update(confirmed_at=now)
    if shift.start < now < shift.end:
        _pass_on(shift, made.to_user, now)
    audit.record(actor, "accounts.hand_over.confirmed", made, after={"from": made.from_user.username})
    return made


@transaction.atomic
def withdraw_hand_over(*, actor: Actor, public_id: str) -> HandOver:
    """Take back or decline an offered hand-over.

    Raises NotFound, NotPermitted, BusinessError(hand_over_closed).
    """
    made = _open_hand_over(public_id)
    if actor.user_id not in (made.from_user_id, made.to_user_id):
        raise NotPermitted
    HandOver.objects.filter(pk=made.pk).update(withdrawn_at=clock.now())
    audit.record(actor, "accounts.hand_over.withdrawn", made)
    return made


def day_shift(day: date, begins: time, ends: time) -> tuple[datetime, datetime]:
    """Return the period of a shift that begins on `day`; one that ends not later than it begins ends the next day."""
    start = datetime.combine(day, begins, clock.SHANGHAI)
    end = datetime.combine(day, ends, clock.SHANGHAI)
    return start, end if end > start else end + timedelta(days=1)


def _open_hand_over(public_id: str) -> HandOver:
    made = HandOver.objects.select_for_update().filter(public_id=public_id).first()
    if made is None:
        raise NotFound
    if made.confirmed_at or made.withdrawn_at:
        raise BusinessError("hand_over_closed", "这次交接已经确认或撤回。")
    return made


def _pass_on(shift: DutyShift, to: User, now: datetime) -> None:
    """End the shift now and begin the rest of it for `to`, unless they are on duty already."""
    rest_ends = shift.end
    DutyShift.objects.filter(pk=shift.pk).update(end=now)
    if not _overlapping(to, now, rest_ends).exists():
        DutyShift.objects.create(user=to, kind=shift.kind, start=now, end=rest_ends)


def _check_shift(user: User, start: datetime, end: datetime) -> None:
    if not user.is_active:
        raise BusinessError("user_closed", "这个账号已停用，不能排班。", "user")
    if not timedelta(0) < end - start <= LONGEST_SHIFT:
        raise BusinessError("shift_period", "一班要在结束前开始，最长三天。", "end")
    if _overlapping(user, start, end).exists():
        raise BusinessError("shift_overlaps", "这个人在这段时间已经排了班。", "start")


def _overlapping(user: User, start: datetime, end: datetime) -> QuerySet[DutyShift]:
    return DutyShift.objects.filter(user=user, start__lt=end, end__gt=start)


def _shown(shift: DutyShift) -> dict[str, str]:
    return {
        "user": shift.user.username,
        "kind": shift.kind,
        "start": shift.start.isoformat(),
        "end": shift.end.isoformat(),
    }
