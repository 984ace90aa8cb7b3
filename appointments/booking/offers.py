"""The earlier-slot list: a place that came free is held for one person at a time, until they answer or it expires."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from appointments.booking import capacity, messages, moves, selectors
from appointments.booking.enums import BookingStatus, EarlierStatus, OfferStatus
from appointments.booking.models import Booking, EarlierRequest, Offer, Policy, TakenPlace
from appointments.booking.selectors import Slot
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.audit.actors import SYSTEM, Actor
from wuxue_exit_entry.kernel import clock, constraints
from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.messaging import rules as quiet_hours
from wuxue_exit_entry.messaging import selectors as messaging

TIME_TO_COME = timedelta(hours=1)  # between the last moment to accept and the offered place
MOST_PER_RUN = 200
_ONE_OFFER_AT_A_TIME = 5_731_004  # key of the advisory lock

constraints.register("appointments_offer_one_held", "offer_open", _("已有一个更早的时段为您保留着。"))
constraints.register("appointments_offer_not_twice", "offered_before", _("这个时段已经给过您。"))


# -- the list --------------------------------------------------------------------------------------------------------
@transaction.atomic
def join(*, actor: Actor, code: str, not_before: date | None = None) -> EarlierRequest:
    """Put a booking on the earlier-slot list, or change the first day on which its people can come.

    Raises BusinessError("not_live") once the visit has begun or ended.
    """
    booking = _booked(code)
    wish, _created = EarlierRequest.objects.update_or_create(
        booking=booking,
        defaults={
            "not_before": max(not_before or clock.today(), clock.today()),
            "status": EarlierStatus.WAITING,
            "asked_at": clock.now(),
        },
    )
    audit.record(actor, "appointments.earlier.joined", booking, after={"not_before": wish.not_before})
    return wish


@transaction.atomic
def stop(*, actor: Actor, code: str) -> Booking:
    """Take a booking off the list; what is held for it goes back. Stopping twice changes nothing."""
    booking = selectors.locked_booking(code)
    stopped = EarlierRequest.objects.filter(booking=booking, status=EarlierStatus.WAITING).update(
        status=EarlierStatus.STOPPED
    )
    let_go(booking)
    if stopped:
        audit.record(actor, "appointments.earlier.stopped", booking)
    return booking


def let_go(booking: Booking, *, before: Sequence[datetime] = ()) -> None:
    """Give back what is held for a booking that the caller has locked; its wish for an earlier place stays.

    Call it before the booking's own bands, or those at `before`, are touched: all are locked here in their order.
    """
    held = Offer.objects.filter(request__booking=booking, status=OfferStatus.HELD)
    ended = [offer for offer in held if _end(offer, OfferStatus.DECLINED)]
    if ended:
        offered = TakenPlace.objects.filter(offer__in=ended).values_list("band__start", flat=True)
        own = capacity.held_starts(booking_id=booking.pk)
        capacity.lock(lane_id=booking.lane_id, starts=[*offered, *own, *before])
    for offer in ended:
        capacity.give_back(offer_id=offer.pk)


def end_for(booking: Booking) -> None:
    """End wish and offer of a booking that has ended."""
    let_go(booking)
    EarlierRequest.objects.filter(booking=booking, status=EarlierStatus.WAITING).update(status=EarlierStatus.STOPPED)


# -- the offers ------------------------------------------------------------------------------------------------------
def make_offers() -> int:
    """Hold the earliest fitting place for each who waits, oldest wish first, and tell them; return how many.

    None in quiet hours, one at a time, `Policy.offers_per_day` a day, none twice for the same time.
    """
    now = clock.now()
    if _is_quiet(now):
        return 0
    numbers = selectors.policy()
    ready = selectors.ready_for_offers(now, numbers.offers_per_day)[:MOST_PER_RUN]
    return sum(_offer_earliest(wish, numbers, now) for wish in ready)


def _is_quiet(now: datetime) -> bool:
    hours = messaging.policy()
    return quiet_hours.is_quiet(clock.local(now), hours.quiet_from, hours.quiet_until)


def _offer_earliest(wish: EarlierRequest, numbers: Policy, now: datetime) -> bool:
    """Hold the first place that fits; a place that went meanwhile is passed over."""
    for slot in _fitting(wish, numbers, now):
        try:
            return _hold(wish, slot, numbers, now)
        except BusinessError:
            continue
    return False


def _fitting(wish: EarlierRequest, numbers: Policy, now: datetime) -> Sequence[Slot]:
    booking = wish.booking
    first = now + timedelta(minutes=numbers.offer_minutes) + TIME_TO_COME
    offered = set(wish.offers.values_list("start", flat=True))
    days = selectors.slot_days(lane=booking.lane.code, minutes=booking.minutes, first=wish.not_before, own=booking)
    slots = (slot for day in days for slot in day.slots)
    return [
        slot for slot in slots if slot.is_free and first <= slot.start < booking.start and slot.start not in offered
    ]


@transaction.atomic
def _hold(wish: EarlierRequest, slot: Slot, numbers: Policy, now: datetime) -> bool:
    """Hold one place; nothing when the booking or its wish has ended or another run has offered meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_OFFER_AT_A_TIME])
    booking = selectors.locked_waiting(wish, slot.start)
    if booking is None or selectors.is_offered(booking.phone):
        return False
    with constraints.translated():
        offer = Offer.objects.create(
            request=wish, start=slot.start, made_at=now, expires_at=now + timedelta(minutes=numbers.offer_minutes)
        )
    held = capacity.held_starts(booking_id=booking.pk)
    fresh = [spec for spec in selectors.specs_for(booking, slot.start) if spec.start not in held]
    capacity.record_taken(capacity.take(lane_id=booking.lane_id, specs=fresh), offer_id=offer.pk)
    audit.record(SYSTEM, "appointments.offer.made", offer, after={"booking": booking.code, "start": slot.start})
    messages.queue_offer(offer)
    return True


def lapse_offers() -> int:
    """Give back what nobody answered in time; the next in line gets it with the next run."""
    late = Offer.objects.filter(status=OfferStatus.HELD, expires_at__lte=clock.now())
    return sum(_lapse(offer) for offer in late.select_related("request__booking"))


@transaction.atomic
def _lapse(offer: Offer) -> bool:
    booking = offer.request.booking
    lapsed = _close(offer, OfferStatus.LAPSED)
    if lapsed:
        audit.record(SYSTEM, "appointments.offer.lapsed", offer, after={"booking": booking.code})
    return lapsed


# -- the answers -----------------------------------------------------------------------------------------------------
@transaction.atomic
def accept(*, actor: Actor, code: str, public_id: str) -> Booking:
    """Move a booking to the place held for it: the held place becomes its own, the old one goes back.

    Raises BusinessError: not_live, offer_gone.
    """
    booking = _booked(code)
    offer = booking_offer(booking, public_id)
    if offer.status == OfferStatus.ACCEPTED and offer.start == booking.start:
        return booking  # pressed twice
    if not _answer(offer, OfferStatus.ACCEPTED):
        raise BusinessError("offer_gone", _("这个时段已不再为您保留。您原来的预约不变。"))
    TakenPlace.objects.filter(offer=offer).update(offer=None, booking=booking)
    wanted = [spec.start for spec in selectors.specs_for(booking, offer.start)]
    capacity.give_back(booking_id=booking.pk, keep=wanted)
    EarlierRequest.objects.filter(pk=offer.request_id).update(status=EarlierStatus.MOVED)
    audit.record(actor, "appointments.offer.accepted", offer, after={"booking": booking.code, "start": offer.start})
    moves.settle(actor=actor, booking=booking, start=offer.start)
    return booking


@transaction.atomic
def decline(*, actor: Actor, code: str, public_id: str) -> Booking:
    """Give an offered place back at once; the booking stays on the list."""
    booking = selectors.locked_booking(code)
    offer = booking_offer(booking, public_id)
    if _close(offer, OfferStatus.DECLINED):
        audit.record(actor, "appointments.offer.declined", offer, after={"booking": booking.code})
    return booking


def booking_offer(booking: Booking, public_id: str) -> Offer:
    """Return an offer made to this booking.

    Raises BusinessError("offer_gone").
    """
    offer = Offer.objects.select_related("request").filter(request__booking=booking, public_id=public_id).first()
    if offer is None:
        raise BusinessError("offer_gone", _("这个时段已不再为您保留。您原来的预约不变。"))
    return offer


def _close(offer: Offer, status: OfferStatus) -> bool:
    """End a held offer without moving anybody and give its place back; tells whether this call did it."""
    ended = _end(offer, status)
    if ended:
        capacity.give_back(offer_id=offer.pk)
    return ended


def _end(offer: Offer, status: OfferStatus) -> bool:
    return bool(Offer.objects.filter(pk=offer.pk, status=OfferStatus.HELD).update(status=status))


def _answer(offer: Offer, status: OfferStatus) -> bool:
    held = Offer.objects.filter(pk=offer.pk, status=OfferStatus.HELD, expires_at__gt=clock.now())
    return bool(held.update(status=status))


def _booked(code: str) -> Booking:
    booking = Booking.objects.select_for_update(of=("self",)).select_related("lane__hall").filter(code=code).first()
    if booking is None or booking.status != BookingStatus.BOOKED or booking.start <= clock.now():
        raise BusinessError("not_live", _("这个预约已经结束或取消。"))
    return booking
