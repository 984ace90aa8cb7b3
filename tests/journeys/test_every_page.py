"""Every page in a real browser: the public ones in both languages and text sizes, those of each role with demo data."""

import gzip
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Response

from tests.support.browser import DESK, NARROW, PHONE, Watched
from tests.support.server import Hall
from wuxue_exit_entry.accounts import demo as accounts_demo
from wuxue_exit_entry.supervision import demo

pytestmark = pytest.mark.browser
KB = 1024
PUBLIC = [
    "",
    "services/",
    "services/PP-RENEW/",
    "services/PP-RENEW/questions/",
    "urgent/",
    "my/",
    "book/notice/",
    "green-channel/ask/",
    "about/official/",
    "about/accessibility/",
    "nowhere/",
]
ROLES = ("window", "leader", "supervisor", "keeper", "sysadmin", "secadmin", "auditor")
PER_LIST = 2  # details opened from each list


@pytest.fixture
def browse(chromium: Any, hall: Hall) -> Iterator[Any]:
    opened: list[Watched] = []

    def begin(size: tuple[int, int], mode: str = "") -> Watched:
        watched = Watched(chromium, size, mode=mode, origin=hall.url)
        opened.append(watched)
        return watched

    yield begin
    for watched in opened:
        watched.close()


def complaints(watched: Watched) -> list[str]:
    """Return what the page may not do; the status of a refusal in the console is meant."""
    watched.said = [line for line in watched.said if "status of 4" not in line]
    found = watched.complaints()
    watched.said = []
    return found


@pytest.mark.parametrize("mode", ["standard", "elder"])
@pytest.mark.parametrize("prefix", ["/", "/en/"])
@pytest.mark.parametrize("size", [NARROW, PHONE, DESK], ids=lambda s: str(s[0]))
def test_public_pages(browse: Any, hall: Hall, size: tuple[int, int], prefix: str, mode: str) -> None:
    watched = browse(size, mode)
    found = {}
    for path in PUBLIC:
        answer = watched.page.goto(hall.url + prefix + path)
        assert answer.status == (404 if path == "nowhere/" else 200), path
        found[path] = complaints(watched) + watched.small_targets()

    assert {path: bad for path, bad in found.items() if bad} == {}


def test_first_visit_is_light(browse: Any, hall: Hall) -> None:
    watched, answers = browse(PHONE), []
    watched.page.on("response", lambda answer: answers.append(answer))

    watched.page.goto(hall.url + "/", wait_until="networkidle")

    assert sum(weight(answer) for answer in answers) <= 60 * KB
    assert len(answers) <= 8


def weight(answer: Response) -> int:
    """Return what travels: static files compressed as they are served, pages as they are."""
    body = answer.body()
    return len(gzip.compress(body)) if "/static/" in answer.url else len(body)


def test_pages_of_each_role(browse: Any, hall: Hall) -> None:
    demo.seed()
    found = {}
    for role in ROLES:
        for size in (DESK, PHONE):
            watched = browse(size)
            sign_in(watched, hall, role)
            for path in sorted(reachable(watched, hall)):
                watched.page.goto(hall.url + path)
                found[f"{role} {size[0]} {path}"] = complaints(watched)

    assert len(found) > 60
    assert {page: bad for page, bad in found.items() if bad} == {}


def sign_in(watched: Watched, hall: Hall, role: str) -> None:
    watched.page.goto(hall.url + "/accounts/sign-in/")
    watched.page.fill("[name=username]", role)
    watched.page.fill("[name=password]", accounts_demo.demo_password())
    watched.page.click("main button[type=submit]")
    watched.page.wait_for_selector(".mast-me")


def reachable(watched: Watched, hall: Hall) -> set[str]:
    """Return where the navigation leads, the first details of each list, and what they lead to."""
    start = links(watched, ".mast-nav a") | {"/accounts/me/"}
    seen = set(start)
    for path in sorted(start):
        watched.page.goto(hall.url + path)
        lists = sorted(links(watched, "main a") - seen)
        kinds: dict[str, int] = {}
        for one in lists:
            kind = "/".join(part for part in urlsplit(one).path.split("/") if not any(c.isdigit() for c in part))
            kinds[kind] = kinds.get(kind, 0) + 1
            if kinds[kind] <= PER_LIST:
                seen.add(one)
    return seen


def links(watched: Watched, selector: str) -> set[str]:
    hrefs = watched.page.eval_on_selector_all(
        selector,
        "found => found.filter(a => a.origin === location.origin && !a.download).map(a => a.pathname + a.search)",
    )
    return {href for href in hrefs if href.count("sort=") + href.count("page=") + href.count("kind=") == 0}
