"""Booking for a caller and opening files for who stands there, on one page."""

import pytest
from django.urls import reverse

from appointments.booking.models import Band, Booking, ExtraPlace
from appointments.cases.models import Case
from tests.appointments.desk.conftest import MONDAY, TUESDAY, booked, client_of
from tests.factories import appointments as make
from tests.factories.accounts import make_user
from tests.support.pages import errors_of, text_of
from wuxue_exit_entry.messaging.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
PAGE = "/desk/book/"
TEN = make.band(TUESDAY, "10:00")


def asked(service: str = "PP-NEW", n: int = 0, j: int = 0, **chosen: str) -> dict[str, str]:
    """What the officer has chosen for one item."""
    given = {f"p{n}-q{j}-{fact}": answer for fact, answer in make.answers(service, **chosen).items()}
    return {f"p{n}-s{j}": service} | given


def filled(person=None, **changes: str) -> dict[str, str]:
    """The whole page as it is posted."""
    who = person or make.person(name="王小明")
    typed = {"do": "book", "mode": "phone", "key": "one", "start": "2026-11-24T10:00", "day": "2026-11-24"}
    typed |= {"p0-name": who.name, "p0-id_kind": who.id_kind, "p0-number": who.number}
    typed |= {"phone": "13800000026", "language": "zh-hans", "pickup": "counter"}
    return typed | asked() | changes


def test_questions_come_one_after_the_other_and_end_in_a_list_and_places(desk):
    page = desk.get(PAGE)
    assert page.context["counter"].plan is None
    page = desk.post(PAGE, {"p0-s0": "PP-NEW"})
    assert [one.name for one in page.context["counter"].people[0].items[0].asked] == ["p0-q0-age"]
    page = desk.post(PAGE, asked())
    counter = page.context["counter"]
    assert (counter.plan.minutes, counter.told["people"][0]["bring"][0]["name"]) == (20, "居民身份证")
    assert len(counter.day_choices) > 25
    assert errors_of(page) == []


def test_what_was_typed_stays_when_the_page_is_drawn_anew(desk):
    page = desk.post(PAGE, filled() | {"do": "update"}, headers={"HX-Request": "true"})
    text = text_of(page)
    assert 'value="王小明"' in text
    assert 'value="13800000026"' in text
    assert "<html" not in text
    assert Booking.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("13800000001", "13800000001"),
        ("19800000001", "19800000001"),
        ("19200000001", "19200000001"),
        ("16600000001", "16600000001"),
        ("17000000001", "17000000001"),
        ("14700000001", "14700000001"),
        ("+86 138 0000 0001", "13800000001"),
        ("0713-6200001", "0713-6200001"),
        ("12345678901", None),
    ],
)
def test_every_number_range_is_taken_and_a_landline_is_called(desk, typed, stored):  # T43
    answer = desk.post(PAGE, filled(phone=typed))
    one = Booking.objects.first()
    assert (one.phone if one else None) == stored
    if one is None:
        assert answer.status_code == 422
        return
    assert answer.url == reverse("desk:booking", args=[one.code]) + "?do=read"
    assert (one.channel, one.created_by.name) == ("phone", "李静")
    status = "call_list" if stored.startswith("0") else "queued"
    assert Message.objects.get(kind="booking.confirmed").status == status
    assert "念给对方听" in text_of(desk.get(answer.url))


def test_the_same_press_twice_is_one_booking(desk):
    typed = filled()
    assert desk.post(PAGE, typed).url == desk.post(PAGE, typed).url
    assert Booking.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"p0-number": "421182199003070020"}, "号码有误"),
        ({"p0-name": ""}, "请填写姓名"),
        ({"p0-name": "😀"}, "符号"),
        ({"phone": ""}, "请填写"),
        ({"pickup": "ems"}, "邮寄请填写收件地址"),
        ({"start": ""}, "请选一个时段"),
        ({"start": "2026-11-24T03:00"}, "不开放预约"),
        ({"start": "nonsense"}, "请选一个时段"),
    ],
)
def test_bad_input_gets_its_sentence_and_nothing_is_booked(desk, changes, words):
    answer = desk.post(PAGE, filled(**changes))
    assert answer.status_code in (409, 422)
    assert words in text_of(answer)
    assert Booking.objects.count() == 0


def test_a_family_is_booked_in_one_go(desk):
    typed = filled(people="2") | asked(n=1, age="0-15") | {"p1-name": "刘小宝", "p1-id_kind": "resident_id"}
    typed["p1-number"] = make.person(birth=make.date(2018, 5, 2)).number
    desk.post(PAGE, typed)
    one = Booking.objects.get()
    assert [person.name for person in one.people.all()] == ["王小明", "刘小宝"]
    assert one.people.last().guardian_name == "王小明"


def test_buttons_add_and_drop_people_and_items(desk):
    def shape(**typed: str) -> list[int]:
        return [len(person.items) for person in desk.post(PAGE, typed).context["counter"].people]

    assert shape(do="add-person") == [1, 1]
    assert shape(do="add-item:0") == [2]
    assert shape(do="drop-item:0", **{"p0-items": "2"}) == [1]
    assert shape(do="drop-person", people="2") == [1]
    assert shape(do="add-person", people="99") == [1] * 5
    assert shape(do="add-item:x", people="²") == [1]


def test_what_the_county_cannot_take_is_said_instead_of_offering_places(desk):
    page = desk.post(PAGE, {"p0-s0": "FV-EXT"})
    item = page.context["counter"].people[0].items[0]
    assert item.is_refused
    assert not page.context["counter"].is_ready


def test_a_full_band_offers_the_three_nearest_and_one_tap_books(desk):
    booked(TEN)
    Band.objects.filter(start=TEN).update(capacity=1, planned=1)
    answer = desk.post(PAGE, filled())
    nearest = answer.context["nearest"]
    assert (answer.status_code, len(nearest)) == (409, 3)
    assert 'value="王小明"' in text_of(answer)
    desk.post(PAGE, filled(near=nearest[0][0], do="book"))
    assert Booking.objects.count() == 2


def test_a_leader_makes_an_extra_place_with_a_reason_and_an_officer_does_not(desk):
    booked(TEN)
    Band.objects.filter(start=TEN).update(capacity=1, planned=1)
    assert desk.post(PAGE, filled(extra="航班在即")).status_code == 422
    assert Booking.objects.count() == 1
    leader = client_of(make_user("duty_leader"))
    leader.post(PAGE, filled(extra="航班在即"))
    band = Band.objects.get(start=TEN)
    assert (Booking.objects.count(), band.booked, band.extra) == (2, 2, 1)
    assert ExtraPlace.objects.get().reason == "航班在即"


def test_the_desk_takes_over_with_the_id_in_hand(desk):
    person = make.person(name="王小明")
    old = booked(make.band(TUESDAY, "09:00"), people=(person,))
    answer = desk.post(PAGE, filled(person, mode="desk"))
    assert answer.status_code == 409
    assert [entry.booking.code for entry in answer.context["holders"]] == [old.code]
    refused = desk.post(PAGE, filled(person, mode="desk", do="take-over", reason="本人要改"))
    assert "核对证件原件并写明理由" in text_of(refused)
    desk.post(PAGE, filled(person, mode="desk", do="take-over", reason="本人要改", id_seen="1"))
    old.refresh_from_db()
    new = Booking.objects.exclude(pk=old.pk).get()
    assert (old.status, new.status, new.channel) == ("cancelled", "booked", "desk")


def test_who_stands_there_gets_a_file_at_once(desk):
    answer = desk.post(PAGE, filled(mode="now", phone="", start=""))
    case = Case.objects.get()
    assert answer.url == reverse("desk:file", args=[case.public_id])
    assert (case.status, Booking.objects.count()) == ("arrived", 0)
    page = text_of(desk.get(answer.url))
    assert "现场来办，没有预约" in page
    assert "开始办理" in page


def test_the_window_of_the_desk_is_wider(desk):
    desk.post(PAGE, filled(start="2026-12-31T10:00", day="2026-12-31"))
    assert Booking.objects.count() == 1
    assert (Booking.objects.get().start.date() - MONDAY).days > 30


def test_auditors_book_nothing():
    assert client_of(make_user("audit_admin", is_police=False)).post(PAGE, filled()).status_code == 403
