"""The slot list of the API with an empty hall and with a million bookings: as many queries, hardly more time."""

import time
from urllib.parse import urlencode

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from appointments.catalogue import plans
from wuxue_exit_entry.benchmarks import Say, Scale, p95, rows

URL = "/api/v1/appointments/slots/"
MOST_QUERIES, AIM = 5, 1.5


def run(scale: Scale, say: Say) -> float:
    """Measure at none and at many bookings and return the ratio of the p95."""
    plan = rows.plan()
    starts = rows.free_starts(plan)
    empty, few = _measured(scale.reads, plans.sign(plan))
    rows.add_due(len(starts), plan, starts)
    rows.add_history(scale.history)
    full, many = _measured(scale.reads, plans.sign(plan))
    total = scale.history + len(starts)
    say(f"slot list at 0 bookings: {few} queries, p95 {empty * 1000:.1f} ms")
    say(f"slot list at {total:,} bookings: {many} queries, p95 {full * 1000:.1f} ms")
    say(f"  p95 ratio {full / empty:.2f} (aim ≤ {AIM}), queries {few} and {many} (aim ≤ {MOST_QUERIES})")
    return full / empty


def _measured(reads: int, token: str) -> tuple[float, int]:
    """Return the p95 and the number of queries of one list."""
    client, url = Client(SERVER_NAME="127.0.0.1"), f"{URL}?{urlencode({'plan': token})}"
    for _ in range(5):
        client.get(url)
    taken = []
    for _ in range(reads):
        begun = time.perf_counter()
        answer = client.get(url)
        taken.append(time.perf_counter() - begun)
        if answer.status_code != 200:
            raise RuntimeError(f"{answer.status_code}: {answer.content.decode()[:300]}")
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return p95(taken), len(queries)
