"""Real threads against the real server: places are neither sold twice nor lost, clicks are neither lost nor doubled."""

from collections.abc import Callable
from functools import partial

from appointments.booking import secrets
from appointments.booking.models import Booking
from tests.factories import bookings
from tests.support import parallel
from tests.support.parallel import BOOKINGS, Answer, at_once, statuses
from tests.support.server import Hall

POSTS, PLACES, CLIENTS = 500, 10, 24


def booker(hall: Hall, **fixed: object) -> Callable[..., Answer]:
    plan = bookings.make_plan()
    start = bookings.free_start(plan)
    return lambda **headers: parallel.post(hall.url, BOOKINGS, parallel.booking(plan, start, **fixed), **headers)


def verb(hall: Hall, booking: Booking, name: str, body: dict[str, str]) -> Answer:
    path = f"{BOOKINGS}{booking.code}/{name}/"
    return parallel.post(hall.url, path, body, **{"Booking-Secret": secrets.secret_of(booking)})


def test_five_hundred_posts_for_ten_places(hall: Hall) -> None:
    plan = bookings.make_plan()
    start = bookings.free_start(plan)
    bookings.fill(plan.lane, start, leave=PLACES)
    bodies = [parallel.booking(plan, start) for _ in range(POSTS)]
    answers = at_once([partial(parallel.post, hall.url, BOOKINGS, body) for body in bodies], CLIENTS)

    assert statuses(answers) == {(201, ""): PLACES, (409, "slot_full"): POSTS - PLACES}
    assert {len(answer.body["details"]["nearest"]) for answer in answers if answer.status == 409} == {3}
    parallel.assert_places_add_up(PLACES)


def test_the_same_key_at_once_is_one_booking(hall: Hall) -> None:
    plan = bookings.make_plan()
    body = parallel.booking(plan, bookings.free_start(plan))
    answers = at_once([partial(parallel.post, hall.url, BOOKINGS, body, **{"Idempotency-Key": "k"})] * 10)

    assert statuses(answers) == {(201, ""): 10}
    assert len({answer.body["code"] for answer in answers}) == 1
    parallel.assert_places_add_up(1)


def test_the_same_person_at_once_is_one_booking(hall: Hall) -> None:
    plan, somebody = bookings.make_plan(), parallel.person()
    starts = list(bookings.free_starts(plan))[:4]
    bodies = [parallel.booking(plan, starts[n % 4], people=[somebody]) for n in range(40)]
    answers = at_once([partial(parallel.post, hall.url, BOOKINGS, body) for body in bodies])

    assert statuses(answers) == {(201, ""): 1, (409, "needs_desk"): 39}
    parallel.assert_places_add_up(1)


def test_five_cancels_at_once_free_one_place(hall: Hall) -> None:
    plan = bookings.make_plan()
    start = bookings.free_start(plan)
    bookings.fill(plan.lane, start, leave=2)
    mine, other = (bookings.make_booking(plan, start) for _ in range(2))
    answers = at_once([partial(verb, hall, mine, "cancel", {})] * 5)

    assert {(answer.status, answer.body["status"]) for answer in answers} == {(200, "cancelled")}
    assert Booking.objects.get(status="booked") == other
    parallel.assert_places_add_up(1)


def test_fifty_chained_reschedules_keep_the_sum(hall: Hall) -> None:
    """Each wants the place that another one leaves, in both directions at once: nobody waits in a circle."""
    plan = bookings.make_plan()
    starts = list(bookings.free_starts(plan))[:6]
    bookings.fill(plan.lane, *starts, leave=2)
    made = [bookings.make_booking(plan, start) for start in starts]
    wishes = [(made[n % 6], starts[(n * 5 + n // 6 + 1) % 6].isoformat()) for n in range(50)]
    answers = at_once([partial(verb, hall, one, "reschedule", {"start": start}) for one, start in wishes])

    found = statuses(answers)
    assert set(found) <= {(200, ""), (409, "slot_full"), (409, "same_time")}, found
    assert found[200, ""] > 5
    parallel.assert_places_add_up(6)
