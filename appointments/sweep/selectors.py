"""Reads of sweeps, and which bookings one has still to judge."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from appointments.booking import selectors as booking
from appointments.booking.enums import LIVE_BOOKINGS
from appointments.booking.models import BookedItem, Booking
from appointments.cases import selectors as cases
from appointments.cases.enums import Level
from appointments.sweep import rules
from appointments.sweep.enums import SweepKind, SweepStatus
from appointments.sweep.models import FIRST_MANUAL_ORDINAL, Sweep, Telling, Verdict
from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts import selectors as accounts
from wuxue_exit_entry.accounts.models import User
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.errors import NotFound
from wuxue_exit_entry.workdays import selectors as workdays

Position = tuple[datetime, int]


def sweeps_visible_to(actor: Actor) -> QuerySet[Sweep]:
    """Return the sweeps for whoever may read files, newest first, none for others."""
    if access.can(actor, Permission.CASE_READ):
        return Sweep.objects.select_related("rostered", "signed_by", "asked_by").order_by("-due_at", "-ordinal")
    return Sweep.objects.none()


def sweep_for(actor: Actor, public_id: str) -> Sweep:
    """Return one sweep that the actor may see.

    Raises NotFound.
    """
    sweep = sweeps_visible_to(actor).filter(public_id=public_id).first()
    if sweep is None:
        raise NotFound
    return sweep


def locked_sweep(public_id: str) -> Sweep:
    """Return one sweep, locked until the transaction ends.

    Raises NotFound.
    """
    sweep = Sweep.objects.select_for_update(of=("self",)).filter(public_id=public_id).first()
    if sweep is None:
        raise NotFound
    return sweep


def to_sign(actor: Actor) -> int:
    """Return how many finished sweeps wait for the signature of somebody like the actor."""
    if not access.can(actor, Permission.SWEEP_SIGN_OFF):
        return 0
    return _finished_unsigned().count()


def _finished_unsigned() -> QuerySet[Sweep]:
    waiting = Sweep.objects.filter(status=SweepStatus.DONE, signed_at__isnull=True)
    return waiting.exclude(kind=SweepKind.LATE)


def verdicts_of(sweep: Sweep, level: str = "") -> QuerySet[Verdict]:
    """Return the verdicts of a level, or all that are not green, by time of the visit."""
    rows = sweep.verdicts.filter(level=level) if level in Level.values else sweep.verdicts.exclude(level=Level.GREEN)
    people = rows.select_related("booking").prefetch_related(
        "booking__items__person", "booking__items__service", "booking__items__case__findings"
    )
    return people.order_by("booking__start", "pk")


def counts_of(sweep: Sweep) -> dict[str, int]:
    """Return how many verdicts of each level a sweep has given."""
    return dict(sweep.verdicts.values_list("level").annotate(n=Count("id")).order_by())


def open_scheduled(now: datetime) -> list[Sweep]:
    """Return the sweeps of the last 48 hours that are not over, newest first."""
    recent = Sweep.objects.filter(kind=SweepKind.SCHEDULED, due_at__gt=now - rules.LOOK_BACK, due_at__lte=now)
    return list(recent.filter(status__in=[SweepStatus.DUE, SweepStatus.RUNNING]).order_by("-due_at"))


def newer_due(sweep: Sweep, now: datetime) -> bool:
    """Tell whether a later sweep by the clock is due, so that this one need not be run any more."""
    later = Sweep.objects.filter(kind=SweepKind.SCHEDULED, due_at__gt=sweep.due_at, due_at__lte=now)
    return later.exclude(status=SweepStatus.SUPERSEDED).exists()


def unsigned(now: datetime) -> list[Sweep]:
    """Return the finished sweeps whose time to be signed off is over."""
    minutes = booking.policy().sign_off_minutes
    since = now - timedelta(minutes=minutes)
    waiting = _finished_unsigned().filter(finished_at__lte=since, due_at__gt=now - 2 * rules.LOOK_BACK)
    return list(waiting.order_by("due_at"))


def next_manual_ordinal(day: date) -> int:
    """Return the next number for a sweep that somebody asks for on this day."""
    last = Sweep.objects.filter(day=day, ordinal__gte=FIRST_MANUAL_ORDINAL).order_by("-ordinal").first()
    return last.ordinal + 1 if last else FIRST_MANUAL_ORDINAL


def rostered_officer(at: datetime) -> User | None:
    """Return who of those on duty at `at` may sign a sweep off."""
    on_duty = accounts.on_duty(at)
    may_sign = [user for user in on_duty if access.can(user.as_actor(), Permission.SWEEP_SIGN_OFF)]
    return next(iter(may_sign), None)


# -- what is to be judged --------------------------------------------------------------------------------------------


def unjudged(sweep: Sweep) -> QuerySet[Booking]:
    """Return the live bookings of the window that have no verdict of this sweep yet."""
    given = Verdict.objects.filter(sweep=sweep, booking=OuterRef("pk"))
    if sweep.kind == SweepKind.LATE:
        return booked_late(clock.now()).filter(~Exists(given.filter(slot_version=OuterRef("slot_version"))))
    window = booking.live_between(sweep.started_at, sweep.window_end)  # type: ignore[arg-type]  # it has started
    return window.filter(~Exists(given))


def booked_late(now: datetime) -> QuerySet[Booking]:
    """Return the live bookings made after the last sweep before their day that nobody has judged since."""
    numbers, calendar = booking.policy(), workdays.calendar()
    chosen = Q(pk__in=[])
    for day, last in rules.missed_by_sweeps(now, calendar, numbers.sweep_times):
        first, end = rules.day_bounds(day)
        chosen |= Q(start__gte=max(first, now), start__lt=end, placed__gt=last)
    judged = Verdict.objects.filter(booking=OuterRef("pk"), slot_version=OuterRef("slot_version"))
    live = Booking.objects.filter(status__in=LIVE_BOOKINGS).annotate(placed=Coalesce("moved_at", "created_at"))
    return live.filter(chosen).filter(~Exists(judged))


def locked_chunk(waiting: QuerySet[Booking], after: Position | None, limit: int, *, wait: bool) -> list[Booking]:
    """Return the next bookings in order of their visit, locked; those that somebody else holds only with `wait`."""
    if after:
        start, pk = after
        waiting = waiting.filter(Q(start__gt=start) | Q(start=start, pk__gt=pk), start__gte=start)
    locked = waiting.select_for_update(of=("self",), skip_locked=not wait)
    return list(locked.select_related("lane__hall").order_by("start", "pk")[:limit])


def judged_in(sweep: Sweep, bookings: Iterable[Booking]) -> set[tuple[int, int]]:
    """Return which of these bookings have a verdict of the sweep, with the version that it is about."""
    rows = Verdict.objects.filter(sweep=sweep, booking__in=[one.pk for one in bookings])
    return set(rows.values_list("booking_id", "slot_version"))


def open_for_applicants(items: Iterable[BookedItem]) -> dict[int, list[str]]:
    """Return by booking what is open for its applicant, as a telling keeps it: "<item>:<code>", sorted."""
    by_case = {item.case_id: item for item in items}
    missing: dict[int, list[str]] = defaultdict(list)
    for case_id, code in cases.codes_for_applicants(by_case):
        item = by_case[case_id]
        missing[item.booking_id].append(f"{item.pk}:{code}")
    return {booking_id: sorted(codes) for booking_id, codes in missing.items()}


def last_told(booking_ids: Iterable[int]) -> dict[int, list[str]]:
    """Return what each of these bookings was last told is missing."""
    rows = Telling.objects.filter(booking_id__in=list(booking_ids)).order_by("booking_id", "-number")
    return dict(rows.distinct("booking_id").values_list("booking_id", "findings"))


def last_telling(booking_id: int) -> Telling | None:
    """Return what the applicant was last told."""
    return Telling.objects.filter(booking_id=booking_id).order_by("-number").first()
