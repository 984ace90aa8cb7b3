"""The frame: navigation by permission, the current entry, the other language, the parts that apps fill."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from wuxue_exit_entry.ui import languages, shell
from wuxue_exit_entry.ui.shell import NavItem


def request_of(*permissions: str, here: str = "", signed_in: bool = True) -> Any:
    request = RequestFactory().get("/x/")
    request.user = SimpleNamespace(is_authenticated=signed_in)
    request.actor = SimpleNamespace(permissions=frozenset(permissions))
    request.resolver_match = SimpleNamespace(view_name=here)
    return request


@pytest.fixture
def nav(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shell, "nav", [])
    shell.add_nav(
        NavItem("消息", "messaging:message-list", "MESSAGING_READ", order=20, badge=lambda _request: 3),
        NavItem("我", "accounts:me", order=10),
        NavItem("我", "accounts:me", order=10),
    )


@pytest.mark.usefixtures("nav")
def test_navigation_shows_what_is_permitted_in_order() -> None:
    assert [e["label"] for e in shell.entries(request_of())] == ["我"]
    assert [e["label"] for e in shell.entries(request_of("MESSAGING_READ"))] == ["我", "消息"]
    assert shell.entries(request_of("MESSAGING_READ"))[1]["badge"] == 3
    assert shell.entries(request_of("MESSAGING_READ", signed_in=False)) == []


@pytest.mark.usefixtures("nav")
def test_navigation_marks_where_one_is() -> None:
    here = shell.entries(request_of("MESSAGING_READ", here="messaging:message-list"))

    assert [e["current"] for e in here] == [False, True]


def test_every_registered_entry_leads_somewhere() -> None:
    assert [reverse(item.url_name) for item in shell.nav]


def test_a_part_that_nobody_fills_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shell, "_providers", {})

    assert shell.read("alarms", request_of(), []) == []


@pytest.mark.parametrize(
    ("language", "path", "url", "name"),
    [
        ("zh-hans", "/about/official/?a=1", "/en/about/official/?a=1", "English"),
        ("en", "/en/about/official/?a=1", "/about/official/?a=1", "中文"),
    ],
)
def test_the_other_language_is_the_same_page(language: str, path: str, url: str, name: str) -> None:
    with translation.override(language):
        other = languages.other(RequestFactory().get(path))

    assert (other.url, other.name) == (url, name)


def test_programs_choose_the_language_of_sentences(client: Client) -> None:
    chinese = client.get("/api/v1/nowhere/").json()
    english = client.get("/api/v1/nowhere/", headers={"Accept-Language": "en-GB"}).json()

    assert chinese["message"] == "地址可能不完整，或者内容已经撤下。"
    assert english["message"] == "The address may be incomplete, or the page was taken down."


def test_stranger_sees_errors_in_the_public_frame(client: Client) -> None:
    page = client.get("/en/nowhere/").content.decode()

    assert 'class="public"' in page
    assert "Page not found" in page
