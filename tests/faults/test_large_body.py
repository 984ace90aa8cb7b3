"""A body that is too large is refused in words that arrive, on the real server."""

import http.client
import json
from contextlib import closing

import pytest

from tests.support.server import Hall


@pytest.mark.faults
@pytest.mark.parametrize("megabytes", [5, 20])
def test_the_refusal_of_a_large_body_arrives(hall: Hall, megabytes: int) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", hall.port, timeout=20)) as connection:
        body = b'{"a":"' + b"x" * megabytes * 1_000_000 + b'"}'
        headers = {"Content-Type": "application/json"}
        connection.request("POST", "/api/v1/appointments/bookings/", body, headers)
        answer = connection.getresponse()
        assert (answer.status, json.loads(answer.read())["code"]) == (413, "too_large")
