"""Every address declares who may open it, refuses everybody else, and changes nothing by GET."""

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RoutePattern
from django.utils.regex_helper import normalize

from tests.factories.accounts import make_user
from wuxue_exit_entry.accounts import roles
from wuxue_exit_entry.accounts.access import PublicApi
from wuxue_exit_entry.accounts.permissions import Permission

SAMPLES = {"int": "1", "uuid": "00000000-0000-4000-8000-000000000000", "path": "x", "day": "2026-12-03"}
A_WORD = "0000000000AB"
BACKEND = "django.contrib.auth.backends.ModelBackend"
REFUSED = (401, 403, 404, 405)  # 401: only a key opens it; 405: an address that only takes POST, asked by GET
# Reading may leave a trace, count tries, and move the end of a session.
MAY_WRITE_ON_GET = ("audit_auditevent", "accounts_ratewindow", "django_session")
WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)


class Endpoint(NamedTuple):
    """One address with its view."""

    path: str
    view: Callable[..., Any]

    @property
    def permission(self) -> Permission | None:
        return getattr(self.view, "permission", None) or getattr(getattr(self.view, "cls", None), "permission", None)

    @property
    def is_public(self) -> bool:
        cls = getattr(self.view, "cls", None)
        if cls is not None:
            return bool(getattr(cls, "public", False)) or PublicApi in cls.permission_classes
        return bool(getattr(self.view, "public", False))

    @property
    def is_for_all_staff(self) -> bool:
        return bool(getattr(self.view, "signed_in", False))


def endpoints(patterns: list[Any], prefix: str = "/") -> Iterator[Endpoint]:
    for entry in patterns:
        path = prefix + sample(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from endpoints(entry.url_patterns, path)
        elif isinstance(entry, URLPattern):
            yield Endpoint(path, entry.callback)


def sample(pattern: Any) -> str:
    """Return an address that matches, with things that do not exist in it."""
    if isinstance(pattern, LocalePrefixPattern):
        return ""
    if isinstance(pattern, RoutePattern):
        return re.sub(r"<(?:(\w+):)?\w+>", lambda hit: SAMPLES.get(hit[1] or "str", A_WORD), str(pattern))
    form, names = normalize(str(pattern))[0]
    return form % {name: first_choice(str(pattern), name) for name in names}


def first_choice(regex: str, name: str) -> str:
    group = re.search(rf"\(\?P<{name}>([\w|-]+)\)", regex)
    return group[1].split("|")[0] if group else A_WORD


ALL = list(endpoints(get_resolver().url_patterns))
STAFF = [one for one in ALL if not one.is_public]
GUARDED = [one for one in STAFF if one.permission is not None]


def test_there_are_addresses() -> None:
    assert len(ALL) > 30


@pytest.mark.parametrize("endpoint", ALL, ids=lambda one: one.path)
def test_every_address_says_who_may_open_it(endpoint: Endpoint) -> None:
    assert [endpoint.is_public, endpoint.permission is not None, endpoint.is_for_all_staff].count(True) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("endpoint", STAFF, ids=lambda one: one.path)
def test_the_stranger_is_refused(client: Client, endpoint: Endpoint, method: str) -> None:
    answer = getattr(client, method)(endpoint.path)
    assert answer.status_code in (302, 401, 403)
    if answer.status_code == 302:
        assert answer.url.startswith("/accounts/sign-in/")


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("endpoint", GUARDED, ids=lambda one: one.path)
def test_staff_without_the_permission_are_refused(client: Client, endpoint: Endpoint, method: str) -> None:
    client.force_login(make_user(), BACKEND)
    allowed = REFUSED if method == "get" else (401, 403, 404)
    assert getattr(client, method)(endpoint.path).status_code in allowed


@pytest.mark.django_db
@pytest.mark.parametrize("endpoint", GUARDED, ids=lambda one: one.path)
def test_every_role_without_the_permission_is_refused(client: Client, endpoint: Endpoint) -> None:
    for code in set(roles.ROLES) - set(roles.roles_with(endpoint.permission)):
        client.force_login(make_user(code), BACKEND)
        assert client.get(endpoint.path).status_code in REFUSED, code


@pytest.mark.django_db
@pytest.mark.parametrize("endpoint", ALL, ids=lambda one: one.path)
def test_get_changes_nothing_and_never_fails(client: Client, endpoint: Endpoint) -> None:
    if not endpoint.is_public:
        held = roles.roles_with(endpoint.permission) if endpoint.permission else []
        client.force_login(make_user(*held[:1]), BACKEND)
        client.get("/accounts/me/")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(endpoint.path).status_code < 500 or endpoint.path == "/healthz/"
    written = {hit[1] for query in queries if (hit := WRITES.match(query["sql"]))}
    assert written <= set(MAY_WRITE_ON_GET)
