"""The gallery in a real browser: every example in both languages, both modes, at phone and desk width."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.support.browser import DESK, NARROW, PHONE, Watched
from tests.support.server import Hall
from wuxue_exit_entry.ui.gallery import PAGES

pytestmark = pytest.mark.browser
STAFF = {"workbench", "front", "import", "manual"}
PUBLIC = [page for page in PAGES if page not in STAFF]


@pytest.fixture
def open_page(chromium: Any, hall: Hall) -> Iterator[Any]:
    opened: list[Watched] = []

    def go(path: str, size: tuple[int, int], **options: Any) -> Watched:
        watched = Watched(chromium, size, origin=hall.url, **options)
        opened.append(watched)
        watched.page.goto(hall.url + path)
        return watched

    yield go
    for watched in opened:
        watched.close()


def judged(watched: Watched) -> list[str]:
    """Return what a page that is open may not do on a phone, on a narrow one and on a desk."""
    found = []
    for size in (PHONE, NARROW, DESK):
        watched.resize(size)
        found += watched.complaints() + watched.small_targets()
    return found


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("mode", ["standard", "elder"])
def test_public_examples(open_page: Any, language: str, mode: str) -> None:
    found = {}
    for name in PUBLIC:
        watched = open_page(f"/ui/pages/{name}/?lang={language}", PHONE, mode=mode)
        found[name] = judged(watched)

    assert {name: bad for name, bad in found.items() if bad} == {}


@pytest.mark.parametrize("mode", ["standard", "elder"])
def test_staff_examples_and_all_components(open_page: Any, mode: str) -> None:
    found = {}
    for path in [*(f"/ui/pages/{name}/" for name in sorted(STAFF)), "/ui/"]:
        watched = open_page(path, PHONE, mode=mode)
        found[path] = watched.complaints()
        watched.resize(DESK)
        found[path] += watched.complaints()

    assert {path: bad for path, bad in found.items() if bad} == {}


def test_large_text_is_large(open_page: Any) -> None:
    page = open_page("/ui/pages/slots/", PHONE, mode="elder").page

    sizes = page.evaluate(
        "Array.from(document.querySelectorAll('main *')).filter(e => e.childNodes.length && e.innerText && "
        "!e.classList.contains('sr')).map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    heights = page.evaluate("Array.from(document.querySelectorAll('main a.band, main .btn')).map(e => e.offsetHeight)")
    assert min(sizes) >= 20
    assert min(heights) >= 60


def test_text_size_changes_without_losing_what_was_typed(open_page: Any) -> None:
    watched = open_page("/ui/", PHONE)
    page = watched.page
    page.fill("#id_name >> nth=0", "刘晓婷")

    page.click("[data-mode-toggle]")

    assert page.get_attribute("html", "data-mode") == "elder"
    assert page.input_value("#id_name >> nth=0") == "刘晓婷"
    page.reload()
    assert page.get_attribute("html", "data-mode") == "elder"


def test_workbench_fits_the_screen(open_page: Any) -> None:
    page = open_page("/ui/pages/workbench/", DESK).page

    assert page.evaluate("document.documentElement.scrollHeight") <= DESK[1]


AS_A_HAND = 80  # ms that a finger stays on a key; a scanner is faster
TELL = "document.querySelector('[data-key=S]').addEventListener('click', () => document.title = 'saved')"


def test_keys_press_buttons_but_never_inside_a_field(open_page: Any) -> None:
    page = open_page("/ui/pages/workbench/", DESK).page
    page.evaluate(TELL)

    page.keyboard.press("/")
    page.wait_for_selector("[data-filter]:focus")
    page.keyboard.type("s")
    assert page.input_value("[data-filter]") == "s"
    assert page.title() != "saved"
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    expect(page).to_have_title("saved")


def test_keys_walk_and_open_rows(open_page: Any) -> None:
    page = open_page("/ui/pages/workbench/", DESK).page

    for key, row in [("j", "2QF8T6XA"), ("j", "9D4HWW3C"), ("k", "2QF8T6XA")]:
        page.keyboard.press(key)
        page.wait_for_selector(f"tr:focus:has-text('{row}')")
    page.keyboard.press("Enter")

    assert page.url.endswith("#2QF8T6XA")


def test_question_mark_lists_the_keys_and_they_can_be_switched_off(open_page: Any) -> None:
    page = open_page("/ui/pages/workbench/", DESK).page
    page.evaluate(TELL)

    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")
    listed = page.inner_text("[data-keys-list]")
    page.uncheck("[data-keys-switch]")
    page.keyboard.press("Escape")
    page.keyboard.press("s", delay=AS_A_HAND)
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")

    assert "登记建档" in listed
    assert "下一行" in listed
    assert page.title() != "saved"


def test_a_scanned_code_presses_nothing_and_lands_in_its_field(open_page: Any) -> None:
    page = open_page("/ui/pages/workbench/", DESK).page
    page.evaluate(TELL)

    page.evaluate(
        "Array.from('SJK42118226').concat('Enter').forEach(key => document.body.dispatchEvent("
        "new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true})))"
    )
    expect(page.locator("[data-scanner]")).to_have_value("SJK42118226")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")

    assert page.title() != "saved"


def test_composing_text_presses_nothing(open_page: Any) -> None:
    page = open_page("/ui/pages/workbench/", DESK).page
    page.evaluate(TELL)

    page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 's', bubbles: true, isComposing: true}))"
    )
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")

    assert page.title() != "saved"


def test_copy_by_key(open_page: Any) -> None:
    watched = open_page("/ui/pages/workbench/", DESK)
    watched.context.grant_permissions(["clipboard-read", "clipboard-write"])

    watched.page.keyboard.press("2")
    watched.page.wait_for_selector(".copied")

    assert watched.page.evaluate("navigator.clipboard.readText()") == "421182199003070026"


def test_error_summary_takes_the_focus_and_leads_to_the_field(open_page: Any) -> None:
    page = open_page("/ui/", PHONE).page
    assert page.evaluate("document.activeElement.classList.contains('errors')")

    page.click(".errors a >> nth=0")

    assert page.evaluate("document.activeElement.id") == "id_name"


def test_public_page_works_without_javascript(open_page: Any) -> None:
    page = open_page("/ui/pages/slots/", PHONE, javascript=False).page

    page.click("text=长者")

    assert 'data-mode="elder"' in page.content()


def test_sheet_prints_on_one_page(open_page: Any) -> None:
    page = open_page("/ui/pages/sheet/", DESK).page

    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1
