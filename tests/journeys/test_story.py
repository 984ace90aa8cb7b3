"""The whole story in a real browser: booked on a phone in English, swept, registered, reminded, arrived, done.

The site runs in this process, so that the clock can be set from Friday to Tuesday; sweep, tick and delivery are the
jobs that the worker runs.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from appointments.booking.models import Booking
from appointments.cases.models import Case
from appointments.green_channel.models import GreenRequest
from tests.factories import bookings
from tests.factories.accounts import make_user
from tests.factories.files import PDF
from tests.support.applicant import PHONE_NUMBER, Applicant
from tests.support.browser import DESK, PHONE, Watched
from tests.support.live import serving, session_cookie
from tests.support.waiting import eventually
from wuxue_exit_entry.jobs import tasks
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.messaging.models import Message

pytestmark = pytest.mark.browser
TUESDAY = "2026-11-24"


@pytest.fixture
def site(committed_db: None) -> Iterator[str]:
    with serving() as url:
        yield url


@pytest.fixture
def browse(chromium: Any, site: str) -> Iterator[Any]:
    opened: list[Watched] = []

    def begin(size: tuple[int, int], role: str = "") -> Watched:
        watched = Watched(chromium, size, origin=site)
        if role:
            watched.context.add_cookies([session_cookie(make_user(role, name="李静"), site)])
        opened.append(watched)
        return watched

    yield begin
    for watched in opened:
        watched.close()


def at(text: str) -> Any:
    return clock.frozen(clock.local(datetime.fromisoformat(text)))


def messages_of(applicant: Applicant) -> str:
    """Deliver what is due and read the demo phone."""
    tasks.tick()
    page = applicant.page
    page.goto(applicant.home + "messages/demo-phone/")
    page.fill("[name=number]", PHONE_NUMBER)
    page.locator("main button").click()
    expect(page.locator(".phone-messages")).to_be_visible()
    applicant.arrive("demo phone")
    return str(page.inner_text(".phone-messages"))


def press(page: Any, key: str) -> None:
    with page.expect_response(lambda response: "/desk/" in response.url):
        page.keyboard.press(key)
    busy = "!!document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling, .htmx-added')"
    eventually(lambda: not page.evaluate(busy))


def book(applicant: Applicant) -> Booking:
    applicant.answer_everything("PP-NEW")
    applicant.page.locator("a[href*='/book/slots/']").first.click()
    applicant.page.locator(".day", has_text="24").first.click()
    applicant.page.locator(".band-radio").first.check(force=True)
    applicant.page.click(".pick-bar button")
    applicant.fill_in(p0__name="刘明", p0__number=bookings.resident_number(), phone=PHONE_NUMBER)
    applicant.prove_the_phone()
    applicant.press("Book")
    applicant.arrive("done")
    return Booking.objects.get()


def serve(page: Any, site: str, booking: Booking, case: Case) -> None:
    """The code is scanned, the papers are seen, the national number comes back, done: by keys."""
    page.goto(f"{site}/desk/arrivals/")
    page.fill("#scan", booking.code)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "刘明" in page.inner_text(".detail h1")
    press(page, "b")
    for _ in case.told["people"][0]["bring"]:
        press(page, "m")
    page.fill("#acceptance", "421182202611240001")
    press(page, "Enter")
    press(page, "d")


def look_up(applicant: Applicant, booking: Booking) -> str:
    applicant.page.goto(applicant.home + "my/")
    applicant.page.fill("[name=code]", booking.code)
    applicant.page.fill("[name=phone]", PHONE_NUMBER)
    applicant.page.locator("main form button").first.click()
    applicant.arrive("my booking")
    return str(applicant.page.inner_text("main"))


def test_come_be_served_and_leave(browse: Any, site: str) -> None:
    applicant = Applicant(browse(PHONE), site, "en")
    with at("2026-11-20 10:00"):
        booking = book(applicant)
        assert clock.local(booking.start).date().isoformat() == TUESDAY
        assert f"{booking.code[:4]} {booking.code[4:]}" in messages_of(applicant)

    with at("2026-11-23 08:40"):
        call_command("sweep")
    case = Case.objects.get()
    assert (case.status, case.level) == ("prepared", "green")

    monday = browse(DESK, "window_officer")
    with at("2026-11-23 09:00"):
        monday.page.goto(f"{site}/desk/files/{case.public_id}/")
        press(monday.page, "s")
        case.refresh_from_db()
        assert case.status == "registered"
        assert "Reminder" not in messages_of(applicant)

    with at("2026-11-23 16:30"):
        said = messages_of(applicant)
        assert re.search(r"Tuesday,? 24 November", said), said
        assert Message.objects.filter(kind__contains="remind", status="sent").count() == 1

    tuesday = browse(DESK, "window_officer")  # yesterday's session has ended
    with at(f"{TUESDAY} {clock.local(booking.start):%H:%M}"):
        serve(tuesday.page, site, booking, case)
        case.refresh_from_db()
        assert (case.status, case.acceptance_number) == ("done", "421182202611240001")
        assert "Done" in look_up(applicant, booking)
    assert applicant.seen == {}
    assert [one.said for one in (monday, tuesday)] == [[], []]
    assert [one.left for one in (applicant.watched, monday, tuesday)] == [[], [], []]


def test_an_urgent_case_from_the_request_to_the_place(browse: Any, site: str) -> None:
    applicant, leader = Applicant(browse(PHONE), site, "en"), browse(PHONE, "duty_leader")
    with at("2026-11-20 10:00"):
        applicant.page.goto(applicant.home + "green-channel/ask/?service=PP-NEW")
        applicant.answer_urgently("PP-NEW")
        applicant.page.locator("a[href*='/green-channel/ask/']").first.click()
        page = applicant.page
        page.fill("[name=p0-name]", "刘明")
        page.fill("[name=p0-number]", bookings.resident_number())
        page.locator("[name=ground]").first.check(force=True)
        for part, value in enumerate(("2026", "12", "4")):
            page.fill(f"[name=needed_by_{part}]", value)
        page.set_input_files("[name=evidence]", {"name": "notice.pdf", "mimeType": "application/pdf", "buffer": PDF})
        page.fill("[name=phone]", PHONE_NUMBER)
        page.check("[name=consent]")
        page.locator("main form:has([name=consent]) > button").click()
        applicant.arrive("asked")
        asked = GreenRequest.objects.get()
        where = page.url

        leader.page.goto(f"{site}/green/")
        leader.page.locator(f"a[href*='{asked.code}']").first.click()
        leader.page.select_option("[name=start]", index=1)
        leader.page.fill("[name=reason]", "属实")
        leader.page.get_by_role("button", name="同意并加号").click()
        expect(leader.page.locator("main")).to_contain_text("已同意")

        asked.refresh_from_db()
        assert asked.booking is not None
        assert f"{asked.booking.code[:4]} {asked.booking.code[4:]}" in messages_of(applicant)
        page.goto(where)
        applicant.arrive("granted")
        page.locator("main a[href*='/b/']").first.click()
        applicant.arrive("visit")
        assert f"{asked.booking.code[:4]} {asked.booking.code[4:]}" in page.inner_text("main")
    assert applicant.seen == {}
    assert leader.violations() == []
    assert leader.overflow() == 0
