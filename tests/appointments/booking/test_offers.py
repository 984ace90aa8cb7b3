"""The earlier-slot list: one held place for one person at a time (T37)."""

from datetime import timedelta

import pytest
from django.test import Client

from appointments.booking import links, offers, services
from appointments.booking.enums import EarlierStatus, OfferStatus
from appointments.booking.models import Band, Booking, EarlierRequest, Offer, TakenPlace
from tests.factories import bookings
from tests.support import pages
from wuxue_exit_entry.audit.actors import PUBLIC
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.messaging.models import Message

LANE = "cn_documents"
EARLY = bookings.at("2026-11-26 09:00")
LATE = bookings.at("2026-12-03 10:00")


@pytest.fixture
def waiting(db: None, wednesday: None) -> Booking:
    """A booking far away on the list, and nothing free before it."""
    booking = bookings.make_booking(start=LATE)
    bookings.fill_everything(LANE)
    offers.join(actor=PUBLIC, code=booking.code)
    return booking


def free(*starts: object) -> None:
    """Let one place become free at these starts."""
    for start in starts:
        band = Band.objects.get(start=start, lane__code=LANE)
        Band.objects.filter(pk=band.pk).update(planned=band.booked + 1, capacity=band.booked + 1)


def later(**passed: int):
    return clock.frozen(clock.now() + timedelta(**passed))


def sums_agree() -> bool:
    return sum(Band.objects.values_list("booked", flat=True)) == TakenPlace.objects.count()


def test_a_freed_place_is_held_and_told(waiting: Booking) -> None:
    free(EARLY)
    assert offers.make_offers() == 1
    offer = Offer.objects.get()
    assert (offer.start, offer.status) == (EARLY, OfferStatus.HELD)
    assert sums_agree()
    message = Message.objects.get(kind="booking.earlier_offer")
    assert links.page("earlier", waiting) in message.body
    with pytest.raises(BusinessError, match="slot_full"):  # held for this person alone
        bookings.make_booking(start=EARLY, phone="13900000001")


def test_one_live_offer_at_a_time_and_two_a_day(waiting: Booking) -> None:
    free(*(EARLY + timedelta(minutes=30 * n) for n in range(6)))
    made = []
    for _ in range(5):
        made.append(offers.make_offers())
        made.append(offers.make_offers())
        with later(minutes=61):
            assert offers.lapse_offers() in (0, 1)
    assert made == [1, 0, 1, 0, 0, 0, 0, 0, 0, 0]
    assert Message.objects.filter(kind="booking.earlier_offer").count() == 2
    assert len(set(Offer.objects.values_list("start", flat=True))) == 2  # none twice
    assert sums_agree()


def test_none_in_quiet_hours(waiting: Booking) -> None:
    free(EARLY)
    with clock.frozen(bookings.at("2026-11-25 21:30")):
        assert offers.make_offers() == 0


def test_nothing_too_near_or_not_earlier(waiting: Booking) -> None:
    free(bookings.at("2026-11-25 09:30"))  # half an hour from now: nobody can answer and come
    free(LATE + timedelta(minutes=30))
    assert offers.make_offers() == 0


def test_not_before_the_day_that_was_named(waiting: Booking) -> None:
    offers.join(actor=PUBLIC, code=waiting.code, not_before=bookings.at("2026-11-30 00:00").date())
    free(EARLY)
    assert offers.make_offers() == 0
    free(bookings.at("2026-11-30 09:00"))
    assert offers.make_offers() == 1


def test_a_lapsed_offer_goes_to_the_next_in_line(waiting: Booking) -> None:
    free(LATE)
    second = bookings.make_booking(start=LATE, phone="13900000001")
    offers.join(actor=PUBLIC, code=second.code)
    free(EARLY)
    assert offers.make_offers() == 1
    assert Offer.objects.get().request.booking == waiting
    with later(minutes=61):
        assert offers.lapse_offers() == 1
        assert offers.make_offers() == 1
    assert Offer.objects.get(status=OfferStatus.HELD).request.booking == second
    assert sums_agree()


def test_accepting_swaps_the_places(waiting: Booking, client: Client) -> None:
    free(EARLY)
    offers.make_offers()
    offer = Offer.objects.get()
    url = links.page("earlier", waiting)
    assert "09:00" in pages.text_of(client.get(url))
    for _ in range(2):  # pressed twice
        answer = client.post(url, {"do": "accept", "offer": offer.public_id}, follow=True)
        assert "已改到" in pages.text_of(answer)
    waiting.refresh_from_db()
    assert waiting.start == EARLY
    assert TakenPlace.objects.get().booking == waiting
    assert Band.objects.get(start=LATE, lane__code=LANE).booked == 0
    assert sums_agree()
    assert EarlierRequest.objects.get().status == EarlierStatus.MOVED
    assert Message.objects.filter(kind="booking.moved").count() == 1


def test_a_band_that_the_visit_holds_already_is_not_taken_twice(db: None, wednesday: None) -> None:
    plan = bookings.make_plan(*[[("PP-NEW", bookings.ADULT)]] * 3)  # an hour: two bands
    booking = bookings.make_booking(plan, LATE)
    bookings.fill_everything(LANE)
    offers.join(actor=PUBLIC, code=booking.code)
    free(LATE - timedelta(minutes=30))
    assert offers.make_offers() == 1
    assert TakenPlace.objects.filter(offer__isnull=False).count() == 1
    offers.accept(actor=PUBLIC, code=booking.code, public_id=Offer.objects.get().public_id)
    assert sorted(booking.places.values_list("band__start", flat=True)) == [LATE - timedelta(minutes=30), LATE]
    assert sums_agree()


def test_nothing_is_held_for_a_booking_that_ended_meanwhile(waiting: Booking) -> None:
    free(EARLY)
    Booking.objects.filter(pk=waiting.pk).update(status="cancelled")
    assert offers.make_offers() == 0
    assert not Message.objects.filter(kind="booking.earlier_offer").exists()


def test_declining_gives_back_and_stays_on_the_list(waiting: Booking, client: Client) -> None:
    free(EARLY)
    offers.make_offers()
    client.post(links.page("earlier", waiting), {"do": "decline", "offer": Offer.objects.get().public_id})
    assert Offer.objects.get().status == OfferStatus.DECLINED
    assert EarlierRequest.objects.get().status == EarlierStatus.WAITING
    assert Band.objects.get(start=EARLY, lane__code=LANE).booked == 0
    assert offers.make_offers() == 0  # never the same time again


def test_after_stop_there_is_silence(waiting: Booking, client: Client) -> None:
    free(EARLY)
    offers.make_offers()
    client.post(links.page("earlier", waiting), {"do": "stop"})
    assert Offer.objects.get().status == OfferStatus.DECLINED
    with clock.frozen(bookings.at("2026-11-26 08:30")):
        free(bookings.at("2026-11-27 09:00"))
        assert offers.make_offers() == 0
    assert Message.objects.filter(kind="booking.earlier_offer").count() == 1


def test_a_lapsed_or_foreign_offer_cannot_be_taken(waiting: Booking, client: Client) -> None:
    free(EARLY)
    offers.make_offers()
    offer = Offer.objects.get()
    with later(minutes=61):
        answer = client.post(links.page("earlier", waiting), {"do": "accept", "offer": offer.public_id})
    assert answer.status_code == 409
    assert "已不再为您保留" in pages.text_of(answer)
    answer = client.post(links.page("earlier", waiting), {"do": "accept", "offer": "nothing"})
    assert answer.status_code == 409
    waiting.refresh_from_db()
    assert waiting.start == LATE


@pytest.mark.parametrize("end", [services.cancel_booking, services.disown_booking])
def test_the_offer_ends_with_the_booking(waiting: Booking, end) -> None:  # T03
    free(EARLY)
    offers.make_offers()
    end(actor=PUBLIC, code=waiting.code)
    assert EarlierRequest.objects.get().status == EarlierStatus.STOPPED
    assert not Offer.objects.filter(status=OfferStatus.HELD).exists()
    assert not TakenPlace.objects.exists()
    assert sums_agree()


def test_moving_lets_the_held_place_go(waiting: Booking) -> None:
    free(EARLY, bookings.at("2026-12-02 09:00"))
    offers.make_offers()
    services.reschedule_booking(actor=PUBLIC, code=waiting.code, start=bookings.at("2026-12-02 09:00"))
    assert not Offer.objects.filter(status=OfferStatus.HELD).exists()
    assert sums_agree()


def test_joining_asks_for_a_day(waiting: Booking, client: Client) -> None:
    offers.stop(actor=PUBLIC, code=waiting.code)
    url = links.page("earlier", waiting)
    assert client.post(url, {"do": "join"}).status_code == 422
    assert client.post(url, {"do": "join", "not_before": "2026-11-27"}).status_code == 303
    assert "您在排更早时段" in pages.text_of(client.get(url))
