"""Every page in a real browser: the public ones in both languages and text sizes, those of each role with demo data."""

import gzip
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
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
ROLES = [  # in two lots, for two processes
    ("window", "leader", "supervisor", "keeper"),
    ("affairs", "hotel", "clerk", "sysadmin", "secadmin", "auditor"),
]
OWN_LINKS = "all => all.filter(a => a.origin === location.origin && !a.download).map(a => a.pathname + a.search)"


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
def test_public_pages(browse: Any, hall: Hall, prefix: str, mode: str) -> None:
    watched, found = browse(PHONE, mode), {}
    for path in PUBLIC:
        answer = watched.page.goto(hall.url + prefix + path)
        assert answer.status == (404 if path == "nowhere/" else 200), path
        bad = complaints(watched) + watched.small_targets()
        for size in (NARROW, DESK):
            watched.resize(size)
            bad += [f"{watched.overflow()} px too wide at {size[0]}"] if watched.overflow() > 0 else []
        if mode == "standard":
            bad += complaints(watched)
        watched.resize(PHONE)
        found[path] = bad

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


@pytest.mark.parametrize("roles", ROLES, ids=lambda roles: roles[0])
def test_pages_of_each_role(browse: Any, hall: Hall, roles: tuple[str, ...]) -> None:
    demo.seed()
    found: dict[str, list[str]] = {}
    for role in roles:
        watched = browse(DESK)
        sign_in(watched, hall, role)
        for view, path in new_pages(watched, hall, set(found)).items():
            watched.resize(DESK)
            watched.page.goto(hall.url + path)
            found[view] = complaints(watched)
            watched.resize(PHONE)
            found[view] += [f"at {PHONE[0]}: {bad}" for bad in complaints(watched)]

    assert len(found) > 12
    assert {page: bad for page, bad in found.items() if bad} == {}


def sign_in(watched: Watched, hall: Hall, role: str) -> None:
    watched.page.goto(hall.url + "/accounts/sign-in/")
    watched.page.fill("[name=username]", role)
    watched.page.fill("[name=password]", accounts_demo.demo_password())
    watched.page.click("main button[type=submit]")
    watched.page.wait_for_selector(".mast-me")


def new_pages(watched: Watched, hall: Hall, seen: set[str]) -> dict[str, str]:
    """Return one address of each view that the navigation and the lists of this role lead to and nobody saw yet."""
    new = {view: path for view, path in links(watched, ".mast a").items() if view not in seen}
    for path in list(new.values()):
        watched.page.goto(hall.url + path)
        new |= {view: path for view, path in links(watched, "main a").items() if view not in seen and view not in new}
    return new


def links(watched: Watched, selector: str) -> dict[str, str]:
    """Return the first address of each staff view that the page links to."""
    found: dict[str, str] = {}
    for path in watched.page.eval_on_selector_all(selector, OWN_LINKS):
        with suppress(Resolver404):
            match = resolve(urlsplit(path).path)
            if not match.namespace.startswith(("catalogue", "booking", "about")):
                found.setdefault(match.view_name, path)
    return found
