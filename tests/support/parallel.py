"""Many clients at once, and the API as they speak it."""

import http.client
import json
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any, NamedTuple, TypeVar

from django.db import connections

from appointments.booking.models import Band, Booking, TakenPlace
from appointments.catalogue import plans
from appointments.catalogue.plans import Plan
from wuxue_exit_entry.kernel.identity import check_digit

T = TypeVar("T")
BOOKINGS = "/api/v1/appointments/bookings/"
SECONDS = 60
_people = count()


class Answer(NamedTuple):
    """What the server said."""

    status: int
    body: Any

    @property
    def code(self) -> str:
        return str(self.body.get("code", "")) if isinstance(self.body, dict) else ""


def at_once(works: Sequence[Callable[[], T]], threads: int = 16) -> list[T]:
    """Run `works` in as many threads, all of which begin together; return what they gave, in order.

    Raises what one of them raised.
    """
    threads = min(threads, len(works))
    gate = threading.Barrier(threads)

    def run(number: int) -> list[T]:
        try:
            gate.wait(SECONDS)
            return [work() for work in works[number::threads]]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        shares = list(pool.map(run, range(threads)))
    return [shares[n % threads][n // threads] for n in range(len(works))]


def post(url: str, path: str, body: Any, **headers: str) -> Answer:
    """Post JSON to the hall at `url` over a connection of its own."""
    host = url.removeprefix("http://")
    with closing(http.client.HTTPConnection(host, timeout=SECONDS)) as connection:
        connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json", **headers})
        answer = connection.getresponse()
        return Answer(answer.status, json.loads(answer.read()))


def person() -> dict[str, str]:
    """Return somebody new, as the API takes a person."""
    number = next(_people)
    body = f"421182{date(1975, 1, 1) + timedelta(days=number // 900):%Y%m%d}{number % 900 + 100:03}"
    return {"name": "刘明", "id_kind": "resident_id", "number": body + check_digit(body)}


def booking(plan: Plan, start: datetime, **changes: Any) -> dict[str, Any]:
    """Return the body that books `start` for one new person."""
    phone = f"139{next(_people):08}"
    given = {"plan": plans.sign(plan), "start": start.isoformat(), "people": [person()], "phone": phone}
    return {**given, "consent": True, **changes}


def places() -> dict[datetime, tuple[int, int]]:
    """Return what each band counts and what is written down for it; they must be equal."""
    return {
        band.start: (band.booked, TakenPlace.objects.filter(band=band).count())
        for band in Band.objects.order_by("start")
    }


def assert_places_add_up(live: int) -> None:
    """Hold the counters against the rows and the live bookings (of one band each)."""
    found = places()
    assert all(counted == written for counted, written in found.values()), found
    assert sum(counted for counted, _ in found.values()) == live
    assert Booking.objects.filter(status="booked").count() == live


def statuses(answers: Iterable[Answer]) -> dict[tuple[int, str], int]:
    """Return how often each status and code came; the code of a success is left out."""
    found: dict[tuple[int, str], int] = {}
    for answer in answers:
        key = (answer.status, "" if answer.status < 300 else answer.code)
        found[key] = found.get(key, 0) + 1
    return found
