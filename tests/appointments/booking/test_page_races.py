"""Buttons pressed at the same moment by several hands."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from appointments.booking import links, offers
from appointments.booking.enums import BookingStatus, OfferStatus
from appointments.booking.models import Band, Booking, Offer, TakenPlace
from tests.factories import bookings
from tests.support import pages
from wuxue_exit_entry.audit.actors import PUBLIC
from wuxue_exit_entry.kernel import clock

HANDS = 5


def at_once(work: Callable[[int], Any], hands: int = HANDS) -> list[Any]:
    """Return what each hand got; an exception fails the test."""
    barrier, got = threading.Barrier(hands), [None] * hands

    def run(n: int) -> None:
        try:
            barrier.wait(20)
            got[n] = work(n)
        except Exception as problem:
            got[n] = problem
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(hands)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return got


def sums_agree() -> bool:
    return sum(Band.objects.values_list("booked", flat=True)) == TakenPlace.objects.count()


@pytest.fixture
def wide(committed_db: None, wednesday: None) -> None:
    """A committed database on a plain Wednesday."""


def test_cancelled_five_times_at_once_and_once_more(wide: None) -> None:  # T03
    start = bookings.at("2026-11-26 10:00")
    made = [bookings.make_booking(start=start, phone=f"1390000000{n}") for n in range(4)]
    url = links.page("cancel", made[0])
    answers = at_once(lambda n: Client().post(url, follow=True))
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        answers.append(Client().post(url, follow=True))
    assert all(answer.status_code == 200 and "已取消" in pages.text_of(answer) for answer in answers)
    assert Band.objects.get(start=start).booked == 3
    assert sums_agree()


def test_the_last_button_pressed_five_times_at_once(wide: None, begin_way: Any) -> None:
    one = begin_way(Client())
    checked = one.checked()
    field = pages.sealed(checked)
    answers = at_once(lambda n: Client().post(one.url("confirm"), {"draft": field}))
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer["Location"] for answer in answers}) == 1
    assert Booking.objects.count() == 1
    assert sums_agree()


def test_an_offer_taken_refused_and_lapsed_at_once(wide: None) -> None:
    booking = bookings.make_booking(start=bookings.at("2026-12-03 10:00"))
    offers.join(actor=PUBLIC, code=booking.code)
    assert offers.make_offers() == 1
    offer, url = Offer.objects.get(), links.page("earlier", booking)
    verbs = ("accept", "decline", "accept", "stop", "accept")
    answers = at_once(lambda n: Client().post(url, {"do": verbs[n], "offer": offer.public_id}))
    assert all(answer.status_code in (303, 409) for answer in answers)
    offer.refresh_from_db()
    booking.refresh_from_db()
    assert (booking.start == offer.start) == (offer.status == OfferStatus.ACCEPTED)
    assert booking.status == BookingStatus.BOOKED
    assert TakenPlace.objects.count() == 1
    assert sums_agree()


def test_moves_in_opposite_directions_do_not_wait_for_each_other(wide: None) -> None:
    first, second = bookings.at("2026-11-26 10:00"), bookings.at("2026-11-26 10:30")
    made = [
        bookings.make_booking(start=start, phone=f"139000000{n}{m}")
        for n in range(3)
        for m, start in enumerate((first, second))
    ]
    wanted = {first: "2026-11-26T10:30", second: "2026-11-26T10:00"}
    urls = [(links.page("reschedule", booking), wanted[booking.start]) for booking in made]
    for _ in range(3):
        answers = at_once(lambda n, urls=urls: Client().post(urls[n][0], {"start": urls[n][1]}), len(urls))
        assert {getattr(answer, "status_code", repr(answer)) for answer in answers} <= {303, 409}
        assert sums_agree()
        assert sum(Band.objects.values_list("booked", flat=True)) == len(made)
        urls = [(url, wanted[first] if start == wanted[second] else wanted[second]) for url, start in urls]
