import io
import json
import logging

import pytest

from wuxue_exit_entry import logs
from wuxue_exit_entry.audit import context, middleware


@pytest.fixture
def lines():
    """What the process writes to its log, read as JSON."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.formatter())
    root = logging.getLogger()
    root.addHandler(handler)

    def read():
        return [json.loads(line) for line in stream.getvalue().splitlines()]

    yield read
    root.removeHandler(handler)


def test_every_answer_carries_a_request_id_of_its_own(client, db):
    one, two = client.get("/healthz/"), client.get("/healthz/", headers={"X-Request-Id": "forged"})
    assert len(one["X-Request-Id"]) == 16
    assert two["X-Request-Id"] not in ("forged", one["X-Request-Id"])


def test_route_is_logged_and_never_the_address(client, lines, db):
    answer = client.get("/messages/SECRET0CQDE1/?number=13800000026&q=421182199003072035")
    (line,) = [line for line in lines() if line.get("logger") == "request"]
    assert line["route"] == "messages/(?P<public_id>[0-9A-Z]{12})/$"
    assert line["request_id"] == answer["X-Request-Id"]
    assert (line["method"], line["status"]) == ("GET", answer.status_code)
    assert "SECRET0CQDE1" not in json.dumps(line)
    assert "13800000026" not in json.dumps(line)


def test_context_is_gone_after_the_request(client, db):
    client.get("/healthz/")
    assert context.current() == context.RequestContext()


@pytest.mark.parametrize(
    ("behind_tls", "forwarded", "expected"),
    [
        (False, "6.6.6.6", "10.0.0.1"),  # without a proxy of ours the header is the client's own words
        (True, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (True, "", "10.0.0.1"),
        (True, "not an address", "10.0.0.1"),
    ],
)
def test_address_of_the_client(rf, settings, behind_tls, forwarded, expected):
    settings.BEHIND_TLS = behind_tls
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert middleware.client_ip(request) == expected


# -- what the logs say ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("number", ["421182199003072035", "13800000026", "E12345678", "anna@example.org"])
def test_numbers_are_masked_wherever_they_stand(lines, number):
    log = logging.getLogger("test.logs")
    log.warning("booked %s", number)
    log.warning("booked", extra={"number": number})
    try:
        raise ValueError(f"no such {number}")
    except ValueError:
        log.exception("failed for %s", number)
    middleware.log.warning("told", to=number, nested={"deep": [number]})
    written = json.dumps(lines(), ensure_ascii=False)
    assert number not in written
    assert "***" in written
    assert "ValueError" in written


def test_failed_request_is_logged_without_its_path(lines):
    log = logging.getLogger("django.request")
    log.error("Internal Server Error: %s", "/bookings/SECRET0CODE1/")
    (line,) = [line for line in lines() if line["logger"] == "django.request"]
    assert line["event"] == "Internal Server Error"
    assert line["level"] == "error"
