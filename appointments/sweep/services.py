"""The verbs of a sweep: plan, run, ask for one by hand, sign off."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from appointments.booking import selectors as booking
from appointments.sweep import judging, rules, selectors
from appointments.sweep.enums import SweepKind, SweepStatus
from appointments.sweep.models import LATE_ORDINAL, Sweep
from appointments.sweep.rules import Slot
from appointments.sweep.subjects import Surroundings
from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.audit.actors import SYSTEM, Actor
from wuxue_exit_entry.jobs import services as jobs
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.errors import BusinessError, NotPermitted
from wuxue_exit_entry.messaging import services as messaging
from wuxue_exit_entry.workdays import selectors as workdays

RUN = "appointments.sweep"
SLICE_SECONDS = 10.0  # a drain takes up jobs for 45 seconds and is cut off after 60


# -- planning --------------------------------------------------------------------------------------------------------
@transaction.atomic
def plan_sweeps(*, now: datetime) -> Sweep | None:
    """Bring the sweeps due in the last 48 hours into being, let the newest run and supersede the older; return it."""
    slots = rules.due_slots(now, workdays.calendar(), booking.policy().sweep_times)
    first_ever = not Sweep.objects.exists()
    for slot in slots[-1:] if first_ever else slots:
        _ensure_sweep(slot)
    waiting = selectors.open_scheduled(now)
    for older in waiting[1:]:
        _supersede(older)
    if not waiting:
        return None
    newest = waiting[0]
    jobs.ensure(RUN, newest.public_id, payload={"sweep_id": newest.pk})
    if newest.status == SweepStatus.DUE and rules.is_late(newest.due_at, now) and not first_ever:
        messaging.alarm(f"sweep.late:{newest.public_id}", f"{_said(newest)}检索晚了，正在补做。", about=newest)
    return newest


def _ensure_sweep(slot: Slot) -> None:
    """Insert one sweep with the officer rostered for it, unless it is there."""
    if Sweep.objects.filter(day=slot.day, ordinal=slot.ordinal).exists():
        return
    officer = selectors.rostered_officer(slot.due_at)
    sweep = Sweep(day=slot.day, ordinal=slot.ordinal, due_at=slot.due_at, rostered=officer)
    Sweep.objects.bulk_create([sweep], ignore_conflicts=True)
    if Sweep.objects.filter(public_id=sweep.public_id).exists():  # else another beat was first
        audit.record(SYSTEM, "appointments.sweep.planned", sweep, after={"day": slot.day, "ordinal": slot.ordinal})


def _supersede(sweep: Sweep) -> bool:
    """Close a sweep that a later one replaces."""
    open_ = Sweep.objects.filter(pk=sweep.pk, status__in=[SweepStatus.DUE, SweepStatus.RUNNING])
    closed = open_.update(status=SweepStatus.SUPERSEDED, finished_at=clock.now())
    if closed:
        messaging.clear_alarm(f"sweep.late:{sweep.public_id}")
        audit.record(SYSTEM, "appointments.sweep.superseded", sweep)
    return bool(closed)


@transaction.atomic
def plan_late_sweep(*, now: datetime) -> Sweep | None:
    """Let the bookings made after the last sweep before their day be judged, if there are any."""
    if not selectors.booked_late(now).exists():
        return None
    day = clock.local(now).date()
    Sweep.objects.bulk_create(
        [Sweep(day=day, ordinal=LATE_ORDINAL, kind=SweepKind.LATE, due_at=now)], ignore_conflicts=True
    )
    sweep = Sweep.objects.get(day=day, ordinal=LATE_ORDINAL)
    jobs.ensure(RUN, f"{sweep.public_id}:{now:%H%M}", payload={"sweep_id": sweep.pk})
    return sweep


@transaction.atomic
def ask_for_sweep(*, actor: Actor, at: datetime | None = None) -> Sweep:
    """Start a sweep by hand, now.

    Raises BusinessError("already_running") while another one has not finished.
    """
    access.require(actor, Permission.SWEEP_RUN)
    now = at or clock.now()
    day = clock.local(now).date()
    if Sweep.objects.filter(kind=SweepKind.MANUAL, status__in=[SweepStatus.DUE, SweepStatus.RUNNING]).exists():
        raise BusinessError("already_running", "已有一次人工检索还没做完，请稍候。")
    sweep = Sweep(
        day=day,
        ordinal=selectors.next_manual_ordinal(day),
        kind=SweepKind.MANUAL,
        due_at=now,
        asked_by_id=actor.user_id,
        rostered=selectors.rostered_officer(now),
    )
    try:
        with transaction.atomic():
            sweep.save()
    except IntegrityError as error:
        raise BusinessError("already_running", "刚刚有人发起了一次检索，请稍候。") from error
    audit.record(actor, "appointments.sweep.asked_for", sweep)
    jobs.ensure(RUN, sweep.public_id, payload={"sweep_id": sweep.pk})
    return sweep


# -- running ---------------------------------------------------------------------------------------------------------
def run_sweep(*, sweep_id: int, seconds: float = SLICE_SECONDS, alive: Callable[[], None] = lambda: None) -> bool:
    """Judge what a sweep has still to judge, for at most `seconds`; tell whether it is over.

    Every chunk is a transaction of its own, so that a kill anywhere loses nothing that was judged. `alive` is called
    before each and may raise, when somebody else has taken over.
    """
    sweep = _begin(sweep_id)
    if sweep is None:
        return True
    around = Surroundings(clock.now())
    over = _judge_until(time.monotonic() + seconds, sweep, around, alive)
    around.outside.note()
    if over:
        _finish(sweep)
    return over


def _judge_until(stop: float, sweep: Sweep, around: Surroundings, alive: Callable[[], None]) -> bool:
    """Judge chunk after chunk; tell whether nothing was left when the time was over."""
    for wait in (False, True):  # first what nobody holds, then what was left out
        after = None
        while True:
            if time.monotonic() > stop:
                return False
            alive()
            after = judging.judge_chunk(sweep, around, after, wait=wait)
            if after is None:
                break
    return True


@transaction.atomic
def _begin(sweep_id: int) -> Sweep | None:
    """Open a sweep or go on with it; nothing when it is over or a later one has taken its place."""
    sweep = Sweep.objects.select_for_update(of=("self",)).get(pk=sweep_id)
    now = clock.now()
    if sweep.kind == SweepKind.SCHEDULED and selectors.newer_due(sweep, now):
        _supersede(sweep)
        return None
    if sweep.status == SweepStatus.RUNNING:
        return sweep
    if sweep.status != SweepStatus.DUE and sweep.kind != SweepKind.LATE:
        return None
    sweep.status, sweep.started_at, sweep.finished_at = SweepStatus.RUNNING, now, None
    sweep.window_end = rules.window_end(now, workdays.calendar(), booking.policy().sweep_days)
    sweep.save()
    audit.record(SYSTEM, "appointments.sweep.started", sweep)
    return sweep


@transaction.atomic
def _finish(sweep: Sweep) -> None:
    """Close a sweep with its counts, once."""
    running = selectors.locked_sweep(sweep.public_id)
    if running.status != SweepStatus.RUNNING:
        return
    running.status, running.finished_at = SweepStatus.DONE, clock.now()
    running.counts = selectors.counts_of(running)
    running.save()
    audit.record(SYSTEM, "appointments.sweep.finished", running, after=running.counts)


# -- signing off -----------------------------------------------------------------------------------------------------
@transaction.atomic
def sign_off(*, actor: Actor, public_id: str) -> Sweep:
    """Sign a finished sweep off; a second signature changes nothing.

    Raises BusinessError("not_done") before it is finished, NotPermitted for whoever is no police officer.
    """
    access.require(actor, Permission.SWEEP_SIGN_OFF)
    if not actor.is_police:
        raise NotPermitted("检索由民警签核。")
    sweep = selectors.locked_sweep(public_id)
    if sweep.status != SweepStatus.DONE or sweep.kind == SweepKind.LATE:
        raise BusinessError("not_done", "这次检索还没做完，不能签核。")
    if sweep.signed_at is None:
        sweep.signed_at, sweep.signed_by_id = clock.now(), actor.user_id
        sweep.save()
        audit.record(actor, "appointments.sweep.signed_off", sweep, after=sweep.counts)
        for what in ("unsigned", "late"):
            messaging.clear_alarm(f"sweep.{what}:{sweep.public_id}")
    return sweep


@transaction.atomic
def alarm_unsigned(*, now: datetime) -> int:
    """Raise an alarm for each sweep that nobody signed off in time; return how many are open."""
    waiting = selectors.unsigned(now)
    for sweep in waiting:
        minutes = (now - sweep.finished_at) // timedelta(minutes=1)  # type: ignore[operator]  # it is done
        messaging.alarm(f"sweep.unsigned:{sweep.public_id}", f"{_said(sweep)}检索 {minutes} 分钟未签核。", about=sweep)
    return len(waiting)


def _said(sweep: Sweep) -> str:
    return f"{clock.local(sweep.due_at):%m月%d日 %H:%M}"
