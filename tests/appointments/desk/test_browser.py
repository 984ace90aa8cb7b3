"""The workbench in a real Chromium: a file from the list to «done» without a mouse; every page by the rules."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from appointments.cases.models import Case
from tests.appointments.desk.conftest import MONDAY, TUESDAY, booked, case_of, filed, sweep
from tests.factories import appointments as make
from tests.factories.accounts import make_user
from tests.support.browser import DESK, PHONE, Watched
from tests.support.live import serving, session_cookie
from tests.support.waiting import eventually
from wuxue_exit_entry.audit.models import AuditEvent

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("monday")]
NINE, TEN = make.band(MONDAY, "09:00"), make.band(TUESDAY, "10:00")


@pytest.fixture
def site(committed_db: None) -> Iterator[str]:
    with serving() as url:
        yield url


@pytest.fixture
def open_desk(chromium: Any, site: str) -> Iterator[Any]:
    opened: list[Watched] = []

    def go(path: str, size: tuple[int, int] = DESK, role: str = "window_officer", **options: Any) -> Watched:
        watched = Watched(chromium, size, origin=site, **options)
        watched.context.add_cookies([session_cookie(make_user(role, name="李静"), site)])
        watched.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site)
        opened.append(watched)
        watched.page.goto(site + path)
        return watched

    yield go
    for watched in opened:
        watched.close()


def press(page: Any, key: str) -> None:
    """Press a key that asks the server, and wait until what it answered stands on the page."""
    with page.expect_response(lambda response: "/desk/" in response.url):
        page.keyboard.press(key)
    settle(page)


def settle(page: Any) -> None:
    """Wait until HTMX has put its answer in place."""
    busy = "!!document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling, .htmx-added')"
    eventually(lambda: not page.evaluate(busy))


def title(page: Any) -> str:
    return str(page.inner_text(".detail h1"))


def test_from_the_list_to_done_without_a_mouse(open_desk: Any) -> None:
    person = make.person(name="张建国")
    one = booked(NINE, people=(person,))
    later = booked(TEN, people=(make.person(name="王芳"),))
    sweep()
    watched = open_desk("/desk/")
    page, case = watched.page, case_of(one)

    page.keyboard.press("j")
    eventually(lambda: page.evaluate("document.activeElement.tagName") == "TR")
    press(page, "Enter")
    assert (title(page), page.url.endswith(reverse("desk:file", args=[case.public_id]))) == ("张建国", True)
    press(page, "s")
    assert title(page) == "王芳"  # the next that waits to be registered opened by itself
    page.keyboard.press("/")  # single keys wait a moment, to be told from a scanner
    eventually(lambda: page.evaluate("document.activeElement.id") == "filter-q")
    page.keyboard.type("zjg")
    page.keyboard.press("Enter")
    eventually(lambda: title(page) == "张建国")  # the only one who is found opens by itself
    settle(page)
    press(page, "a")
    press(page, "b")
    for _ in case.told["people"][0]["bring"]:
        press(page, "m")
    assert page.evaluate("document.activeElement.id") == "acceptance"  # all seen: the scanner may go on
    page.keyboard.press("Escape")
    with page.expect_response(lambda response: response.url.endswith("/number/")):
        page.keyboard.press("2")
    eventually(lambda: page.evaluate("navigator.clipboard.readText()") == person.number)
    page.keyboard.press("p")
    eventually(lambda: page.evaluate("document.activeElement.id") == "acceptance")
    page.keyboard.type("421182202611230001")
    press(page, "Enter")
    press(page, "d")

    case.refresh_from_db()
    assert (case.status, case.acceptance_number) == ("done", "421182202611230001")
    assert person.number not in page.content()
    assert case_of(later).status == "prepared"
    assert AuditEvent.objects.filter(verb="appointments.case.number_read").count() == 1
    assert watched.said == []
    assert watched.left == []


def test_green_files_are_ticked_previewed_and_registered_by_keys(open_desk: Any) -> None:
    for hour in ("09:00", "09:30", "10:00"):
        booked(make.band(TUESDAY, hour))
    sweep()
    page = open_desk("/desk/").page
    press(page, "g")
    page.get_by_label("全选").press("Space", delay=100)  # as slowly as a hand: a burst of keys is a scanner
    press(page, "g")
    assert title(page) == "登记这 3 件？"
    press(page, "s")
    assert title(page) == "已登记 3 件"
    assert set(Case.objects.values_list("status", flat=True)) == {"registered"}


def test_a_reason_is_typed_without_starting_shortcuts(open_desk: Any) -> None:
    one = filed(TEN)
    sweep()
    watched = open_desk(reverse("desk:file", args=[case_of(one).public_id]))
    page = watched.page
    press(page, "c")
    page.keyboard.type("seen: a s d x m 2")
    press(page, "Enter")
    assert case_of(one).findings.get().correction == "seen: a s d x m 2"
    assert case_of(one).status == "prepared"
    page.keyboard.press("?")
    eventually(lambda: page.evaluate("!!document.querySelector('dialog[open]')"))
    keys = page.inner_text("[data-keys-list]")
    assert re.search(r"S\s+登记建档", keys)
    assert watched.said == []


def test_a_caller_is_booked_by_keyboard(open_desk: Any) -> None:
    watched = open_desk("/desk/book/")
    page = watched.page

    def choose(name: str, value: str) -> None:
        with page.expect_response(lambda response: response.url.endswith("/desk/book/")):
            page.select_option(f"[name='{name}']", value)
        settle(page)

    choose("p0-s0", "PP-NEW")
    for fact, answer in make.answers("PP-NEW").items():
        assert page.evaluate("document.activeElement.name") == f"p0-q0-{fact}"
        choose(f"p0-q0-{fact}", answer)
    page.fill("[name=p0-name]", "王小明")
    page.fill("[name=p0-number]", make.resident_id())
    page.fill("[name=phone]", "0713-6200001")
    choose("day", "2026-11-24")
    assert page.input_value("[name=p0-name]") == "王小明"
    page.locator(".band-pick input").first.check()
    page.get_by_role("button", name="约下").press("Enter")
    page.wait_for_url("**/desk/bookings/**")
    assert "念给对方听" in page.inner_text("main")
    assert watched.said == []


def pages() -> dict[str, str]:
    one, other = filed(NINE), booked(TEN, plan=make.plan("PP-NEW", "PP-NEW"), people=(make.person(), make.person()))
    sweep()
    file, family = case_of(one), Case.objects.filter(items__booking=other).first()
    assert family is not None
    return {
        "list": "/desk/",
        "green": "/desk/?show=green",
        "file": reverse("desk:file", args=[file.public_id]),
        "correct": reverse("desk:file", args=[file.public_id]) + "?do=correct",
        "family": reverse("desk:file", args=[family.public_id]),
        "history": reverse("desk:file-history", args=[file.public_id]),
        "booking": reverse("desk:booking", args=[one.code]),
        "move": reverse("desk:booking", args=[one.code]) + "?do=move",
        "arrivals": "/desk/arrivals/",
        "book": "/desk/book/",
        "day": "/desk/day/?day=2026-11-24",
        "calls": "/desk/calls/",
    }


@pytest.mark.parametrize("size", [PHONE, DESK], ids=lambda size: str(size[0]))
@pytest.mark.parametrize("mode", ["standard", "elder"])
def test_every_page_of_the_desk_keeps_the_rules(open_desk: Any, size: tuple[int, int], mode: str) -> None:
    addresses = pages()
    watched, found = open_desk("/desk/", size, mode=mode), {}
    for name, path in addresses.items():
        watched.said.clear()
        watched.page.goto(watched.page.url.split("/desk/")[0] + path)
        found[name] = watched.complaints()
    assert {name: bad for name, bad in found.items() if bad} == {}


def test_nothing_scrolls_needlessly_at_the_desk(open_desk: Any) -> None:
    addresses = pages()
    page = open_desk("/desk/").page
    for name in ("list", "file", "family", "green"):
        page.goto(page.url.split("/desk/")[0] + addresses[name])
        assert page.evaluate("document.documentElement.scrollHeight <= window.innerHeight"), name


def test_a_scanner_is_understood_while_an_input_method_eats_its_keys(open_desk: Any) -> None:
    one = booked(NINE)
    sweep()
    watched = open_desk("/desk/arrivals/")
    page = watched.page
    with page.expect_navigation():
        page.evaluate(
            """(code) => {
              const field = document.getElementById("scan");
              const send = (name) => field.dispatchEvent(
                new KeyboardEvent("keydown", { code: name, keyCode: 229, bubbles: true, cancelable: true }));
              for (const sign of code) { send((/[0-9]/.test(sign) ? "Digit" : "Key") + sign); }
              send("Enter");
            }""",
            one.code,
        )
    assert page.url.endswith(reverse("desk:file", args=[case_of(one).public_id]))
    assert watched.said == []
