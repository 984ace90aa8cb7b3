"""Numbers that exist nowhere else pass through every door; no table, log, file or address holds one in clear."""

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from psycopg2 import sql

from appointments.booking.data import PersonData
from appointments.booking.enums import Channel
from appointments.booking.models import Booking
from appointments.green_channel import services as green
from appointments.green_channel.data import GreenData
from tests.appointments.booking.conftest import Way
from tests.appointments.green_channel.test_green_channel import PDF
from tests.factories import accounts as staff
from tests.factories import appointments, bookings, lodging
from tests.support import database, pages, parallel
from tests.support.server import Hall
from tests.support.waiting import eventually
from wuxue_exit_entry.accounts import tenancy
from wuxue_exit_entry.audit.actors import PUBLIC
from wuxue_exit_entry.embedded import layout, postgres
from wuxue_exit_entry.jobs import services as jobs
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.identity import check_digit
from wuxue_exit_entry.messaging.models import Message


def resident(birth: str, serial: str) -> str:
    body = f"421182{birth}{serial}"
    return body + check_digit(body)


ONLINE, BY_API, AT_DESK, URGENT = (
    resident(*one)
    for one in [
        ("19870613", "737"),
        ("19790917", "841"),
        ("19910223", "959"),
        ("19680405", "363"),
    ]
)
PERMIT = "H74839265"
PASSPORT, MISTYPED = "730582914", "730582941"
PHONES = ["13974628503", "15873920461", "18674930258", "17784630952", "13684750293", "13584672019"]
CANARIES = [ONLINE, BY_API, AT_DESK, URGENT, PERMIT, PASSPORT, MISTYPED, *PHONES]
BACKEND = "django.contrib.auth.backends.ModelBackend"
TABLES = "SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"


class Web:
    """A browser without a screen on the real server; keeps every address that it was sent to."""

    def __init__(self, hall: Hall) -> None:
        self.http = httpx.Client(base_url=hall.url, follow_redirects=True, timeout=60)
        self.addresses: list[str] = []

    def get(self, url: str) -> httpx.Response:
        return self._kept(self.http.get(url))

    def post(self, url: str, data: dict[str, str]) -> httpx.Response:
        page = self.http.get(url)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text) or self.token
        self.token = token
        return self._kept(self.http.post(url, data={**data, "csrfmiddlewaretoken": unescape(token[1])}))

    def _kept(self, answer: httpx.Response) -> httpx.Response:
        self.addresses += [str(one.url) for one in [*answer.history, answer]]
        return answer


@pytest.fixture
def web(hall: Hall) -> Iterator[Web]:
    browser = Web(hall)
    yield browser
    browser.http.close()


def book_online(web: Web) -> Booking:
    plan = bookings.make_plan()
    way: Any = Way(web, plan, bookings.free_start(plan), phone=PHONES[0])  # type: ignore[arg-type]
    page = way.checked(**{"p0-number": ONLINE, "phone": PHONES[0]})
    assert page.status_code == 200
    way.confirm(page)
    return Booking.objects.get(phone=PHONES[0])


def find_again(web: Web, booking: Booking) -> None:
    assert web.post("/my/", {"code": booking.code, "phone": PHONES[0]}).status_code == 200
    assert web.post("/my/", {"code": "00000000", "phone": PHONES[0]}).status_code in (200, 404, 422)


def book_by_api(hall: Hall) -> None:
    plan = bookings.make_plan()
    people = [parallel.person() | {"number": BY_API}]
    body = parallel.booking(plan, bookings.free_start(plan), people=people, phone=PHONES[1])
    assert parallel.post(hall.url, parallel.BOOKINGS, body).status == 201
    assert parallel.post(hall.url, parallel.BOOKINGS, body).code == "needs_desk"
    wrong = body | {"people": [people[0] | {"number": BY_API[:-1] + ("0" if BY_API[-1] != "0" else "1")}]}
    assert parallel.post(hall.url, parallel.BOOKINGS, wrong).status == 400


def book_with_permit(hall: Hall) -> None:
    plan = bookings.make_plan([("HKMR-RENEW", bookings.HMT_ADULT)])
    person = {"name": "陈大文", "id_kind": "hk_macao_permit", "number": PERMIT, "birth_date": "1990-01-01"}
    body = parallel.booking(plan, bookings.free_start(plan), people=[person], phone=PHONES[2])
    assert parallel.post(hall.url, parallel.BOOKINGS, body).status == 201


def book_at_desk() -> None:
    officer = staff.make_user("window_officer").as_actor()
    start, people = appointments.first_free(), (appointments.person(number=AT_DESK, birth=date(1991, 2, 23)),)
    appointments.book(start=start, actor=officer, channel=Channel.PHONE, people=people, phone=PHONES[3])


def ask_urgently() -> None:
    person = PersonData(name="刘急", id_kind="resident_id", number=URGENT)
    evidence = SimpleUploadedFile(f"{URGENT}.pdf", PDF.replace(b"\n1 0", b"\n%" + URGENT.encode() + b"\n1 0", 1))
    plan = bookings.make_plan([("PP-NEW", bookings.ADULT | {"urgent": "yes"})])
    day = bookings.free_start(bookings.make_plan())
    data = GreenData(
        plan=plan,
        person=person,
        phone=PHONES[4],
        ground="U01",
        needed_by=clock.local(day).date(),
        evidence=evidence,
        explanation=f"身份证 {URGENT}，电话 {PHONES[4]}",
    )
    green.ask(actor=PUBLIC, data=data)


def register_a_guest(client: Client) -> None:
    """At a hotel's desk: mistyped, corrected, with numbers in free text; then officers look."""
    with tenancy.of_everybody():
        hotel = lodging.make_hotel()
    client.force_login(staff.make_user("hotel_clerk", is_police=False, unit=hotel.unit), BACKEND)
    form = {"client_ref": str(uuid4()), "surname": "IVANOVA", "document_type": "passport", "phone": PHONES[5]}
    form |= {"stay_date": f"{clock.local(clock.now()):%Y-%m-%d %H:%M}", "remark": f"护照 {PASSPORT}，电话 {PHONES[5]}"}
    for number in (MISTYPED, PASSPORT):
        assert client.post("/front/", form | {"document_number": number}).status_code == 302
    client.force_login(staff.make_user("foreign_affairs_officer"), BACKEND)
    for path in ("/lodging/", "/people/", "/contacts/"):
        assert client.post(path, {"q": PASSPORT}).status_code == 200


def look_as_officer(client: Client) -> None:
    client.force_login(staff.make_user("duty_leader"), BACKEND)
    for path in ("/desk/", "/desk/day/", "/green/", "/sweeps/"):
        assert client.get(path).status_code == 200, path
    client.post("/desk/find/", {"q": ONLINE, "query": ONLINE, "number": ONLINE})


def everything_stored(database_name: str) -> Iterator[tuple[str, bytes]]:
    """Every row of every table as text, and every file that our processes write."""
    with postgres.connect("superuser", database_name) as cursor:
        cursor.execute(TABLES)
        for schema, table in cursor.fetchall():
            cursor.execute(sql.SQL("SELECT row::text FROM {} AS row").format(sql.Identifier(schema, table)))
            for (row,) in cursor.fetchall():
                yield f"table {table}", row.encode()
    for folder in (layout.VAR_DIR / "halls" / database_name, layout.LOG_DIR, Path(settings.MEDIA_ROOT)):
        for path in folder.rglob("*"):
            if path.is_file():
                yield str(path), path.read_bytes()
    yield "seals", database.seal_file(database_name).read_bytes() if database.seal_file(database_name).exists() else b""


def found_in(content: bytes) -> list[str]:
    text = re.sub(rb"[\s-]", b"", content)
    return [canary for canary in CANARIES if canary.encode() in content or canary.encode() in text]


def test_no_number_in_clear_anywhere(
    hall: Hall, web: Web, client: Client, database_name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    hall.start_worker()
    booking = book_online(web)
    find_again(web, booking)
    book_by_api(hall)
    book_with_permit(hall)
    book_at_desk()
    ask_urgently()
    web.get(f"/my/?phone={PHONES[0]}&number={ONLINE}")  # an address that a stranger writes is not logged
    said = database.manage("sweep", database=database_name)
    look_as_officer(client)
    register_a_guest(client)
    jobs.run_due(limit=50)
    hall.ring()
    eventually(lambda: not Message.objects.filter(status="queued", due_at__lte=clock.now()).exists(), 60)

    assert Booking.objects.count() == 4
    assert pages.last_code(PHONES[0])
    leaks = [(where, found) for where, content in everything_stored(database_name) if (found := found_in(content))]
    output = capfd.readouterr()
    printed = found_in((said + output.out + output.err).encode())
    sent_to = [address for address in web.addresses[:-1] if found_in(address.encode())]
    assert (leaks, printed, sent_to) == ([], [], [])


def test_the_search_finds_what_is_planted() -> None:
    spaced = f"{ONLINE[:6]} {ONLINE[6:14]} {ONLINE[14:]}"
    assert found_in(f"x{ONLINE}y".encode()) == found_in(spaced.encode()) == [ONLINE]
