"""The verbs of a booking on a real database."""

from datetime import date, datetime, timedelta

import pytest

from appointments.booking import capacity, selectors, services
from appointments.booking.enums import BookingStatus, Channel
from appointments.booking.models import Band, BookedItem, Booking, TakenPlace
from tests.factories import accounts as staff
from tests.factories import appointments as make
from wuxue_exit_entry.audit.actors import PUBLIC
from wuxue_exit_entry.audit.models import AuditEvent
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.messaging.models import Message

pytestmark = pytest.mark.django_db
THURSDAY = date(2026, 12, 3)
TEN = make.band(THURSDAY, "10:00")
HALF_PAST_TEN = make.band(THURSDAY, "10:30")


@pytest.fixture(autouse=True)
def monday():
    with clock.frozen(make.band(date(2026, 11, 30), "08:00")):
        yield


def booked_on(day: date) -> int:
    first = make.band(day, "00:00")
    rows = Band.objects.filter(start__gte=first, start__lt=first + timedelta(days=1))
    return sum(rows.values_list("booked", flat=True))


def refused(**changes) -> BusinessError:
    with pytest.raises(BusinessError) as error:
        make.book(**{"start": TEN} | changes)
    return error.value


def fill(start: datetime) -> list[Booking]:
    made = []
    while selectors_left(start):
        made.append(make.book(start=start))
    return made


def selectors_left(start: datetime) -> int:
    days = selectors.slot_days(lane="cn_documents", minutes=20)
    return next(slot.left for day in days for slot in day.slots if slot.start == start)


def test_booking_takes_one_place_and_tells_its_holder():
    booking = make.book(start=TEN)
    assert (booking.status, booking.minutes, booked_on(THURSDAY)) == (BookingStatus.BOOKED, 20, 1)
    assert Message.objects.get(kind="booking.confirmed").language == "zh-hans"
    assert AuditEvent.objects.filter(verb="appointments.booking.created").count() == 1
    assert booking.told["people"][0]["bring"]


def test_full_band_names_the_three_nearest():
    fill(TEN)
    error = refused()
    assert (error.code, error.status) == ("slot_full", 409)
    starts = [datetime.fromisoformat(slot["start"]) for slot in error.details["nearest"]]
    assert starts == [make.band(THURSDAY, hour) for hour in ("09:00", "09:30", "10:30")]


def test_same_key_is_the_same_booking():
    given = make.data(start=TEN)
    once = services.book(actor=PUBLIC, data=given, channel=Channel.ONLINE, idempotency_key="k1")
    again = services.book(actor=PUBLIC, data=given, channel=Channel.ONLINE, idempotency_key="k1")
    assert (once.pk, booked_on(THURSDAY)) == (again.pk, 1)


def test_same_key_for_something_else_is_refused():
    services.book(actor=PUBLIC, data=make.data(start=TEN), channel=Channel.ONLINE, idempotency_key="k1")
    other = make.data(start=HALF_PAST_TEN)
    with pytest.raises(BusinessError, match="key_reused"):
        services.book(actor=PUBLIC, data=other, channel=Channel.ONLINE, idempotency_key="k1")


def test_second_booking_of_a_person_needs_the_desk_and_the_holder_is_told():
    somebody = make.person()
    make.book(start=TEN, people=(somebody,))
    error = refused(start=HALF_PAST_TEN, people=(somebody,))
    assert (error.code, error.status, error.field) == ("needs_desk", 409, "")
    assert Message.objects.filter(kind="booking.tried_again").count() == 1
    assert booked_on(THURSDAY) == 1


def test_another_family_of_items_is_another_booking():
    somebody = make.person()
    make.book(start=TEN, people=(somebody,))
    make.book(start=HALF_PAST_TEN, people=(somebody,), plan=make.plan("HM-NEW"))
    assert booked_on(THURSDAY) == 2


@pytest.mark.parametrize(
    ("start", "code"),
    [
        (make.band(date(2026, 11, 30), "07:30"), "band_closed"),
        (make.band(THURSDAY, "12:30"), "band_closed"),
        (make.band(date(2026, 12, 5), "10:00"), "band_closed"),
        (make.band(date(2027, 3, 1), "10:00"), "band_closed"),
        (make.band(THURSDAY, "10:07"), "band_closed"),
    ],
)
def test_times_that_are_not_open(start, code):
    assert refused(start=start).code == code


def test_nothing_is_half_written_when_a_person_is_refused():
    error = refused(people=(make.person(number="421182199003072034"),))
    assert (error.status, error.field) == (400, "people.0.number")
    assert (Booking.objects.count(), TakenPlace.objects.count(), booked_on(THURSDAY)) == (0, 0, 0)


def test_moving_to_a_neighbour_and_back_t01():
    """T01: the own booking never stands in its own way, and the day's sum stays the same."""
    fill(TEN)
    booking = Booking.objects.first()
    total = booked_on(THURSDAY)
    services.reschedule_booking(actor=PUBLIC, code=booking.code, start=HALF_PAST_TEN)
    assert booked_on(THURSDAY) == total
    services.reschedule_booking(actor=PUBLIC, code=booking.code, start=TEN)
    assert booked_on(THURSDAY) == total
    with pytest.raises(BusinessError, match="same_time"):
        services.reschedule_booking(actor=PUBLIC, code=booking.code, start=TEN)
    assert booked_on(THURSDAY) == total


def test_moving_a_long_visit_by_half_its_length_keeps_the_shared_band():
    long = make.plan(("PP-NEW", "HM-NEW", "TW-NEW"))
    assert long.minutes > 30
    booking = make.book(start=TEN, plan=long)
    others = fill(HALF_PAST_TEN)
    assert others
    total = booked_on(THURSDAY)
    services.reschedule_booking(actor=PUBLIC, code=booking.code, start=HALF_PAST_TEN)
    assert booked_on(THURSDAY) == total


def test_cancelling_again_frees_nothing_twice_t03():
    bookings = fill(TEN)
    for _ in range(6):
        assert services.cancel_booking(actor=PUBLIC, code=bookings[0].code).status == BookingStatus.CANCELLED
    assert selectors_left(TEN) == 1
    assert Message.objects.filter(kind="booking.cancelled").count() == 1


def test_cancelled_person_books_again_at_once():
    somebody = make.person()
    first = make.book(start=TEN, people=(somebody,))
    services.cancel_booking(actor=PUBLIC, code=first.code)
    assert make.book(start=HALF_PAST_TEN, people=(somebody,)).is_live


def test_permits_old_and_new_form_are_one_person_t13():
    hk = {"id_kind": "hk_macao_permit", "birth_date": date(1990, 1, 1)}
    plan = make.plan("HKMR-RENEW")
    make.book(start=make.first_free("foreign"), people=(make.person(number="H01234567", **hk),), plan=plan)
    error = refused(start=make.first_free("foreign"), people=(make.person(number="Ｈ0123 456702", **hk),), plan=plan)
    assert error.code == "needs_desk"


def test_extra_place_is_gone_when_it_is_given_back():
    fill(TEN)
    lane = selectors.lane_named("cn_documents")
    spec = services.bands_for(lane, TEN, 20, selectors.policy(), staff=False)
    booking = make.book(start=HALF_PAST_TEN)
    bands = capacity.take(lane_id=lane.pk, specs=spec, extra=True)
    TakenPlace.objects.filter(booking=booking).delete()
    capacity.record_taken(bands, booking_id=booking.pk, extra=True)
    capacity.give_back(booking_id=booking.pk)
    assert selectors_left(TEN) == 0


def test_lowered_band_shrinks_as_people_cancel():
    bookings = fill(TEN)
    Band.objects.filter(start=TEN).update(planned=0)
    services.cancel_booking(actor=PUBLIC, code=bookings[0].code)
    assert selectors_left(TEN) == 0


def test_three_missed_visits_send_the_person_to_the_desk():
    somebody = make.person()
    for hour in ("09:00", "09:30", "10:00"):
        booking = make.book(start=make.band(THURSDAY, hour), people=(somebody,))
        Booking.objects.filter(pk=booking.pk).update(start=make.band(date(2026, 11, 27), hour))
        assert services.mark_missed(booking_id=booking.pk)
    assert refused(people=(somebody,)).code == "needs_desk"
    with clock.frozen(make.band(date(2027, 3, 15), "08:00")):
        assert make.book(start=make.band(date(2027, 3, 16), "10:00"), people=(somebody,)).is_live


def test_child_needs_a_guardian_and_the_answered_age_counts():
    child = make.person(birth=date(2018, 5, 1))
    plan = make.plan("PP-NEW", age="0-15")
    assert refused(people=(child,), plan=plan).code == "guardian_missing"
    assert refused(people=(make.person(birth=date(2018, 5, 1), guardian_name="刘强"),)).code == "age_disagrees"
    with_guardian = make.person(birth=date(2018, 5, 1), guardian_name="刘强", guardian_relation="父亲")
    assert make.book(start=TEN, people=(with_guardian,), plan=plan).is_live


def test_family_is_booked_all_or_nothing():
    known = make.person()
    make.book(start=TEN, people=(known,))
    family = make.plan("PP-NEW", "PP-NEW", "PP-NEW")
    assert refused(start=HALF_PAST_TEN, people=(make.person(), make.person(), known), plan=family).code == "needs_desk"
    assert (Booking.objects.count(), BookedItem.objects.count()) == (1, 1)


def test_moving_takes_back_what_was_not_sent_of_the_old_time():
    booking = make.book(start=TEN)
    services.reschedule_booking(actor=PUBLIC, code=booking.code, start=HALF_PAST_TEN)
    states = dict(Message.objects.values_list("kind", "status"))
    assert states == {"booking.confirmed": "withdrawn", "booking.moved": "queued"}


@pytest.mark.parametrize("end", [services.cancel_booking, services.disown_booking])
def test_ending_takes_back_what_was_not_sent(end):
    booking = make.book(start=TEN)
    end(actor=PUBLIC, code=booking.code)
    assert Message.objects.get(kind="booking.confirmed").status == "withdrawn"


def test_arriving_takes_back_what_was_not_sent():
    officer = staff.make_user("window_officer").as_actor()
    booking = make.book(start=TEN)
    with clock.frozen(TEN):
        services.check_in(actor=officer, code=booking.code)
    assert Message.objects.get(kind="booking.confirmed").status == "withdrawn"


def test_an_ordinary_booking_promises_nothing_urgent():
    booking = make.book(start=TEN, plan=make.plan("PP-NEW", urgent="yes"))
    assert booking.plan["people"][0][0][1]["urgent"] == "no"
    plain = make.book(start=TEN, plan=make.plan("PP-NEW", urgent="no"))
    told = [one.told["people"][0] for one in (booking, plain)]
    assert told[0]["items"] == told[1]["items"]
    assert told[0]["bring"] == told[1]["bring"]
