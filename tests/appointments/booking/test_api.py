"""The booking API: one shape for every refusal, one booking for one key, and no answer of 500."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from appointments.booking import limits, secrets
from appointments.booking.models import Booking
from appointments.catalogue import plans
from tests.factories import bookings
from wuxue_exit_entry.kernel import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday")]
URL = "/api/v1/appointments/bookings/"
SLOTS = "/api/v1/appointments/slots/"
DELETE = object()


@pytest.fixture
def body() -> dict[str, Any]:
    """A booking that is taken as it is."""
    plan = bookings.make_plan()
    return {
        "plan": plans.sign(plan),
        "start": bookings.free_start(plan).isoformat(),
        "people": [{"name": "刘明", "id_kind": "resident_id", "number": bookings.resident_number()}],
        "phone": bookings.PHONE,
        "consent": True,
    }


def post(client: Client, body: Any, url: str = URL, **headers: str) -> HttpResponse:
    text = body if isinstance(body, (str, bytes)) else json.dumps(body)
    return client.post(url, text, content_type="application/json", headers=headers)


def changed(body: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Return a copy with the value at `path` («people.0.name») replaced or deleted."""
    copy: Any = json.loads(json.dumps(body))
    inner, names = copy, path.split(".")
    for name in names[:-1]:
        inner = inner[int(name) if name.isdecimal() else name]
    last: Any = int(names[-1]) if names[-1].isdecimal() else names[-1]
    if value is DELETE:
        del inner[last]
    else:
        inner[last] = value
    return copy


def refused(answer: HttpResponse, status: int, code: str, field: str | None = None) -> dict[str, Any]:
    found = json.loads(answer.content)
    assert set(found) == {"code", "message", "field", "details"}
    assert (answer.status_code, found["code"]) == (status, code), found
    assert field is None or found["field"] == field
    assert found["message"]
    return found


def test_booking_is_made_looked_at_moved_and_cancelled(client: Client, body: dict[str, Any]) -> None:
    made = post(client, body)
    assert made.status_code == 201, made.content
    booking, own = made.json(), f"{URL}{made.json()['code']}/"
    opens = {"Booking-Secret": booking["secret"]}
    seen = client.get(own, headers=opens).json()
    assert (seen["status"], seen["people"][0]["number"][-4:]) == ("booked", body["people"][0]["number"][-4:])
    assert body["people"][0]["number"] not in json.dumps(seen)
    later = (datetime.fromisoformat(booking["start"]) + timedelta(minutes=30)).isoformat()
    assert post(client, {"start": later}, f"{own}reschedule/", **opens).json()["start"] == later
    for _ in range(2):
        assert post(client, {}, f"{own}cancel/", **opens).json()["status"] == "cancelled"
    refused(post(client, {"start": later}, f"{own}reschedule/", **opens), 409, "not_live")


def test_full_band_offers_the_three_nearest_and_one_of_them_books(client: Client, body: dict[str, Any]) -> None:
    bookings.fill("cn_documents", datetime.fromisoformat(body["start"]))
    found = refused(post(client, body), 409, "slot_full", "start")
    nearest = [slot["start"] for slot in found["details"]["nearest"]]
    assert len(nearest) == 3
    assert body["start"] not in nearest
    assert post(client, body | {"start": nearest[0]}).status_code == 201


def test_the_same_key_is_the_same_booking(client: Client, body: dict[str, Any]) -> None:
    once, again = (post(client, body, **{"Idempotency-Key": "k-1"}).json() for _ in range(2))
    assert once == again
    assert Booking.objects.count() == 1
    other = changed(body, "people.0.number", bookings.resident_number())
    refused(post(client, other, **{"Idempotency-Key": "k-1"}), 409, "key_reused")


def test_conflicts_of_a_person_all_read_the_same(client: Client, body: dict[str, Any]) -> None:
    assert post(client, body).status_code == 201
    found = refused(post(client, body), 409, "needs_desk", "")
    assert found["details"] == {}
    assert Booking.objects.count() == 1


@pytest.mark.parametrize("secret", ["", "0" * 32, "密钥", "x" * 5000])
def test_without_the_secret_a_booking_does_not_exist(client: Client, secret: str) -> None:
    booking = bookings.make_booking()
    opens = {"Booking-Secret": secret} if secret else {}
    mine = client.get(f"{URL}{booking.code}/", headers=opens)
    nobodys = client.get(f"{URL}00000000/", headers=opens)
    refused(mine, 404, "not_found")
    assert mine.content == nobodys.content
    for verb in ("reschedule", "cancel"):
        refused(post(client, {"start": "2026-12-01T10:00"}, f"{URL}{booking.code}/{verb}/", **opens), 404, "not_found")
    booking.refresh_from_db()
    assert booking.is_live


def test_somebody_elses_secret_opens_nothing(client: Client) -> None:
    mine, yours = bookings.make_booking(), bookings.make_booking()
    refused(client.get(f"{URL}{yours.code}/", headers={"Booking-Secret": secrets.secret_of(mine)}), 404, "not_found")


def test_guessing_is_stopped(client: Client) -> None:
    for _ in range(limits.LOOKUPS_PER_ADDRESS):
        assert client.get(f"{URL}7K3M92PD/").status_code == 404
    stopped = client.get(f"{URL}7K3M92PD/")
    assert refused(stopped, 429, "too_many")["details"]["retry_after"] == int(stopped["Retry-After"])
    assert client.get("/b/7K3M92PD/x/")["Retry-After"] == stopped["Retry-After"]


def test_a_get_cancels_nothing(client: Client) -> None:
    booking = bookings.make_booking()
    answer = client.get(f"{URL}{booking.code}/cancel/", headers={"Booking-Secret": secrets.secret_of(booking)})
    refused(answer, 405, "method_not_allowed")
    booking.refresh_from_db()
    assert booking.is_live


def test_times_without_an_offset_are_of_the_hall(client: Client, body: dict[str, Any]) -> None:
    start = datetime.fromisoformat(body["start"])
    naive = clock.local(start).replace(tzinfo=None).isoformat()
    assert datetime.fromisoformat(post(client, body | {"start": naive}).json()["start"]) == start


def test_typed_numbers_are_put_in_order(client: Client, body: dict[str, Any]) -> None:
    number = body["people"][0]["number"]
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in number)
    typed = changed(body, "people.0.number", f" {wide[:6]} {wide[6:14]}　{wide[14:]}")
    assert post(client, typed | {"phone": "１３８ 0000-0026"}).status_code == 201
    refused(post(client, body), 409, "needs_desk")


def test_body_of_five_megabytes_is_too_large(client: Client, body: dict[str, Any]) -> None:
    refused(post(client, body | {"address": "x" * 5_000_000}), 413, "too_large")


NO_BOOKINGS: list[str | bytes] = [
    *("", "{", "[]", "null", '"x"', "7", "NaN", '{"plan": NaN}', '{"plan": 1e999}', "[" * 60_000),
    *('{"a": "\\u0000"}', '{"phone": "\\ud800"}', '{"start": ' + "9" * 5000 + "}", b"\xff\xfe{\x00", b"\xe6\xad"),
]


@pytest.mark.parametrize(
    "text",
    NO_BOOKINGS,
    ids=lambda text: str(text)[:16],
)
def test_what_is_no_booking_is_a_400(client: Client, text: str) -> None:
    answer = post(client, text)
    assert answer.status_code == 400
    assert set(answer.json()) == {"code", "message", "field", "details"}


def test_other_media_types_are_refused(client: Client) -> None:
    refused(client.post(URL, {"plan": "x"}), 415, "unsupported_media_type")


ODD = [
    None,
    True,
    7,
    1.5,
    [],
    {},
    "",
    " ",
    "😀🎫",
    "‮אבג",
    "刘\u0000明",
    "a" * 300,
    "0" * 81,
    "-1",
    "\u200b\ufeff",
    "'; --",
    "1" * 19,
]
TIMES = [
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-12:00",
    "2026-02-30T10:00",
    "2026-12-03",
    "10:00",
    "0000-00-00",
]
FIELDS = ["plan", "start", "people", "people.0", "people.0.name", "people.0.id_kind", "people.0.number", "phone"]
MORE = ["people.0.birth_date", "people.0.nationality", "people.0.guardian_name", "language", "pickup", "address"]


@pytest.mark.parametrize("path", [*FIELDS, *MORE, "consent", "people.0.declared_filed"])
def test_odd_values_are_told_or_taken_but_never_break(
    client: Client, body: dict[str, Any], path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "BOOKINGS_PER_PHONE", 10**6)
    for value in [*([DELETE] if path in FIELDS else []), *ODD, *TIMES]:
        answer = post(client, changed(body, path, value))
        assert answer.status_code in (201, 400, 409), (path, value, answer.content)
        if answer.status_code == 201:
            body = changed(body, "people.0.number", bookings.resident_number())
        else:
            assert set(answer.json()) == {"code", "message", "field", "details"}


@pytest.mark.parametrize("query", [{}, {"days": "0"}, {"days": "x"}, {"from": "2026-02-30"}, {"days": "9" * 400}])
def test_slots_refuse_what_they_cannot_read(client: Client, query: dict[str, str]) -> None:
    plan = {"plan": plans.sign(bookings.make_plan())} if query else {}
    answer = client.get(SLOTS, plan | query)
    assert answer.status_code == 400
    assert set(answer.json()) == {"code", "message", "field", "details"}


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-12-01"])
def test_slots_from_any_day(client: Client, day: str) -> None:
    assert client.get(SLOTS, {"plan": plans.sign(bookings.make_plan()), "from": day}).status_code == 200


@pytest.mark.parametrize("plan", ["x", "😀", "a:b:c", "x" * 9000, "."])
def test_forged_plans_are_refused(client: Client, body: dict[str, Any], plan: str) -> None:
    assert post(client, body | {"plan": plan}).status_code == 400
    assert client.get(SLOTS, {"plan": plan}).status_code == 400


def test_schema_is_valid() -> None:
    schema = SchemaGenerator().get_schema(request=None, public=True)
    validate_schema(schema)
    assert "/api/v1/appointments/bookings/{code}/cancel/" in schema["paths"]


@pytest.mark.parametrize(
    ("kind", "number"), [("passport", "753020002"), ("hk_macao_permit", "H01234567"), ("pr_card", "942840198802140017")]
)
def test_a_passport_of_china_is_not_applied_for_with_another_document(
    client: Client, body: dict[str, Any], kind: str, number: str
) -> None:
    person = {"name": "IVANOVA OLGA", "id_kind": kind, "number": number, "birth_date": "1988-02-14"}
    refused(post(client, body | {"people": [person | {"nationality": "USA"}]}), 400, "id_kind", "people.0.id_kind")
    assert Booking.objects.count() == 0


@pytest.mark.parametrize("nationality", ["", "ZZZ"])
def test_the_holder_of_a_passport_has_a_nationality_that_exists(client: Client, nationality: str) -> None:
    plan = bookings.make_plan([("HKMR-RENEW", bookings.HMT_ADULT)])
    person = {"name": "CHAN TAI MAN", "id_kind": "passport", "number": "K01234567", "birth_date": "1988-02-14"}
    body = {"plan": plans.sign(plan), "start": bookings.free_start(plan).isoformat(), "phone": bookings.PHONE}
    body |= {"people": [person | {"nationality": nationality}], "consent": True}
    refused(post(client, body), 400, "nationality", "people.0.nationality")
