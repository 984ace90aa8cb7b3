"""A plain working Wednesday at nine, and the way through the pages."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import translation

from appointments.booking import slot_board
from appointments.catalogue import plans
from appointments.catalogue.plans import Plan
from tests.factories import bookings
from tests.support import pages
from wuxue_exit_entry.kernel import clock

WEDNESDAY = bookings.at("2026-11-25 09:00")


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """A request in English leaves its language behind in the thread."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def wednesday() -> Iterator[None]:
    with clock.frozen(WEDNESDAY):
        yield


@dataclass
class Way:
    """Somebody on the way to a booking; every step is a real request."""

    client: Client
    plan: Plan
    start: datetime
    language: str = ""
    phone: str = bookings.PHONE
    typed: dict[str, str] = field(default_factory=dict)

    @property
    def query(self) -> str:
        return urlencode({"plan": plans.sign(self.plan), "start": slot_board.written(self.start)})

    def url(self, page: str) -> str:
        return f"{self.language}/book/{page}/?{self.query}"

    def details(self, **fields: str) -> HttpResponse:
        self.typed = {
            "p0-name": "刘明",
            "p0-number": bookings.resident_number(),
            "phone": self.phone,
            "pickup": "counter",
            "consent": "on",
        } | fields
        return self.client.post(self.url("details"), self.typed)

    def code(self, page: HttpResponse, code: str = "") -> HttpResponse:
        typed = code or pages.last_code(self.phone)
        return self.client.post(self.url("code"), {"draft": pages.sealed(page), "code": typed})

    def confirm(self, page: HttpResponse, **fields: str) -> HttpResponse:
        return self.client.post(self.url("confirm"), {"draft": pages.sealed(page)} | fields)

    def checked(self, **fields: str) -> HttpResponse:
        """Return the check page."""
        entered = self.details(**fields)
        assert entered.status_code == 200, pages.errors_of(entered)
        return self.code(entered)


@pytest.fixture
def begin_way(wednesday: None) -> Any:
    """Start on the way to a booking for these people; the database is the caller's matter."""

    def begin(client: Client, *people: Any, language: str = "", start: datetime | None = None) -> Way:
        plan = bookings.make_plan(*people)
        return Way(client, plan, start or bookings.free_start(plan), language)

    return begin


@pytest.fixture
def way(db: None, begin_way: Any, client: Client) -> Any:
    return partial(begin_way, client)
