"""A booking's own pages."""

from datetime import timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from appointments.booking import links, secrets, services
from appointments.booking.enums import BookingStatus
from appointments.booking.models import Band, Booking
from tests.factories import bookings
from tests.support import pages
from wuxue_exit_entry.audit.actors import PUBLIC
from wuxue_exit_entry.kernel import clock

PAGES = ("open", "done", "reschedule", "cancel", "disown", "calendar", "earlier")


@pytest.fixture
def booking(db: None, wednesday: None) -> Booking:
    return bookings.make_booking(start=bookings.at("2026-11-26 10:00"))


def booked_places() -> int:
    return sum(Band.objects.values_list("booked", flat=True))


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("page", PAGES)
def test_each_page_opens_with_the_secret_and_changes_nothing(
    booking: Booking, client: Client, page: str, language: str
) -> None:
    before = Booking.objects.values().get()
    answer = client.get(language + links.page(page, booking))
    assert answer.status_code == 200
    assert Booking.objects.values().get() == before
    assert booked_places() == 1


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_secret_of_another_booking_opens_nothing(booking: Booking, client: Client, page: str, method: str) -> None:
    other = bookings.make_booking()
    url = links.page(page, booking).replace(secrets.secret_of(booking), secrets.secret_of(other))
    assert getattr(client, method)(url).status_code in (404, 405)
    assert not Booking.objects.exclude(status=BookingStatus.BOOKED).exists()


def test_wrong_secrets_are_slowed_down(booking: Booking, client: Client) -> None:
    url = f"/b/{booking.code}/{'0' * 32}/"
    seen = {client.get(url).status_code for _ in range(200)}
    assert seen == {404, 429}


def test_the_page_names_nobody_and_shows_no_number(booking: Booking, client: Client) -> None:
    text = pages.text_of(client.get(links.page("open", booking)))
    person = booking.people.get()
    assert "刘**" in text
    assert person.number not in text
    assert person.name not in text
    assert booking.phone not in text


# -- find ------------------------------------------------------------------------------------------------------------
def test_found_by_code_and_phone_as_people_type_them(booking: Booking, client: Client) -> None:
    typed = f"{booking.code[:4]} {booking.code[4:]}".lower()
    answer = client.post("/my/", {"code": typed, "phone": "138 0000 0026"})
    assert answer.status_code == 303
    assert answer["Location"] == links.page("open", booking)


def test_wrong_code_and_wrong_phone_get_the_same_answer(booking: Booking, client: Client) -> None:
    def answer(code: str, phone: str) -> tuple[int, str]:
        page = client.post("/my/", {"code": code, "phone": phone})
        return page.status_code, pages.text_of(page).partition('class="errors"')[2].partition("</div>")[0]

    assert answer("AAAA0000", bookings.PHONE) == answer(booking.code, "13900000000")
    assert answer(booking.code, "13900000000")[0] == 422


def test_two_hundred_tries_at_a_code_are_too_many(booking: Booking, client: Client) -> None:
    seen = [client.post("/my/", {"code": booking.code, "phone": f"139{n:08}"}).status_code for n in range(200)]
    assert set(seen) == {422, 429}
    assert seen[-1] == 429


@pytest.mark.parametrize(("code", "phone"), [("", ""), ("x", "y"), ("😀" * 50, "\x00"), ("7K3M92PD", "abc")])
def test_nonsense_is_answered_in_words(db: None, client: Client, code: str, phone: str) -> None:
    answer = client.post("/my/", {"code": code, "phone": phone})
    assert answer.status_code == 422
    assert pages.errors_of(answer)


# -- cancel, disown --------------------------------------------------------------------------------------------------
def test_cancelled_by_the_button_once_and_said_twice(booking: Booking, client: Client) -> None:
    url = links.page("cancel", booking)
    assert "取消预约" in pages.text_of(client.get(url))
    for _ in range(2):
        answer = client.post(url, follow=True)
        assert answer.status_code == 200
        assert "已取消" in pages.text_of(answer)
    assert booked_places() == 0
    assert "已取消" in pages.text_of(client.get(url))


def test_a_late_cancellation_is_announced(booking: Booking, client: Client) -> None:
    with clock.frozen(booking.start - timedelta(minutes=30)):
        assert "记一次失约" in pages.text_of(client.get(links.page("cancel", booking)))


def test_disowned_by_the_button(booking: Booking, client: Client) -> None:
    answer = client.post(links.page("disown", booking), follow=True)
    assert "非本人预约" in pages.text_of(answer)
    booking.refresh_from_db()
    assert booking.status == BookingStatus.DISOWNED
    assert booked_places() == 0
    assert not booking.no_show_points.exists()


def test_a_link_of_a_cancelled_booking_leads_to_its_end(booking: Booking, client: Client) -> None:
    services.cancel_booking(actor=PUBLIC, code=booking.code)
    for page in ("done", "reschedule", "earlier"):
        answer = client.get(links.page(page, booking), follow=True)
        assert "已取消" in pages.text_of(answer)


# -- reschedule ------------------------------------------------------------------------------------------------------
def test_moved_within_the_day_and_back(booking: Booking, client: Client) -> None:  # T01
    url = links.page("reschedule", booking)
    bookings.fill("cn_documents", bookings.at("2026-11-26 10:30"), leave=1)
    Band.objects.filter(start=booking.start).update(capacity=1, planned=1)
    for start, words in (("T10:30", "已改到"), ("T10:00", "已改到"), ("T10:00", "预约时间没有变化")):
        answer = client.post(url, {"start": f"2026-11-26{start}"}, follow=True)
        assert words in pages.text_of(answer)
        assert booked_places() == 1
    booking.refresh_from_db()
    assert booking.slot_version == 3


def test_the_own_place_is_free_to_move_into(db: None, wednesday: None, client: Client) -> None:
    plan = bookings.make_plan(*[[("PP-NEW", bookings.ADULT)]] * 3)  # an hour: two bands
    booking = bookings.make_booking(plan, bookings.at("2026-11-26 10:00"))
    Band.objects.update(capacity=1, planned=1)
    page = client.get(links.page("reschedule", booking) + "?day=2026-11-26")
    assert 'value="2026-11-26T10:30"' in pages.text_of(page)
    client.post(links.page("reschedule", booking), {"start": "2026-11-26T10:30"})
    booking.refresh_from_db()
    assert booking.start == bookings.at("2026-11-26 10:30")
    assert booked_places() == booking.places.count() == 2


@pytest.mark.parametrize("start", ["", "x", "2020-01-01T10:00", "2026-11-26T03:00", "2026-11-28T10:00"])
def test_a_time_that_is_none_leaves_the_booking(booking: Booking, client: Client, start: str) -> None:
    answer = client.post(links.page("reschedule", booking), {"start": start})
    assert answer.status_code in (409, 422)
    booking.refresh_from_db()
    assert booking.start == bookings.at("2026-11-26 10:00")


def test_a_full_time_leaves_the_booking(booking: Booking, client: Client) -> None:
    bookings.fill("cn_documents", bookings.at("2026-11-26 11:00"))
    answer = client.post(links.page("reschedule", booking), {"start": "2026-11-26T11:00"})
    assert answer.status_code == 409
    assert "约满" in pages.text_of(answer)
    assert booked_places() == 1


# -- calendar --------------------------------------------------------------------------------------------------------
def test_the_calendar_file_follows_the_booking(booking: Booking, client: Client) -> None:
    def event():
        answer = client.get(links.page("calendar", booking))
        assert answer["Content-Type"].startswith("text/calendar")
        assert not Calendar.from_ical(answer.content).get_missing_tzids()
        return Calendar.from_ical(answer.content).walk("VEVENT")[0]

    first = event()
    assert first["DTSTART"].dt == booking.start
    assert booking.code in first["UID"]
    assert booking.people.get().name not in first.to_ical().decode()
    services.reschedule_booking(actor=PUBLIC, code=booking.code, start=bookings.at("2026-11-27 09:00"))
    booking.refresh_from_db()
    moved = event()
    services.cancel_booking(actor=PUBLIC, code=booking.code)
    booking.refresh_from_db()
    ended = event()
    assert first["UID"] == moved["UID"] == ended["UID"]
    assert int(first["SEQUENCE"]) < int(moved["SEQUENCE"]) < int(ended["SEQUENCE"])
    assert ended["STATUS"] == "CANCELLED"
