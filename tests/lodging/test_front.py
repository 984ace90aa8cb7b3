"""The desk's pages: register, scan, correct, leave, cancel, nobody, help, people and keys; and whom they refuse."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from lodging.hotels.models import HotelKey
from lodging.stays.models import Stay, ZeroReport
from tests.factories import lodging as make
from tests.factories.accounts import make_user
from tests.support.pages import text_of, values_of
from wuxue_exit_entry.accounts import tenancy
from wuxue_exit_entry.accounts.models import User
from wuxue_exit_entry.kernel import clock, mrz
from wuxue_exit_entry.messaging.models import Alarm

BACKEND = "django.contrib.auth.backends.ModelBackend"
HOME = "/front/"
RUSSIAN = mrz.render(
    mrz.Form.TD3,
    code="P",
    issuer="RUS",
    surname="IVANOVA",
    given_names="OLGA",
    number="753020002",
    nationality="RUS",
    birth=date(1988, 3, 12),
    sex="F",
    expiry=date(2029, 9, 14),
)


@pytest.fixture(autouse=True)
def night(db):
    with clock.frozen(make.at("2026-10-16 23:00")):
        yield


@pytest.fixture
def hotel():
    return make.make_hotel()


def client_of(hotel, role="hotel_clerk", **fields):
    client = Client()
    client.force_login(make_user(role, is_police=False, unit=hotel.unit, **fields), BACKEND)
    return client


@pytest.fixture
def desk(hotel):
    return client_of(hotel)


def stays():
    with tenancy.of_everybody():
        return list(Stay.objects.select_related("receipt", "hotel").order_by("pk"))


def typed(desk, **changes):
    form = {
        "client_ref": values_of(desk.get(HOME))["client_ref"],
        "surname": "IVANOVA",
        "given_name": "OLGA",
        "nationality": "俄罗斯 RUS",
        "document_type": "passport",
        "document_number": "753020002",
        "birth_date": "1988-03-12",
        "sex": "2",
        "entry_date": "2026-10-15",
        "stay_until": "2026-11-14",
        "visa_type": "visa_L_tourism",
        "purpose": "tourism",
        "room": "806",
        "stay_date": "2026-10-16 22:05",
        "planned_leave": "2026-10-19",
    }
    return form | changes


def test_a_guest_is_registered_and_stands_in_the_list(desk):
    answer = desk.post(HOME, typed(desk), follow=True)
    assert "已登记：IVANOVA OLGA" in text_of(answer)
    [stay] = stays()
    assert (stay.nationality, stay.room, stay.missing, stay.stay_date) == (
        "RUS",
        "806",
        [],
        make.at("2026-10-16 22:05"),
    )
    assert "753020002" not in text_of(answer), "numbers are masked in lists"


def test_sending_the_form_twice_is_one_stay(desk):
    form = typed(desk)
    desk.post(HOME, form)
    answer = desk.post(HOME, form, follow=True)
    assert "没有变化" in text_of(answer)
    assert len(stays()) == 1


def test_what_is_missing_is_said_and_still_registered(desk):
    answer = desk.post(HOME, typed(desk, stay_until="", room=""), follow=True)
    assert "没有房号" in text_of(answer)
    assert stays()[0].missing == ["stay_until", "room"]
    assert "23:05" in text_of(answer), "24 h from check-in, and 55 minutes of them are gone"


def test_what_cannot_be_taken_is_said_beside_its_field_and_nothing_is_lost(desk):
    answer = desk.post(HOME, typed(desk, document_number=""))
    assert answer.status_code == 422
    assert "没有证件号码，也没有说明原因" in text_of(answer)
    assert values_of(answer)["surname"] == "IVANOVA"
    assert stays() == []


@pytest.mark.parametrize("htmx", [True, False])
def test_a_scan_fills_seven_fields_and_keeps_what_was_typed(desk, htmx):
    headers = {"HX-Request": "true"} if htmx else {}
    answer = desk.post(reverse("front:scan"), {"mrz": RUSSIAN, "room": "807"}, headers=headers)
    found = values_of(answer)
    assert (found["surname"], found["document_number"], found["nationality"]) == ("IVANOVA", "753020002", "俄罗斯 RUS")
    assert (found["birth_date"], found["document_expiry"], found["room"]) == ("1988-03-12", "2029-09-14", "807")
    assert "姓名没有校验位" in text_of(answer)
    assert stays() == []


def test_a_scan_of_something_else_explains_itself(desk):
    answer = desk.post(reverse("front:scan"), {"mrz": "HELLO", "surname": "KEPT"}, headers={"HX-Request": "true"})
    assert "said-warn" in text_of(answer)
    assert values_of(answer)["surname"] == "KEPT"


def test_the_calculator_counts_from_the_day_after_entry_and_says_how(desk):
    asked = {"visa_type": "visa_L_tourism", "entry_date": "2026-10-16", "permitted_days": "30"}
    page = text_of(desk.post(reverse("front:until"), asked))
    assert 'data-stay-until="2026-11-15"' in page
    assert "第1天" in page
    assert "data-stay-until" not in text_of(desk.post(reverse("front:until"), asked | {"permitted_days": "x"}))


def test_the_next_of_a_group_shares_what_the_last_one_had(desk):
    answer = desk.post(HOME, typed(desk, and_group="1"), follow=True)
    assert values_of(answer)["entry_date"] == "2026-10-15"
    assert "surname" not in values_of(answer)


def test_a_correction_keeps_the_first_report_and_adds_a_version(desk):
    desk.post(HOME, typed(desk))
    page = reverse("front:stay", args=[stays()[0].public_id])
    form = {**typed(desk), **{k: v for k, v in values_of(desk.get(page)).items() if k != "csrfmiddlewaretoken"}}
    answer = desk.post(page, form | {"room": "999", "sex": "2"}, follow=True)
    assert "已更正" in text_of(answer)
    assert (stays()[0].room, stays()[0].version) == ("999", 2)


def test_a_correction_after_leaving_brings_nobody_back_and_keeps_what_the_form_does_not_show(desk):
    desk.post(HOME, typed(desk))
    [one] = stays()
    with tenancy.of_everybody():
        Stay.objects.filter(pk=one.pk).update(home_address="1 Nevsky, SPB")
    desk.post(reverse("front:check-out", args=[one.public_id]))
    left = stays()[0].leave_date
    page = reverse("front:stay", args=[one.public_id])
    assert desk.post(page, typed(desk, room="999")).status_code == 302
    [one] = stays()
    assert (one.room, one.status, one.leave_date, one.home_address) == ("999", "left", left, "1 Nevsky, SPB")


def test_leaving_and_cancelling(desk):
    desk.post(HOME, typed(desk))
    one = stays()[0].public_id
    desk.post(reverse("front:check-out", args=[one]))
    assert stays()[0].status == "left"
    answer = desk.post(reverse("front:cancel", args=[one]), {"reason": ""}, follow=True)
    assert "请写明撤销的原因" in text_of(answer)
    desk.post(reverse("front:cancel", args=[one]), {"reason": "登记了两次"})
    assert stays()[0].status == "cancelled"


def test_nobody_came_by_one_press(desk):
    desk.post(reverse("front:nobody"))
    with tenancy.of_everybody():
        assert ZeroReport.objects.count() == 1
    assert "已收到" in text_of(desk.get(HOME))


def test_help_rings_the_duty_phone(desk, hotel):
    desk.post(reverse("front:help"), {"what": "读卡器坏了"})
    assert Alarm.objects.filter(key=f"lodging.help.{hotel.code}").exists()


def test_a_receipt_of_another_hotel_is_as_if_missing(desk):
    desk.post(HOME, typed(desk))
    number = stays()[0].receipt.number
    assert desk.get(reverse("front:receipt", args=[number])).status_code == 200
    other = client_of(make.make_hotel())
    assert other.get(reverse("front:receipt", args=[number])).status_code == 404
    assert other.get(reverse("front:stay", args=[stays()[0].public_id])).status_code == 404


def test_the_manager_invites_and_removes_clerks_and_makes_keys(hotel):
    manager = client_of(hotel, "hotel_manager")
    page = text_of(manager.post(reverse("front:invite"), {"username": "newclerk", "name": "小李"}))
    assert "newclerk" in page
    assert User.objects.get(username="newclerk").roles == ["hotel_clerk"]
    manager.post(reverse("front:remove", args=["newclerk"]))
    assert not User.objects.get(username="newclerk").is_active
    page = text_of(manager.post(reverse("front:make-key"), {"name": "前台系统"}))
    key = HotelKey.objects.get()
    assert key.prefix + "." in page
    assert key.prefix + "." not in text_of(manager.get(reverse("front:house"))), "a key is shown once"
    manager.post(reverse("front:revoke-key", args=[key.public_id]))
    key.refresh_from_db()
    assert key.revoked


def test_the_people_of_hotels_see_no_page_of_the_hall(hotel, desk):
    for path in ("/accounts/roster/", "/desk/", "/lodging/", "/contacts/", "/front/house/", "/messages/"):
        assert desk.get(path).status_code in (403, 404), path
    assert desk.get("/accounts/me/").status_code == 200


@pytest.mark.parametrize("role", ["window_officer", "duty_leader", "foreign_affairs_officer"])
def test_officers_have_no_desk(role):
    client = Client()
    client.force_login(make_user(role), BACKEND)
    assert client.get(HOME).status_code == 403


def test_the_page_is_english_too(desk):
    page = text_of(desk.get("/en/front/"))
    assert "Register a guest" in page
    assert "登记" not in page.replace("登记单位", "")


def test_officers_read_stays_of_their_station_only(hotel, desk):
    desk.post(HOME, typed(desk))
    own, other = Client(), Client()
    own.force_login(make_user("station_officer", unit=hotel.organisation.station.unit), BACKEND)
    other.force_login(make_user("station_officer", unit=make.make_station().unit), BACKEND)
    detail = reverse("lodging:stay-detail", args=[stays()[0].public_id])
    assert "IVANOVA" in text_of(own.get("/lodging/"))
    assert own.get(detail).status_code == 200
    assert "IVANOVA" not in text_of(other.get("/lodging/"))
    assert other.get(detail).status_code == 404
    assert "IVANOVA" in text_of(own.post("/lodging/", {"q": "753020002"}))
    assert "IVANOVA" in text_of(own.post("/lodging/", {"q": "olga ivanova"}))
