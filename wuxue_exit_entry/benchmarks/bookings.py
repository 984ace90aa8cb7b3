"""Bookings a second through the HTTP API with everything on, beside the same row writes by plain SQL."""

import http.client
import json
import socket
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from urllib.parse import urlsplit

from appointments.booking.models import Booking
from appointments.catalogue import plans
from wuxue_exit_entry.benchmarks import Say, Scale, plain_sql, rows, scratch

URL = "/api/v1/appointments/bookings/"
HEADERS = {"Content-Type": "application/json"}
AIM = 0.20


def run(scale: Scale, say: Say) -> float:
    """Measure both and return API / SQL."""
    plan = rows.plan()
    bands = rows.make_room(plan, rows.free_starts(plan))
    bodies = [
        json.dumps(
            {
                "plan": plans.sign(plan),
                "start": bands[n % len(bands)].start.isoformat(),
                "people": [{"name": "刘明", "id_kind": "resident_id", "number": rows.resident_number()}],
                "phone": f"139{n:08}",
                "consent": True,
            }
        )
        for n in range(scale.posts + 2 * scale.clients)
    ]
    warm, timed = bodies[: 2 * scale.clients], bodies[2 * scale.clients :]
    with scratch.web(_free_port()) as url:
        _timed(scale.clients, warm, lambda share: _post(url, share))
        api = _timed(scale.clients, timed, lambda share: _post(url, share))
    sample = plain_sql.Sample(Booking.objects.order_by("-pk")[0], [band.pk for band in bands])
    plain = _timed(scale.clients, range(scale.posts), sample.write)
    say(f"bookings at {scale.clients} clients: API {api:.0f}/s, the same row writes by plain SQL {plain:.0f}/s")
    say(f"  ratio {api / plain:.2f} (aim ≥ {AIM:.2f})")
    return api / plain


def _timed(clients: int, works: Sequence[object], do: Callable[[Sequence[object]], None]) -> float:
    """Share the works among clients that begin together; return works a second."""
    gate = threading.Barrier(clients + 1)

    def client(number: int) -> None:
        gate.wait(60)
        do(works[number::clients])

    with ThreadPoolExecutor(clients) as pool:
        running = [pool.submit(client, number) for number in range(clients)]
        gate.wait(60)
        begun = time.perf_counter()
        for one in running:
            one.result()
        return len(works) / (time.perf_counter() - begun)


def _post(url: str, bodies: Sequence[object]) -> None:
    with closing(http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)) as connection:
        for body in bodies:
            connection.request("POST", URL, str(body), HEADERS)
            answer = connection.getresponse()
            text = answer.read()
            if answer.status != 201:
                raise RuntimeError(f"{answer.status}: {text.decode()[:300]}")


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
