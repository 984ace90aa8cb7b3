"""One booking at the desk, arrivals, the sheet of a day, calls."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse

from appointments.booking import services as booking
from appointments.booking.models import Band, Booking, NoShowPoint
from appointments.cases.models import Case
from appointments.sweep.models import Verdict
from tests.appointments.desk.conftest import MONDAY, TUESDAY, booked, case_of, client_of, filed, sweep
from tests.factories import appointments as make
from tests.factories.accounts import make_user
from tests.support.pages import text_of
from wuxue_exit_entry.audit.models import AuditEvent
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.messaging.models import Message

NINE, TEN = make.band(MONDAY, "09:00"), make.band(TUESDAY, "10:00")
database = pytest.mark.django_db
pytestmark = pytest.mark.usefixtures("monday")


def page(one: Booking, verb: str = "") -> str:
    return reverse(f"desk:booking-{verb}" if verb else "desk:booking", args=[one.code])


@database
def test_a_booking_is_moved_and_its_file_follows(desk):
    one = booked(TEN)
    sweep()
    assert "余" in text_of(desk.get(page(one) + "?do=move&day=2026-11-25"))
    answer = desk.post(page(one, "move"), {"start": "2026-11-25T14:30"})
    assert answer.url == page(one)
    one.refresh_from_db()
    assert clock.local(one.start) == make.band(TUESDAY.replace(day=25), "14:30")
    assert case_of(one).visit_at == one.start
    assert Message.objects.filter(kind="booking.moved").count() == 1


@database
@pytest.mark.parametrize("start", ["", "nonsense", "2026-11-22T10:00", "2026-11-25T10:07", "1999-01-01T10:00"])
def test_a_time_that_is_none_is_refused_with_a_sentence(desk, start):
    one = booked(TEN)
    answer = desk.post(page(one, "move"), {"start": start})
    assert answer.status_code == 422
    assert "时段" in text_of(answer)


@database
def test_cancelling_needs_a_reason_and_twice_is_once(desk):
    one = booked(TEN)
    assert desk.post(page(one, "cancel"), {"reason": ""}).status_code == 422
    for _ in range(2):
        assert desk.post(page(one, "cancel"), {"reason": "来电取消"}).url == page(one)
    one.refresh_from_db()
    assert (one.status, one.ended_because, Band.objects.get().booked) == ("cancelled", "来电取消", 0)
    assert Message.objects.filter(kind="booking.cancelled").count() == 1
    assert desk.get(page(one, "cancel")).status_code == 405


def test_one_place_is_given_back_however_often_it_is_cancelled(committed_db):  # T03
    officer = make_user("window_officer")
    bookings = [booked(TEN) for _ in range(4)]
    sweep()
    one = bookings[0]
    clients = [client_of(officer) for _ in range(5)]

    def cancel(client):
        try:
            return client.post(page(one, "cancel"), {"reason": "来电取消"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(cancel, clients))
    assert (answers, cancel(clients[0])) == ([302] * 5, 302)
    assert Band.objects.get(start=TEN).booked == 3
    assert (case_of(one).status, case_of(one).closed_because) == ("closed", "已取消")
    again = sweep(MONDAY, "15:00")
    assert not Verdict.objects.filter(sweep=again, booking=one).exists()
    with clock.frozen(make.band(MONDAY, "15:10")):
        codes = [line.code for line in client_of(officer).get("/desk/?show=all").context["board"].lines]
    assert sorted(codes) == sorted(other.code for other in bookings[1:])


@database
def test_another_phone_is_the_only_thing_that_changes(desk):
    one = booked(TEN)
    answer = desk.post(page(one, "phone"), {"phone": "12345678901"})
    assert answer.status_code == 422
    desk.post(page(one, "phone"), {"phone": "+86 139 0000 0001"})
    one.refresh_from_db()
    assert (one.phone, one.phone_is_mobile) == ("13900000001", True)
    confirmed = Message.objects.filter(kind="booking.confirmed").order_by("id")
    assert [m.recipient for m in confirmed][-1] == "13900000001"
    assert confirmed[0].status == "withdrawn"


@database
def test_a_missed_visit_is_excused_with_a_reason(desk):
    one = booked(NINE)
    sweep()
    booking.mark_missed(booking_id=one.pk)
    again = booked(TEN, people=(make.person(number=one.people.get().number),))
    sweep(MONDAY, "15:00")
    with clock.frozen(make.band(MONDAY, "15:10")):
        shown = text_of(desk.get(reverse("desk:file", args=[case_of(again).public_id])))
        assert "90 天内失约 1 次" in shown
        assert desk.post(page(one, "excuse"), {"reason": ""}).status_code == 422
        desk.post(page(one, "excuse"), {"reason": "住院，有证明"})
    point = NoShowPoint.objects.get()
    assert (point.excuse, point.excused_by.name) == ("住院，有证明", "李静")


@database
def test_nobody_finds_a_booking_that_is_not_there(desk):
    assert desk.get(reverse("desk:booking", args=["0000000A"])).status_code == 404
    assert desk.post(reverse("desk:booking-cancel", args=["0000000A"]), {"reason": "x"}).status_code == 404


# -- arrivals --------------------------------------------------------------------------------------------------------
@database
@pytest.mark.parametrize("shape", ["{}", " {} ", "{}\n"])
def test_a_scanned_code_checks_in_and_opens_the_file(desk, shape):
    one = booked(NINE)
    sweep()
    answer = desk.post("/desk/arrivals/", {"q": shape.format(one.code.lower())})
    assert answer.url == reverse("desk:file", args=[case_of(one).public_id])
    one.refresh_from_db()
    assert one.status == "arrived"
    assert "已签到（正点，可以签到），档案已备好。" in text_of(desk.get(answer.url))


@database
def test_tails_and_names_are_listed_to_choose_from(desk):
    one = booked(NINE, people=(make.person(name="刘晓婷"),), phone="13800000026")
    sweep()
    for typed in ("0026", "晓婷", "lxt", "138 0000 0026"):
        shown = desk.post("/desk/arrivals/", {"q": typed})
        assert [entry.booking.code for entry in shown.context["found"].entries] == [one.code]
    assert 'value="138 0000 0026"' not in text_of(shown)
    one.refresh_from_db()
    assert one.status == "booked"


@database
@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("08:10", "早到 50 分钟，08:30 起可以签到"),
        ("08:45", "早到 15 分钟，可以签到"),
        ("09:12", "晚到 12 分钟，可以签到"),
        ("10:00", "晚到 1 小时，照办"),
    ],
)
def test_early_and_late_are_said(desk, now, words):
    booked(NINE, people=(make.person(name="刘晓婷"),))
    with clock.frozen(make.band(MONDAY, now)):
        shown = desk.post("/desk/arrivals/", {"q": "刘晓婷"})
    assert shown.context["found"].entries[0].standing.words == words


@database
def test_a_code_of_another_day_is_shown_and_not_checked_in(desk):
    one = booked(TEN)
    shown = desk.post("/desk/arrivals/", {"q": one.code})
    assert shown.status_code == 200
    assert "约的是 11 月 24 日 周二 10:00，不是今天" in text_of(shown)
    answer = desk.post("/desk/arrivals/check-in/", {"code": one.code})
    assert answer.url == "/desk/arrivals/"
    assert not Case.objects.exists()


# -- paper and telephone ---------------------------------------------------------------------------------------------
@database
def test_the_sheet_of_a_day_counts_and_shows_what_is_left(desk):
    booked(TEN)
    booked(TEN, plan=make.plan("PP-NEW", "PP-NEW"), people=(make.person(), make.person()))
    sheet = desk.get("/desk/day/?day=2026-11-24").context["sheet"]
    assert (sheet.bookings, sheet.people) == (2, 3)
    ten = next(band for band in sheet.bands if band.start == TEN)
    assert next((one.lane, one.left, one.places) for one in ten.left) == ("综合受理", 2, 4)
    assert desk.get("/desk/day/?day=2026-11-22").context["sheet"].is_workday is False
    assert desk.get("/desk/day/?day=nonsense").context["sheet"].day == MONDAY


@database
def test_a_landline_is_called_and_the_call_is_noted(desk, officer):
    one = filed(TEN)
    booking_phone = "0713-6200001"
    desk.post(page(one, "phone"), {"phone": booking_phone})
    shown = desk.get("/desk/calls/")
    call = shown.context["calls"][0]
    assert booking_phone in text_of(shown)
    assert "http" not in call.words
    desk.post(reverse("desk:called", args=[call.message.public_id]), {"note": "本人接听"})
    call.message.refresh_from_db()
    assert call.message.status == "called"
    assert AuditEvent.objects.get(verb="messaging.message.called").actor_id == officer.pk
    assert desk.get("/desk/calls/").context["calls"] == []
    again = desk.post(reverse("desk:called", args=[call.message.public_id]))
    assert "已不在待打电话的名单上" in text_of(desk.get(again.url))
