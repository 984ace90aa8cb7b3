"""Reads of places and bookings; the slot list costs the same at any number of bookings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Prefetch, Q, QuerySet
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from appointments.booking import rules
from appointments.booking.enums import LIVE_BOOKINGS, BookingStatus, EarlierStatus, OfferStatus
from appointments.booking.models import (
    Band,
    BookedItem,
    Booking,
    CapacityException,
    EarlierRequest,
    Hall,
    Lane,
    NoShowPoint,
    Offer,
    OpeningPattern,
    Policy,
    TakenPlace,
)
from appointments.booking.rules import Exceptional, Pattern, Spec
from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.errors import NotFound
from wuxue_exit_entry.kernel.public_ids import normalise_code
from wuxue_exit_entry.kernel.workdays import Calendar
from wuxue_exit_entry.workdays import selectors as workdays

NOT_FOUND_BY_PHONE = _("没有找到。请核对预约号和手机号，或拨打大厅电话。")
STAFF_DAYS_AHEAD = 30  # the desk looks further than the public, through the same path


@dataclass(frozen=True)
class Slot:
    """One start that a visit may have: how long it takes there and how many places are left."""

    start: datetime
    end: datetime
    left: int
    lane_id: int

    @property
    def is_free(self) -> bool:
        return self.left > 0


@dataclass(frozen=True)
class SlotDay:
    """A day with its slots."""

    day: date
    slots: tuple[Slot, ...]

    @property
    def left(self) -> int:
        return sum(slot.left for slot in self.slots)


def policy() -> Policy:
    """Return the hall's numbers; the defaults when nobody changed them."""
    return Policy.objects.filter(pk=1).first() or Policy(pk=1)


def lanes() -> QuerySet[Lane]:
    """Return all lanes with their hall, in a stable order."""
    return Lane.objects.select_related("hall").order_by("pk")


def hall() -> Hall:
    """Return the hall."""
    return Hall.objects.order_by("pk")[0]


def openings_by_lane() -> list[tuple[Lane, list[OpeningPattern]]]:
    """Return every lane with its weekly hours that are not over."""
    running = OpeningPattern.objects.exclude(valid_to__lt=clock.today()).order_by("weekday", "opens")
    return [(lane, list(lane.patterns.all())) for lane in lanes().prefetch_related(Prefetch("patterns", running))]


def coming_exceptions() -> QuerySet[CapacityException]:
    """Return the exceptions of today and later."""
    return CapacityException.objects.filter(day__gte=clock.today()).select_related("lane").order_by("day", "pk")


def lane_named(code: str) -> Lane:
    """Return the open lane `code`.

    Raises NotFound.
    """
    lane = lanes().filter(code=code, is_open=True).first()
    if lane is None:
        raise NotFound
    return lane


def slot_days(
    *,
    lane: str,
    minutes: int,
    first: date | None = None,
    days: int | None = None,
    staff: bool = False,
    own: Booking | None = None,
) -> list[SlotDay]:
    """Return the days of the window with their slots for a visit of `minutes` in the lane `lane`; five queries.

    What `own` holds itself is free to it.
    """
    calendar, numbers, now = workdays.calendar(), policy(), clock.now()
    ahead = STAFF_DAYS_AHEAD if staff else numbers.days_ahead
    window = rules.bookable_days(clock.local(now).date(), calendar, ahead)
    chosen = [day for day in window if first is None or day >= first][:days]
    if not chosen:
        return []
    openings = _openings(lane, chosen, calendar)
    rows = _rows(lane, chosen)
    if own is not None:
        for start in TakenPlace.objects.filter(booking=own).values_list("band__start", flat=True):
            rows[start] = rows.get(start, 0) + 1
    return [SlotDay(day, tuple(_slots(openings[day], rows, minutes, now))) for day in chosen]


def specs_of_day(*, lane: Lane, day: date, calendar: Calendar) -> list[Spec]:
    """Return the planned bands of one lane and day."""
    return [spec for _, spec in _openings(lane.code, [day], calendar)[day]]


def specs_for(booking: Booking, start: datetime) -> list[Spec]:
    """Return the planned bands that a booking would occupy from `start`; empty when it does not fit."""
    day = clock.local(start).date()
    return rules.bands_needed(
        specs_of_day(lane=booking.lane, day=day, calendar=workdays.calendar()), start, booking.minutes
    )


def is_bookable_day(day: date, calendar: Calendar, numbers: Policy, *, staff: bool) -> bool:
    """Tell whether `day` lies in the window of the public, or in the wider one of the desk."""
    ahead = STAFF_DAYS_AHEAD if staff else numbers.days_ahead
    return day in rules.bookable_days(clock.today(), calendar, ahead)


def nearest_free(*, lane: str, minutes: int, wanted: datetime, count: int = 3) -> list[Slot]:
    """Return the free slots nearest to `wanted`."""
    free = [slot for day in slot_days(lane=lane, minutes=minutes) for slot in day.slots if slot.is_free]
    nearest = sorted(free, key=lambda slot: abs(slot.start - wanted))[:count]
    return sorted(nearest, key=lambda slot: slot.start)


def next_free(*, lane: str, minutes: int) -> Slot | None:
    """Return the first free slot of the window."""
    free = (slot for day in slot_days(lane=lane, minutes=minutes) for slot in day.slots if slot.is_free)
    return next(free, None)


def bookings_visible_to(actor: Actor) -> QuerySet[Booking]:
    """Return the bookings that the actor may see: all of the hall for its officers, none for others."""
    if access.can(actor, Permission.BOOKING_READ):
        return Booking.objects.all()
    return Booking.objects.none()


def live_between(first: datetime, last: datetime) -> QuerySet[Booking]:
    """Return the live bookings that start in [first, last)."""
    return Booking.objects.filter(status__in=LIVE_BOOKINGS, start__gte=first, start__lt=last)


def booking_with_code(code: str) -> Booking:
    """Return the booking named by what was typed as its code.

    Raises NotFound.
    """
    booking = Booking.objects.select_related("lane__hall").filter(code=normalise_code(code)).first()
    if booking is None:
        raise NotFound
    return booking


def booking_of_phone(code: str, phone: str) -> Booking:
    """Return the booking that has both this code and this phone.

    Raises NotFound, whichever of the two is wrong.
    """
    booking = booking_with_code(code)
    if not constant_time_compare(booking.phone, phone):
        raise NotFound
    return booking


def locked_booking(code: str) -> Booking:
    """Return a booking, locked until the transaction ends.

    Raises NotFound.
    """
    locked = Booking.objects.select_for_update(of=("self",)).select_related("lane__hall")
    booking = locked.filter(code=normalise_code(code)).first()
    if booking is None:
        raise NotFound
    return booking


def booking_of_key(hashed_key: str) -> Booking | None:
    """Return the booking that an idempotency key has made."""
    return (
        Booking.objects.select_related("lane__hall").filter(idempotency_key=hashed_key).first() if hashed_key else None
    )


def holders_of(person_keys: Iterable[str], families: Iterable[str]) -> QuerySet[Booking]:
    """Return the live bookings that stand in the way of a new one for these people and families."""
    items = BookedItem.objects.filter(is_live=True, person_key__in=list(person_keys), family__in=list(families))
    return Booking.objects.filter(pk__in=items.values("booking_id"))


def no_show_points(person_keys: Sequence[str], since: datetime) -> int:
    """Return the highest number of points in force that any of these people has."""
    points = NoShowPoint.objects.filter(person_key__in=list(person_keys), given_at__gte=since, excused_at__isnull=True)
    counts: dict[str, int] = {}
    for key in points.values_list("person_key", flat=True):
        counts[key] = counts.get(key, 0) + 1
    return max(counts.values(), default=0)


def not_come(now: datetime) -> QuerySet[Booking]:
    """Return the bookings whose day is over and whose people never arrived."""
    today = datetime.combine(clock.local(now).date(), time.min, clock.SHANGHAI)
    return Booking.objects.filter(status=BookingStatus.BOOKED, start__lt=today)


def ready_for_offers(now: datetime, per_day: int) -> list[EarlierRequest]:
    """Return the wishes for an earlier place to which one may be offered now, oldest first.

    One phone has one offer at a time, however many bookings, and at most `per_day` a day.
    """
    waiting = EarlierRequest.objects.filter(
        status=EarlierStatus.WAITING, booking__status=BookingStatus.BOOKED, booking__start__gt=now
    )
    since = datetime.combine(clock.local(now).date(), time.min, clock.SHANGHAI)
    offers = Offer.objects.filter(Q(made_at__gte=since) | Q(status=OfferStatus.HELD))
    busy: set[str] = set()
    counts: dict[str, int] = {}
    for phone, status, made_at in offers.values_list("request__booking__phone", "status", "made_at"):
        counts[phone] = counts.get(phone, 0) + (made_at >= since)
        if status == OfferStatus.HELD:
            busy.add(phone)
    chosen = []
    for wish in waiting.select_related("booking__lane__hall").order_by("asked_at", "pk"):
        phone = wish.booking.phone
        if phone not in busy and counts.get(phone, 0) < per_day:
            busy.add(phone)
            chosen.append(wish)
    return chosen


def locked_waiting(wish: EarlierRequest, start: datetime) -> Booking | None:
    """Return the booking of a wish, locked, if it still waits for a place as early as `start`."""
    waiting = Booking.objects.filter(
        pk=wish.booking_id,
        status=BookingStatus.BOOKED,
        start__gt=start,
        earlier_request__status=EarlierStatus.WAITING,
    )
    return waiting.select_for_update(of=("self",)).select_related("lane__hall").first()


def is_offered(phone: str) -> bool:
    """Tell whether a place is held for any booking of this phone."""
    return Offer.objects.filter(status=OfferStatus.HELD, request__booking__phone=phone).exists()


def anybody_waits() -> bool:
    """Tell whether there is a wish for an earlier place, or an offer that has to end."""
    waiting = EarlierRequest.objects.filter(status=EarlierStatus.WAITING)
    return waiting.exists() or Offer.objects.filter(status=OfferStatus.HELD).exists()


def wish_of(booking: Booking) -> EarlierRequest | None:
    """Return the wish of a booking for an earlier place, if it waits."""
    return EarlierRequest.objects.filter(booking=booking, status=EarlierStatus.WAITING).first()


def past_offers(booking: Booking) -> QuerySet[Offer]:
    """Return what was offered before and how it ended, newest first."""
    return Offer.objects.filter(request__booking=booking).exclude(status=OfferStatus.HELD).order_by("-made_at")


def offer_for(booking: Booking, now: datetime) -> Offer | None:
    """Return what is held for a booking and can still be accepted."""
    return Offer.objects.filter(request__booking=booking, status=OfferStatus.HELD, expires_at__gt=now).first()


def _openings(lane: str, days: Sequence[date], calendar: Calendar) -> dict[date, list[tuple[int, Spec]]]:
    patterns = _patterns(lane)
    lane_id = patterns[0][0] if patterns else 0
    exceptions = _exceptions(lane, days)
    only = [pattern for _, pattern in patterns]
    return {day: [(lane_id, spec) for spec in rules.bands_of_day(day, calendar, only, exceptions)] for day in days}


def _patterns(lane: str) -> list[tuple[int, Pattern]]:
    rows = OpeningPattern.objects.filter(lane__code=lane, lane__is_open=True).order_by("pk")
    return [(lane_id, Pattern(*values)) for lane_id, *values in rows.values_list("lane_id", *Pattern._fields)]


def _exceptions(lane: str, days: Sequence[date]) -> list[Exceptional]:
    rows = CapacityException.objects.filter(Q(lane__isnull=True) | Q(lane__code=lane), day__range=(days[0], days[-1]))
    return [Exceptional(*values) for values in rows.order_by("pk").values_list(*Exceptional._fields)]


def _rows(lane: str, days: Sequence[date]) -> dict[datetime, int]:
    """Return what is left in the bands that exist as rows."""
    first = datetime.combine(days[0], time.min, clock.SHANGHAI)
    last = datetime.combine(days[-1], time.min, clock.SHANGHAI) + timedelta(days=1)
    rows = Band.objects.filter(lane__code=lane, start__gte=first, start__lt=last)
    return {
        start: capacity + extra - booked
        for start, capacity, extra, booked in rows.values_list("start", "capacity", "extra", "booked")
    }


def _slots(openings: Sequence[tuple[int, Spec]], rows: dict[datetime, int], minutes: int, now: datetime) -> list[Slot]:
    specs = [spec for _, spec in openings]
    slots = []
    for lane_id, spec in openings:
        needed = rules.bands_needed(specs, spec.start, minutes)
        if needed and spec.start > now:
            left = min(rows.get(band.start, band.capacity) for band in needed)
            slots.append(Slot(spec.start, needed[-1].end, max(0, left), lane_id))
    return slots
