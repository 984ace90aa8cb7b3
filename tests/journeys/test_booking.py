"""A citizen books on a phone: from the home page to the booked visit and back, in a real browser."""

from collections.abc import Iterator
from typing import Any

import pytest

from appointments.booking.enums import BookingStatus
from appointments.booking.models import Booking
from tests.factories import bookings
from tests.support.applicant import PHONE_NUMBER, Applicant
from tests.support.browser import DESK, PHONE, Watched
from tests.support.server import Hall

pytestmark = pytest.mark.browser


@pytest.fixture
def applicant(chromium: Any, hall: Hall) -> Iterator[Any]:
    opened: list[Watched] = []

    def begin(language: str, *, javascript: bool = True, mode: str = "", size: tuple[int, int] = PHONE) -> Applicant:
        watched = Watched(chromium, size, javascript=javascript, mode=mode, origin=hall.url)
        opened.append(watched)
        return Applicant(watched, hall.url, language, script=javascript)

    yield begin
    for watched in opened:
        watched.close()


@pytest.mark.parametrize(
    ("language", "options"),
    [
        ("en", {}),
        ("en", {"javascript": False}),
        ("zh", {"mode": "elder"}),
        ("zh", {"size": DESK}),
    ],
    ids=["en", "en-without-script", "zh-elder", "zh-desk"],
)
def test_book_look_move_and_cancel(applicant: Any, language: str, options: dict[str, Any]) -> None:
    one: Applicant = applicant(language, **options)
    words = {
        "zh": ("确认预约", "改到这个时间", "取消预约", "已取消"),
        "en": ("Book", "Move to this time", "Cancel", "Cancelled"),
    }[language]
    one.answer_everything("PP-NEW")
    one.arrive("checklist")
    one.choose_a_time()
    one.arrive("details")
    one.fill_in(p0__name="", p0__number="421182199003072030", phone="")
    one.arrive("details with errors")
    one.fill_in(p0__name="刘明", p0__number=bookings.resident_number(), phone=PHONE_NUMBER)
    one.arrive("code")
    one.prove_the_phone()
    one.arrive("check")
    one.press(words[0])
    one.arrive("done")
    booking = Booking.objects.get()
    assert f"{booking.code[:4]} {booking.code[4:]}" in one.page.inner_text(".confirmation")
    assert one.pages - 1 <= 11  # the page with errors counts for nobody who types right

    one.page.locator("a[href$='/reschedule/']").click()
    one.arrive("reschedule")
    one.page.locator(".day").last.click()
    one.page.locator(".band-radio").last.check(force=True)
    one.press(words[1])
    one.arrive("open")
    moved = Booking.objects.get()
    assert moved.start > booking.start
    one.page.locator("a[href$='/cancel/']").click()
    one.arrive("cancel")
    one.press(words[2])
    one.arrive("cancelled")
    assert words[3] in one.page.inner_text("main")
    assert Booking.objects.get().status == BookingStatus.CANCELLED
    assert one.seen == {}


def test_the_language_can_change_on_the_last_page_without_typing_again(applicant: Any) -> None:
    one: Applicant = applicant("en")
    number = bookings.resident_number()
    one.answer_everything("PP-NEW")
    one.choose_a_time()
    one.fill_in(p0__name="刘明", p0__number=number, phone=PHONE_NUMBER)
    one.prove_the_phone()
    one.page.click(".mast-tools button >> nth=0")
    assert "核对并确认" in one.page.inner_text("h1")
    assert number[-4:] in one.page.inner_text("main")
    one.press("确认预约")
    assert Booking.objects.get().language == "zh-hans"


def test_a_time_that_filled_meanwhile_is_one_tap_away_from_another(applicant: Any) -> None:
    one: Applicant = applicant("en")
    one.answer_everything("PP-NEW")
    one.choose_a_time()
    one.fill_in(p0__name="刘明", p0__number=bookings.resident_number(), phone=PHONE_NUMBER)
    one.prove_the_phone()
    bookings.fill("cn_documents", bookings.free_start(bookings.make_plan()))
    one.press("Book")
    one.arrive("full")
    one.page.locator(".nearest-button").first.click()
    one.arrive("done")
    assert Booking.objects.count() == 1
    assert one.seen == {}
