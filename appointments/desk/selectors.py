"""Reads of the desk: the days ahead, searches, one visit, the call list, what happened to a file."""

import contextlib
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from appointments.booking import selectors as booking
from appointments.booking.enums import LIVE_BOOKINGS, BookingStatus
from appointments.booking.models import Band, BookedItem, Booking, NoShowPoint
from appointments.cases import selectors as cases
from appointments.cases.enums import LIVE_CASES, CaseStatus, FindingStatus, Level
from appointments.cases.models import Case, Finding, SecondTrip
from appointments.desk import rules
from appointments.desk.lines import Line, Work
from appointments.sweep import selectors as sweeps
from appointments.sweep.models import Sweep, Telling
from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.audit.models import AuditEvent
from wuxue_exit_entry.kernel import clock, identity, sentences
from wuxue_exit_entry.kernel.errors import NotFound
from wuxue_exit_entry.kernel.identity import IdentityProblem, IdKind
from wuxue_exit_entry.kernel.identity.values import age_on
from wuxue_exit_entry.kernel.public_ids import normalise_code
from wuxue_exit_entry.messaging import selectors as messaging
from wuxue_exit_entry.messaging.models import Message
from wuxue_exit_entry.privacy import masks
from wuxue_exit_entry.workdays import selectors as workdays

MOST_LINES = 400
MOST_FOUND = 50
_ITEM = ("case__public_id", "case__version", "case__status", "case__level", "case__arrived_at", "service__name_zh")
_VISIT = ("booking__code", "booking__status", "booking__start", "booking__lane__code", "booking__phone")

_PERSON = ("person__name", "person__position", "person__birth_date", "person__id_kind", "person__guardian_name")
_COLUMNS = (*_ITEM, *_VISIT, *_PERSON, "person__escort_name", "person__declared_filed")


# -- the days ahead --------------------------------------------------------------------------------------------------
def work(actor: Actor) -> Work:
    """Return everything from today to the end of the sweep's window, with files that have no booking."""
    first, last, next_day = window()
    items = _items(actor).filter(booking__start__gte=first, booking__start__lt=last)
    shown = items.filter(booking__status__in=[*LIVE_BOOKINGS, BookingStatus.DONE])
    rows = [_of_item(row) for row in _values(shown)] + _without_booking(actor, first)
    return Work(tuple(_with_findings(rows)), next_day)


def window() -> tuple[datetime, datetime, date]:
    """Return the beginning of today, the end of the last day of the window, and the next working day."""
    calendar, today = workdays.calendar(), clock.today()
    last = calendar.add_workdays(today, booking.policy().sweep_days)
    return _midnight(today), _midnight(last + timedelta(days=1)), calendar.next_workday(today)


def _items(actor: Actor) -> QuerySet[BookedItem]:
    return BookedItem.objects.filter(booking__in=booking.bookings_visible_to(actor))


def _values(items: QuerySet[BookedItem]) -> Iterable[dict[str, Any]]:
    return items.order_by("booking__start", "booking__code", "person__position", "pk").values(*_COLUMNS)[:MOST_LINES]


def _of_item(row: dict[str, Any]) -> Line:
    return Line(
        case_id=row["case__public_id"] or "",
        version=row["case__version"] or 0,
        status=row["case__status"] or CaseStatus.PREPARED,
        level=row["case__level"] or "",
        code=row["booking__code"],
        booking_status=row["booking__status"],
        start=row["booking__start"],
        lane=row["booking__lane__code"],
        name=row["person__name"],
        item=row["service__name_zh"],
        phone=row["booking__phone"],
        position=row["person__position"],
        arrived_at=row["case__arrived_at"],
        summary=_summary(row),
    )


def _summary(row: dict[str, Any]) -> str:
    """Return what an officer glances at before registering a green file with others."""
    born, escort = row["person__birth_date"], row["person__guardian_name"] or row["person__escort_name"]
    parts = [
        f"{age_on(born, clock.local(row['booking__start']).date())} 岁" if born else "",
        str(sentences.KIND_LABELS[IdKind(row["person__id_kind"])]),
        f"陪同 {escort}" if escort else "",
        "备案人员" if row["person__declared_filed"] else "",
        f"电话 {masks.mask_phone(row['booking__phone'])}",
    ]
    return " ・ ".join(part for part in parts if part)


def _without_booking(actor: Actor, since: datetime) -> list[Line]:
    """Return the files of today that no booking has led to."""
    ours = cases.cases_visible_to(actor).filter(items__isnull=True, visit_at__isnull=True)
    today = ours.filter(Q(arrived_at__gte=since) | Q(opened_at__gte=since) | Q(done_at__gte=since))
    return [_of_case(case) for case in today.order_by("opened_at")[:MOST_LINES]]


def _of_case(case: Case) -> Line:
    return Line(
        case_id=case.public_id,
        version=case.version,
        status=case.status,
        level=case.level,
        code="",
        booking_status="",
        start=case.visit_at,
        lane=case.service.lane,
        name=case.name,
        item=case.service.name_zh,
        phone=case.phone,
        position=0,
        arrived_at=case.arrived_at,
    )


def _with_findings(lines: Iterable[Line]) -> list[Line]:
    """Add how many open findings each file has that are not green."""
    rows = list(lines)
    open_ = Finding.objects.filter(
        status=FindingStatus.OPEN, case__public_id__in=[line.case_id for line in rows if line.case_id]
    ).exclude(level=Level.GREEN)
    counts = dict(open_.values_list("case__public_id").annotate(n=Count("pk")))
    return [_replaced(line, counts.get(line.case_id, 0)) for line in rows]


def _replaced(line: Line, missing: int) -> Line:
    return Line(**{**line.__dict__, "missing": missing}) if missing else line


# -- searching -------------------------------------------------------------------------------------------------------
def search(actor: Actor, typed: str, ahead: Work) -> list[Line]:
    """Return the lines that a name, initials, a code, a telephone tail or a whole number leads to, nearest first.

    Names and tails are looked for in the days ahead; a name, a code and a whole number also everywhere else.
    """
    near = [line for line in ahead.lines if _matches(line, typed)]
    known = {(line.case_id, line.code, line.position, line.item) for line in near}
    far = [
        line for line in _elsewhere(actor, typed) if (line.case_id, line.code, line.position, line.item) not in known
    ]
    return near + _with_findings(far)


def _matches(line: Line, typed: str) -> bool:
    if rules.is_phone_tail(typed) and rules.compacted(line.phone).endswith(rules.compacted(typed)):
        return True
    return (line.code and line.code == normalise_code(typed)) or rules.matches_name(line.name, typed)


def _elsewhere(actor: Actor, typed: str) -> list[Line]:
    wanted, files = _named(typed)
    items = _items(actor).filter(wanted).order_by("-booking__start", "person__position")
    rows = items.values(*_COLUMNS)[:MOST_FOUND]
    alone = cases.cases_visible_to(actor).filter(files, items__isnull=True).order_by("-opened_at")[:MOST_FOUND]
    return [_of_item(row) for row in rows] + [_of_case(case) for case in alone]


def _named(typed: str) -> tuple[Q, Q]:
    nothing = Q(pk__in=[])
    numbers = numbers_of(typed)
    if numbers:
        by_number = Q(person__number__in=numbers) | Q(booking__phone__in=numbers)
        return by_number | Q(booking__code=normalise_code(typed)), Q(number__in=numbers) | Q(phone__in=numbers)
    if rules.is_code(typed):
        return Q(booking__code=normalise_code(typed)), nothing
    name = typed.strip()
    if len(name) < 2:
        return nothing, nothing
    return Q(person__name__icontains=name), Q(name__icontains=name)


def numbers_of(typed: str) -> list[str]:
    """Return the document and telephone numbers that were perhaps typed, as they are stored."""
    if not rules.is_personal_number(typed):
        return []
    found = {rules.compacted(typed)}
    for kind in IdKind:
        with contextlib.suppress(IdentityProblem):
            found.add(identity.parse(kind, typed).number)
    with contextlib.suppress(IdentityProblem):
        found.add(identity.clean_phone(typed).number)
    return sorted(found)


# -- one file --------------------------------------------------------------------------------------------------------
def item_of(case: Case) -> BookedItem | None:
    """Return the booked item that a file belongs to now: the live one, else the newest."""
    items = case.items.select_related("booking__lane__hall", "person")
    return items.order_by("-is_live", "-booking__start", "-pk").first()


def siblings(actor: Actor, code: str) -> list[Line]:
    """Return all lines of a visit."""
    return _with_findings(_of_item(row) for row in _values(_items(actor).filter(booking__code=code)))


def findings_of(case: Case) -> list[Finding]:
    """Return what is known of a file and not cleared, worst and open first."""
    weight = {Level.RED: 0, Level.AMBER: 1, Level.GREEN: 2}
    found = case.findings.exclude(status=FindingStatus.CLEARED).select_related("corrected_by").order_by("pk")
    return sorted(found, key=lambda one: (one.status != FindingStatus.OPEN, weight[Level(one.level)]))


def finding_with_code(case: Case, code: str) -> Finding:
    """Return the open finding `code` of a file.

    Raises NotFound.
    """
    finding = case.findings.filter(code=code, status=FindingStatus.OPEN).first()
    if finding is None:
        raise NotFound("这条结论已经解决或更正过。")
    return finding


def ticked(case: Case) -> dict[str, Any]:
    """Return the ticks of a file by material."""
    return {tick.material: tick for tick in case.ticks.select_related("ticked_by")}


def second_trips(case: Case) -> list[SecondTrip]:
    """Return why a person had to come again, newest first."""
    return list(case.second_trips.select_related("recorded_by").order_by("-recorded_at"))


def tellings(booking_id: int) -> list[tuple[Telling, Message | None]]:
    """Return what was told about a visit, newest first, each with its message."""
    told = list(Telling.objects.filter(booking_id=booking_id).order_by("-number"))
    messages = Message.objects.filter(public_id__in=[one.message_id for one in told])
    by_id = {message.public_id: message for message in messages}
    return [(one, by_id.get(one.message_id)) for one in told]


def messages_about(one: Booking) -> QuerySet[Message]:
    """Return what was and will be said about a booking, newest first."""
    return messaging.messages_about(one)


def events_about(*targets: Any) -> QuerySet[AuditEvent]:
    """Return what was done to a file and its booking, newest first; looking at them is left out."""
    wanted = Q(pk__in=[])
    for target in targets:
        kind, name = audit.named(target)
        wanted |= Q(target_type=kind, target_id=name)
    return AuditEvent.objects.filter(wanted, purpose="").order_by("-at", "-id")


def last_change(case: Case) -> AuditEvent | None:
    """Return who did something to a file last."""
    return events_about(case).first()


def no_show_points(person_key: str) -> list[NoShowPoint]:
    """Return the points of a person that still count, newest first."""
    since = clock.now() - timedelta(days=booking.policy().no_show_days)
    points = NoShowPoint.objects.filter(person_key=person_key, given_at__gte=since, excused_at__isnull=True)
    return list(points.select_related("booking").order_by("-given_at"))


def points_of(one: Booking) -> list[NoShowPoint]:
    """Return the points that a missed visit gave and that nobody has excused."""
    return list(one.no_show_points.filter(excused_at__isnull=True))


# -- visits ----------------------------------------------------------------------------------------------------------
def booking_for(actor: Actor, code: str) -> Booking:
    """Return one booking that the actor may see.

    Raises NotFound.
    """
    found = booking.bookings_visible_to(actor).select_related("lane__hall", "arrived_by", "created_by")
    one = found.prefetch_related("people", "items__service", "items__case", "items__person").filter(
        code=normalise_code(code)
    )
    if not one:
        raise NotFound
    return one[0]


def bookings_on(actor: Actor, day: date) -> QuerySet[Booking]:
    """Return the bookings of a day but the cancelled ones, in the order of their time."""
    first = _midnight(day)
    found = booking.bookings_visible_to(actor).filter(start__gte=first, start__lt=first + timedelta(days=1))
    live = found.exclude(status__in=[BookingStatus.CANCELLED, BookingStatus.DISOWNED])
    with_people = live.select_related("lane").prefetch_related("people", "items__service", "items__case")
    return with_people.order_by("start", "pk")


def holders(actor: Actor, person_keys: Iterable[str], families: Iterable[str]) -> list[Booking]:
    """Return the live bookings of people that stand in the way of a new one."""
    codes = booking.holders_of(person_keys, families).values_list("code", flat=True)
    return bookings_named(actor, list(codes))


def bookings_named(actor: Actor, codes: Iterable[str]) -> list[Booking]:
    """Return the bookings with these codes, those still to come first."""
    found = booking.bookings_visible_to(actor).filter(code__in=list(codes)).select_related("lane__hall")
    rows = found.prefetch_related("people", "items__service", "items__case").order_by("start", "pk")
    return sorted(rows, key=lambda one: not one.is_live)


def bands_on(day: date) -> dict[tuple[int, datetime], tuple[int, int]]:
    """Return places and bookings of the bands of a day that exist as rows, by lane and start."""
    first = _midnight(day)
    rows = Band.objects.filter(start__gte=first, start__lt=first + timedelta(days=1))
    return {(row.lane_id, clock.local(row.start)): (row.capacity + row.extra, row.booked) for row in rows}


def sweeps_by_id(actor: Actor) -> dict[str, Sweep]:
    """Return the sweeps of late, by their public id."""
    return {one.public_id: one for one in sweeps.sweeps_visible_to(actor)[:60]}


def cancelled_since(actor: Actor, since: datetime) -> QuerySet[Booking]:
    """Return what was cancelled since then, newest first."""
    ended = booking.bookings_visible_to(actor).filter(ended_at__gte=since)
    gone = ended.filter(status__in=[BookingStatus.CANCELLED, BookingStatus.DISOWNED])
    return gone.select_related("lane").prefetch_related("people", "items__service").order_by("-ended_at")


def open_visits(case_ids: Iterable[int]) -> list[int]:
    """Return the bookings with these files whose people came and of which no file waits for the window any more."""
    waiting = [status for status in LIVE_CASES if status != CaseStatus.SECOND_TRIP]
    visits = Booking.objects.filter(status=BookingStatus.ARRIVED, items__case__in=list(case_ids)).distinct()
    busy = BookedItem.objects.filter(Q(case__status__in=waiting) | Q(case__isnull=True))
    return list(visits.exclude(items__in=busy).values_list("pk", flat=True))


def items_without_file(booking_id: int) -> list[BookedItem]:
    """Return the items of a booking that no sweep has opened a file for."""
    items = BookedItem.objects.filter(booking_id=booking_id, case__isnull=True)
    return list(items.select_related("person", "service", "booking").order_by("person__position", "pk"))


def latest_sweep(actor: Actor) -> Sweep | None:
    """Return the newest sweep."""
    return sweeps.sweeps_visible_to(actor).first()


def call_list(actor: Actor) -> list[Message]:
    """Return what has to be said by telephone, for whoever may change bookings."""
    return list(messaging.call_list()) if access.can(actor, Permission.BOOKING_CHANGE) else []


def calls_waiting(actor: Actor) -> int:
    """Return how many calls are to be made."""
    return messaging.call_list().count() if access.can(actor, Permission.BOOKING_CHANGE) else 0


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.SHANGHAI)
