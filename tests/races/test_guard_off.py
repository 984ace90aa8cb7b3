"""The twin of the race for places: with the guard off it must oversell, or the race test proves nothing."""

import threading
from collections.abc import Sequence
from functools import partial

import pytest
from django.db import connection, transaction
from django.test import Client

from appointments.booking import capacity, rules
from appointments.booking.models import Band, Booking
from tests.factories import bookings
from tests.support import parallel

THREADS = 8
pytestmark = pytest.mark.usefixtures("committed_db")


def compete() -> int:
    """Let as many people as there are threads book one place; return how many got it."""
    plan = bookings.make_plan()
    start = bookings.free_start(plan)
    bookings.fill(plan.lane, start, leave=1)
    people = [bookings.make_person() for _ in range(THREADS)]

    def book(person: object) -> bool:
        try:
            bookings.make_booking(plan, start, people=(person,))
        except capacity.SlotFull:
            return False
        return True

    return sum(parallel.at_once([partial(book, person) for person in people], THREADS))


def test_with_the_guard_one_gets_it() -> None:
    assert compete() == 1
    parallel.assert_places_add_up(1)


def test_without_the_guard_it_is_oversold(monkeypatch: pytest.MonkeyPatch) -> None:
    everybody_has_read = threading.Barrier(THREADS)

    def take(*, lane_id: int, specs: Sequence[rules.Spec], extra: bool = False) -> list[int]:
        band = Band.objects.get(lane_id=lane_id, start=specs[0].start)
        everybody_has_read.wait(30)
        Band.objects.filter(pk=band.pk).update(booked=band.booked + 1)
        return [band.pk]

    monkeypatch.setattr(capacity, "take", take)
    assert compete() == THREADS
    assert Booking.objects.count() == THREADS > Band.objects.get().capacity


def test_a_row_that_is_held_too_long_is_a_503_and_not_a_500(client: Client) -> None:
    plan = bookings.make_plan()
    start = bookings.free_start(plan)
    bookings.fill(plan.lane, start, leave=1)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '100ms'")
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Band.objects.select_for_update().get()
            held.set()
            done.wait(30)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(30)
    answer = client.post(parallel.BOOKINGS, parallel.booking(plan, start), content_type="application/json")
    done.set()
    holder.join(30)
    assert (answer.status_code, answer.json()["code"]) == (503, "busy")
    assert Booking.objects.count() == 0
