"""Opening hours, exceptions, calendar: what exists follows, and nobody who booked is dropped."""

from datetime import date, time

import pytest
from django.urls import reverse

from appointments.booking import openings, selectors, services
from appointments.booking.models import Band, OpeningPattern
from appointments.booking.openings import PatternData
from tests.factories import accounts as staff
from tests.factories import appointments as make
from wuxue_exit_entry.audit.actors import PUBLIC
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.workdays import services as workdays

pytestmark = pytest.mark.django_db
MONDAY, THURSDAY, SATURDAY = date(2026, 11, 30), date(2026, 12, 3), date(2026, 12, 5)
TEN = make.band(THURSDAY, "10:00")


@pytest.fixture(autouse=True)
def eight():
    with clock.frozen(make.band(MONDAY, "08:00")):
        yield


@pytest.fixture
def keeper():
    return staff.make_user("catalogue_keeper").as_actor()


def left_at(start) -> int | None:
    days = selectors.slot_days(lane="cn_documents", minutes=20)
    return next((slot.left for day in days for slot in day.slots if slot.start == start), None)


def test_closing_keeps_the_booked_closes_the_rest_and_lists_whom_to_call(keeper):
    booked = [make.book(start=TEN) for _ in range(2)]
    openings.add_exception(actor=keeper, lane=None, day=THURSDAY, capacity=0, reason="停电")
    assert left_at(TEN) == 0
    assert [booking.code for booking in openings.to_be_called()] == [booking.code for booking in booked]
    services.cancel_booking(actor=PUBLIC, code=booked[0].code)
    assert left_at(TEN) == 0
    assert len(openings.to_be_called()) == 1


def test_taking_the_exception_back_opens_again(keeper):
    make.book(start=TEN)
    made = openings.add_exception(actor=keeper, lane=None, day=THURSDAY, capacity=0, reason="停电")
    openings.remove_exception(actor=keeper, exception_id=made.pk)
    assert (left_at(TEN), openings.to_be_called()) == (3, [])


def test_part_of_a_day_closes(keeper):
    openings.add_exception(
        actor=keeper, lane=None, day=THURSDAY, capacity=0, reason="培训", opens=time(10), closes=time(11)
    )
    assert (left_at(TEN), left_at(make.band(THURSDAY, "11:00"))) == (0, 4)


def test_raised_places_are_there_at_once(keeper):
    make.book(start=TEN)
    lane = selectors.lane_named("cn_documents")
    openings.add_exception(actor=keeper, lane=lane, day=THURSDAY, capacity=9, reason="加开一个窗口")
    assert left_at(TEN) == 8


def test_worked_saturday_offers_places_t05(keeper):
    start = make.band(SATURDAY, "10:00")
    assert left_at(start) is None
    workdays.set_day(actor=keeper, day=SATURDAY, kind="workday", name="调休上班")
    assert left_at(start) == 4
    assert make.book(start=start).is_live


def test_ended_hours_close_what_comes_after(keeper):
    make.book(start=TEN)
    for pattern in OpeningPattern.objects.filter(lane__code="cn_documents", weekday=4):
        openings.end_pattern(actor=keeper, pattern_id=pattern.pk, last_day=MONDAY)
    assert left_at(TEN) is None
    assert (Band.objects.get(start=TEN).planned, len(openings.to_be_called())) == (0, 1)


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"closes": time(8)}, "hours_wrong"), ({}, "hours_overlap"), ({"opens": time(11, 30)}, "hours_overlap")],
)
def test_hours_that_cannot_be(keeper, changes, code):
    given = {"weekday": 4, "opens": time(9), "closes": time(11), "band_minutes": 30, "capacity": 2}
    data = PatternData(**given | {"valid_from": MONDAY, "closes": time(13)} | changes)
    with pytest.raises(BusinessError, match=code):
        openings.add_pattern(actor=keeper, lane=selectors.lane_named("cn_documents"), data=data)


def test_officers_do_not_change_hours():
    officer = staff.make_user("window_officer").as_actor()
    with pytest.raises(BusinessError, match="not_permitted"):
        openings.add_exception(actor=officer, lane=None, day=THURSDAY, capacity=0, reason="停电")


def test_sweep_times_are_two_and_in_order(keeper):
    with pytest.raises(BusinessError, match="sweep_times_wrong"):
        openings.change_policy(actor=keeper, changes={"sweep_times": ["15:00", "08:40"]})
    assert openings.change_policy(actor=keeper, changes={"sweep_times": ["09:00", "14:00"]}).sweep_times[0] == "09:00"


def test_screens_of_the_keeper(client):
    client.force_login(staff.make_user("catalogue_keeper"))
    for name in ("hours", "days", "policy"):
        assert client.get(reverse(f"openings:{name}")).status_code == 200
    assert "未公布，按法定假日估算" in client.get(reverse("openings:days") + "?year=2031").content.decode()
    given = {"exception": "1", "day": "2026-12-03", "capacity": "0", "reason": "停电"}
    assert client.post(reverse("openings:hours"), given).status_code == 302
    assert client.post(reverse("openings:hours"), given | {"reason": ""}).status_code == 422
    day = {"date": "2027-02-20", "kind": "workday", "name": "春节调休"}
    assert client.post(reverse("openings:days"), day).status_code == 302
    assert client.post(reverse("openings:day-remove", args=[date(2027, 2, 20)])).status_code == 302
    hall = {"hall": "1", "name_zh": "大厅", "name_en": "Hall", "address_zh": "路", "address_en": "Road", "phone": "1"}
    assert client.post(reverse("openings:policy"), hall).status_code == 302
    numbers = {field: "3" for field in ("days_ahead", "check_in_before", "check_in_grace", "late_cancel")}
    assert client.post(reverse("openings:policy"), {"policy": "1", **numbers}).status_code == 422
