"""From the slot page to the booked visit, with what people really type."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from appointments.booking import draft
from appointments.booking.models import BookedItem, BookedPerson, Booking
from appointments.catalogue import plans
from tests.factories import bookings
from tests.support import pages
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.messaging.models import Message
from wuxue_exit_entry.privacy import sealing

NUMBER = "421182199003072035"
CHINESE_TITLE, ENGLISH_TITLE = "预约成功", "Your appointment is booked"


@pytest.mark.parametrize(("language", "title"), [("", CHINESE_TITLE), ("/en", ENGLISH_TITLE)])
def test_booking_from_slots_to_done(way, client: Client, language: str, title: str) -> None:
    one = way(language=language)
    slots = client.get(one.url("slots"))
    assert slots.status_code == 200
    assert client.get(one.url("details")).status_code == 200
    checked = one.checked(**{"p0-name": "刘明", "p0-number": NUMBER})
    assert NUMBER[:6] in pages.text_of(checked)
    assert not Booking.objects.exists()  # nothing is held before the last button
    answer = one.confirm(checked)
    assert answer.status_code == 303
    done = client.get(answer["Location"])
    booking = Booking.objects.get()
    assert title in pages.text_of(done)
    assert f"{booking.code[:4]} {booking.code[4:]}" in pages.text_of(done)
    assert booking.language == ("en" if language else "zh-hans")
    assert booking.people.get().number == NUMBER
    assert Message.objects.filter(kind="booking.confirmed", recipient=bookings.PHONE).count() == 1


def test_slots_say_what_is_left_in_words(way, client: Client) -> None:
    one = way()
    first, second, third = [start for _, start in zip(range(3), bookings.free_starts(one.plan), strict=False)]
    bookings.fill("cn_documents", first)
    bookings.fill("cn_documents", second, leave=1)
    text = pages.text_of(client.get(one.url("slots")))
    assert "已约满" in text
    assert "余 1" in text
    assert f'value="{clock.local(third):%Y-%m-%dT%H:%M}"' in text
    assert f'value="{clock.local(first):%Y-%m-%dT%H:%M}"' not in text


def test_slots_say_when_everything_is_full(way, client: Client) -> None:
    one = way()
    bookings.fill_everything()
    text = pages.text_of(client.get(one.url("slots")))
    assert "这几天都约满了" in text
    assert "0713-620 0000" in text


def test_continuing_without_a_time_asks_for_one(way, client: Client) -> None:
    one = way()
    chosen = client.get(one.url("slots"), {"plan": plans.sign(one.plan), "day": "2026-12-01"})
    assert '<input type="hidden" name="day" value="2026-12-01">' in chosen.content.decode()
    answer = client.get("/book/details/", {"plan": plans.sign(one.plan), "day": "2026-12-01"}, follow=True)
    assert answer.status_code == 422
    assert "请选一个时段" in pages.text_of(answer)
    assert 'value="2026-12-01T08:30"' in pages.text_of(answer)  # the day that was open stays open


@pytest.mark.parametrize("start", ["", "x", "0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00", "2026-13-45", "%00"])
def test_a_start_that_is_no_time_leads_back_to_the_slots(way, client: Client, start: str) -> None:
    answer = client.get("/book/details/", {"plan": plans.sign(way().plan), "start": start})
    assert answer.status_code in (302, 400)


@pytest.mark.parametrize("page", ["code", "check", "time", "confirm"])
def test_a_get_of_a_posted_page_leads_to_the_form_and_changes_nothing(way, client: Client, page: str) -> None:
    one = way()
    answer = client.get(one.url(page))
    assert answer.status_code == 302
    assert "/book/details/" in answer["Location"]
    assert not Booking.objects.exists()
    assert not Message.objects.exists()


def test_a_plan_that_is_forged_or_missing_is_refused_in_words(way, client: Client) -> None:
    for token in ("", "x", plans.sign(way().plan)[:-2] + "xx"):
        answer = client.get("/book/slots/", {"plan": token})
        assert answer.status_code == 400
        assert "清单已过期" in pages.text_of(answer)


# -- what people type ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"p0-number": "421182199003072030"}, "号码有误"),
        ({"p0-number": "421182199002302034"}, "出生日期不存在"),
        ({"p0-number": "4211821990030720"}, "应为18位"),
        ({"p0-number": ""}, "请填写证件号码"),
        ({"p0-name": ""}, "请填写姓名"),
        ({"p0-name": "刘" * 300}, "最多120个字符"),
        ({"p0-name": "刘明😀"}, "不能使用的符号"),
        ({"p0-name": "·刘明"}, "间隔号只能在姓名中间"),
        ({"p0-name": "\u202e\u202d"}, "请填写姓名"),
        ({"phone": "12345678901"}, "11位数字"),
        ({"phone": "0713-6200001"}, "座机请打电话预约"),
        ({"phone": "+852 91234567"}, "能收短信的手机号"),
        ({"pickup": "ems", "address": " "}, "请填写收件地址"),
        ({"consent": ""}, "请先阅读并同意"),
        ({"p0-number": bookings.resident_number(date(2020, 5, 1))}, "年龄对不上"),
    ],
)
def test_bad_input_is_said_beside_the_field_and_kept(way, fields: dict[str, str], words: str) -> None:
    one = way()
    answer = one.details(**fields)
    assert answer.status_code == 422
    text = pages.text_of(answer)
    assert words in text
    assert "<title>错误：" in text
    assert any(words in error for error in pages.errors_of(answer))
    kept = pages.values_of(answer)
    for name in ("p0-name", "p0-number", "phone"):
        assert kept.get(name, "") == one.typed[name]
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("４２１１８２ 1990 0307 2035", NUMBER),
        ("421182-19900307-2035", NUMBER),
        ("\u200b421182199003072035\u200e", NUMBER),
    ],
)
def test_numbers_are_tidied_not_refused(way, typed: str, stored: str) -> None:
    one = way()
    checked = one.checked(**{"p0-number": typed})
    one.confirm(checked)
    person = BookedPerson.objects.get()
    assert (person.number, person.typed) == (stored, typed)


@pytest.mark.parametrize("dot", ["·", "•", "‧", "∙", "⋅", "・", "･", "．", "."])
def test_every_dot_of_a_name_is_the_middle_dot(way, dot: str) -> None:  # T29
    one = way()
    one.confirm(one.checked(**{"p0-name": f"阿依古丽{dot}买买提"}))
    assert BookedPerson.objects.get().name == "阿依古丽·买买提"


def test_a_pasted_phone_with_invisible_signs_is_taken_and_said(way) -> None:  # T31
    one = way()
    checked = one.checked(phone="\u202d138\u00a00000\u20110026\u202c", **{"p0-name": "夏\u200b至 清"})
    assert "看不见的字符" in pages.text_of(checked)
    one.confirm(checked)
    booking = Booking.objects.get()
    assert booking.phone == bookings.PHONE
    assert booking.people.get().name == "夏至清"


@pytest.mark.parametrize(
    "phone",
    ["13800000001", "19800000001", "19200000001", "16600000001", "17000000001", "14700000001", "+86 138 0000 0001"],
)
def test_every_mobile_range_is_taken(way, phone: str) -> None:  # T43
    assert way().details(phone=phone).status_code == 200


def test_markup_in_a_name_is_shown_as_text(way) -> None:
    answer = way().details(**{"p0-name": "<script>alert(1)</script>"})
    assert answer.status_code == 422
    assert b"<script>alert" not in answer.content


def test_a_five_megabyte_body_is_refused_unread(way, client: Client) -> None:
    one = way()
    answer = client.post(one.url("details"), "p0-name=" + "a" * 5_000_000, "application/x-www-form-urlencoded")
    assert answer.status_code == 413


def test_nothing_personal_travels_in_an_address_or_in_clear(way) -> None:
    one = way()
    entered = one.details(**{"p0-number": NUMBER, "p0-name": "欧阳探针"})
    page = entered.content.decode()
    assert NUMBER not in page
    assert "欧阳探针" not in page
    assert bookings.PHONE not in one.url("code")
    assert not one.client.session.keys()


# -- the sealed field ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("broken", ["", "x", "1:1:AAAA", "1:none:QUJD"])
def test_a_missing_or_altered_field_starts_again_in_words(way, client: Client, broken: str) -> None:
    one = way()
    for page in ("code", "check", "time", "confirm"):
        answer = client.post(one.url(page), {"draft": broken, "code": "123456"})
        assert answer.status_code == 409
        assert "没有保存" in pages.text_of(answer)
        assert "/book/details/" in pages.text_of(answer)


def test_the_field_expires_after_half_an_hour(way) -> None:
    one = way()
    checked = one.checked()
    with clock.frozen(clock.now() + timedelta(minutes=31)):
        answer = one.confirm(checked)
    assert answer.status_code == 409
    assert not Booking.objects.exists()


def test_a_field_of_another_purpose_does_not_open(way) -> None:
    with pytest.raises(draft.DraftGone):
        draft.open_sealed(sealing.seal("appointments.booking.phone", "13800000026"))


def test_going_back_shows_everything_again(way, client: Client) -> None:
    one = way()
    checked = one.checked(**{"p0-number": NUMBER})
    again = client.post(one.url("details"), {"draft": pages.sealed(checked), "edit": "1"})
    kept = pages.values_of(again)
    assert (kept["p0-name"], kept["p0-number"], kept["phone"]) == ("刘明", NUMBER, bookings.PHONE)
    changed = client.post(one.url("details"), one.typed | {"draft": pages.sealed(again), "p0-name": "刘明明"})
    assert "刘明明" in pages.text_of(changed)  # the phone is proved already: straight back to the check page
    assert Message.objects.filter(kind="booking.phone_code").count() == 1


def test_another_phone_is_proved_anew(way, client: Client) -> None:
    one = way()
    checked = one.checked()
    typed = one.typed | {"draft": pages.sealed(checked), "phone": "13900000011"}
    answer = client.post(one.url("details"), typed)
    assert "139 **** 0011" in pages.text_of(answer)
    assert one.confirm(answer).status_code == 200  # still not proved: the code is asked for
    assert not Booking.objects.exists()


@pytest.mark.parametrize("page", ["details", "code", "check"])
def test_the_other_language_takes_the_field_along(way, client: Client, page: str) -> None:
    one = way()
    entered = one.details()
    sealed = pages.sealed(entered if page != "check" else one.code(entered))
    sent = Message.objects.count()
    answer = client.post("/en" + one.url(page), {"draft": sealed, "show": "1", "edit": "1"})
    assert answer.status_code == 200
    assert '<html lang="en"' in pages.text_of(answer)
    assert pages.sealed(answer)
    assert Message.objects.count() == sent


# -- the last button -------------------------------------------------------------------------------------------------
def test_pressed_twice_it_is_one_booking(way) -> None:
    one = way()
    checked = one.checked()
    first, second = one.confirm(checked), one.confirm(checked)
    assert first["Location"] == second["Location"]
    assert Booking.objects.count() == 1


def test_a_time_that_filled_meanwhile_offers_three_others_and_one_tap_books(way, client: Client) -> None:
    one = way()
    checked = one.checked(**{"p0-number": NUMBER})
    bookings.fill("cn_documents", one.start)
    answer = one.confirm(checked)
    assert answer.status_code == 409
    text = pages.text_of(answer)
    assert "刚刚约满" in text
    offered = [value for name, value in _buttons(text) if name == "start"]
    assert len(offered) == 3
    booked = one.confirm(answer, start=offered[0])
    assert booked.status_code == 303
    booking = Booking.objects.get()
    assert f"{clock.local(booking.start):%Y-%m-%dT%H:%M}" == offered[0]
    assert booking.people.get().number == NUMBER
    # Going back and tapping another of the three leads to what is booked already.
    other = one.confirm(answer, start=offered[1])
    assert other.status_code == 302
    assert booking.code in other["Location"]


def test_another_time_is_chosen_with_everything_kept(way, client: Client) -> None:
    one = way()
    checked = one.checked()
    times = client.post(one.url("time"), {"draft": pages.sealed(checked)})
    later = list(bookings.free_starts(one.plan))[5]
    wanted = f"{clock.local(later):%Y-%m-%dT%H:%M}"
    assert wanted in pages.text_of(times)
    again = client.post(one.url("check"), {"draft": pages.sealed(times), "start": wanted})
    one.confirm(again)
    assert Booking.objects.get().start == later


def test_a_time_that_is_over_offers_others(way) -> None:
    one = way()
    with clock.frozen(one.start - timedelta(minutes=5)):
        checked = one.checked()
    with clock.frozen(one.start + timedelta(minutes=1)):  # the sealed field is still good
        answer = one.confirm(checked)
        assert answer.status_code == 409
        assert not Booking.objects.exists()
        text = pages.text_of(answer)
        assert "已经过了，或者不开放" in text
        assert "约满" not in text
        offered = [value for name, value in _buttons(text) if name == "start"]
        assert len(offered) == 3
        assert one.confirm(answer, start=offered[0]).status_code == 303


@pytest.mark.parametrize("start", ["2026-11-25T08:30", "2026-11-28T09:00", "2026-12-01T09:10", "2027-06-01T09:00"])
def test_a_time_that_is_not_open_is_said_before_anything_is_typed(way, client: Client, start: str) -> None:
    asked = {"plan": plans.sign(way().plan), "start": start, "day": "2026-12-01"}
    answer = client.get("/book/details/", asked, follow=True)
    assert answer.status_code == 422
    assert "这个时段不能约了" in pages.text_of(answer)
    assert 'value="2026-12-01T08:30"' in pages.text_of(answer)


def test_a_second_booking_is_refused_neutrally_and_its_holder_told(way) -> None:
    held = bookings.make_booking(people=(bookings.make_person(NUMBER),), phone="13900000001")
    one = way()
    answer = one.confirm(one.checked(**{"p0-number": NUMBER}))
    assert answer.status_code == 409
    text = pages.text_of(answer)
    assert "请到窗口或打电话办理" in text
    assert "08:30–12:00" in text, "when to come or call"
    assert held.code not in text
    assert Booking.objects.count() == 1
    assert Message.objects.filter(kind="booking.tried_again", recipient="13900000001").count() == 1


@pytest.mark.parametrize(
    ("item", "kind", "first", "second"),
    [
        ("HKMR-RENEW", "hk_macao_permit", "H01234567", "H0123456702"),
        ("HKMR-RENEW", "hk_macao_permit", "H01234567", "h0123 4567"),
        ("HKMR-RENEW", "hk_macao_permit", "H01234567", "Ｈ01234567"),
        ("HKMR-RENEW", "taiwan_permit", "01234567", "0123456702"),
    ],
)
def test_old_and_new_form_of_a_permit_are_one_person(way, item: str, kind: str, first: str, second: str) -> None:  # T13
    def book(number: str) -> int:
        one = way([(item, bookings.HMT_ADULT)])
        birth = {"p0-birth_date_0": "1990", "p0-birth_date_1": "3", "p0-birth_date_2": "7"}
        return one.confirm(one.checked(**{"p0-id_kind": kind, "p0-number": number}, **birth)).status_code

    assert (book(first), book(second)) == (303, 409)
    assert BookedPerson.objects.get().typed == first


def test_a_permit_asks_for_the_birth_date_and_a_choice_of_document(way) -> None:
    one = way([("HKMR-RENEW", bookings.HMT_ADULT)])
    answer = one.details(**{"p0-number": "H01234567"})
    assert answer.status_code == 422
    assert "请选择证件种类。" in pages.errors_of(answer)
    answer = one.details(**{"p0-number": "H01234567", "p0-id_kind": "hk_macao_permit"})
    assert "请填写出生日期。" in pages.errors_of(answer)


def test_an_address_that_is_too_long_is_not_missing_as_well(way) -> None:
    errors = pages.errors_of(way().details(pickup="ems", address="字" * 301))
    assert "300" in str(errors)
    assert "选择邮寄请填写收件地址" not in str(errors)


def test_a_landline_says_to_call(way) -> None:
    assert "座机请打电话预约" in pages.text_of(way().details(phone="0713-6200001"))


# -- families --------------------------------------------------------------------------------------------------------
def _family(way, **fields: str):
    one = way([("PP-NEW", bookings.ADULT), ("HM-NEW", bookings.ADULT)], [("PP-NEW", bookings.CHILD)])
    child = {"p1-name": "刘小明", "p1-number": bookings.resident_number(date(2018, 5, 1))}
    return one, child | fields


def test_a_family_books_together_and_the_parent_comes_along(way) -> None:
    one, child = _family(way)
    one.confirm(one.checked(**child))
    booking = Booking.objects.get()
    assert booking.people.count() == 2
    assert BookedItem.objects.filter(booking=booking).count() == 3
    assert booking.people.get(position=1).guardian_name == "刘明"


def test_one_wrong_person_keeps_what_the_others_typed(way) -> None:
    one, child = _family(way, **{"p1-number": "421182201805010000"})
    answer = one.details(**child)
    assert answer.status_code == 422
    assert len(pages.errors_of(answer)) == 1
    kept = pages.values_of(answer)
    assert kept["p0-name"] == "刘明"
    assert kept["p1-name"] == "刘小明"


def test_the_same_person_twice_is_said(way) -> None:
    one = way([("PP-NEW", bookings.ADULT)], [("HM-NEW", bookings.ADULT)])
    answer = one.details(**{"p0-number": NUMBER, "p1-number": NUMBER, "p1-name": "刘明"})
    assert answer.status_code == 422
    assert "这个证件号码前面已经填过。" in pages.errors_of(answer)


def test_a_child_alone_needs_a_companion(way) -> None:
    one = way([("PP-NEW", bookings.CHILD)])
    number = {"p0-number": bookings.resident_number(date(2018, 5, 1))}
    answer = one.details(**number)
    assert answer.status_code == 422
    assert any("监护人" in error for error in pages.errors_of(answer))
    one.confirm(one.checked(**number, **{"p0-companion_name": "刘明"}))
    assert BookedPerson.objects.get().guardian_name == "刘明"


def test_whoever_is_entrusted_is_named_as_escort(way) -> None:
    one = way([("PP-NEW", bookings.CHILD | {"escort": "entrusted"})])
    number = {"p0-number": bookings.resident_number(date(2018, 5, 1))}
    one.confirm(one.checked(**number, **{"p0-companion_name": "王芳"}))
    person = BookedPerson.objects.get()
    assert (person.guardian_name, person.escort_name) == ("", "王芳")


def _buttons(text: str) -> list[tuple[str, str]]:
    return re.findall(r'<button[^>]*name="(\w+)" value="([^"]+)"', text)
