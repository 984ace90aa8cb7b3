"""`/healthz/` tells what lives, in time, also when something does not."""

import http.client

import pytest
from django.test import Client

from tests.support.server import Hall
from tests.support.waiting import eventually
from wuxue_exit_entry import health


@pytest.mark.django_db
def test_hall_without_worker_is_degraded(client: Client) -> None:
    answer = client.get("/healthz/")
    assert answer.status_code == 503
    assert answer.json()["status"] == "degraded"
    assert answer.json()["checks"]["database"] == "ok"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_database_that_is_away_is_a_finding_and_no_crash(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "database_answers", lambda: False)
    answer = client.get("/healthz/")
    assert (answer.status_code, answer.json()["checks"]["database"]) == (503, "down")


@pytest.mark.django_db
def test_nothing_is_changed_through_health(client: Client) -> None:
    assert client.post("/healthz/").status_code == 405


@pytest.mark.faults
def test_every_part_is_named_when_it_lives_and_when_it_is_killed(hall: Hall) -> None:
    hall.start_worker()
    hall.start_beat()
    assert hall.health() == {
        "status": "ok",
        "checks": {"database": "ok", "broker": "ok", "worker": "ok", "beat": "ok"},
    }

    hall.valkey.kill()
    checks = hall.health()["checks"]
    assert (checks["database"], checks["broker"]) == ("ok", "down")
    assert page_status(hall, "/") == http.client.OK

    hall.start_valkey()
    eventually(lambda: set(hall.health()["checks"].values()) == {"ok"}, 60)


def page_status(hall: Hall, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", hall.port, timeout=10)
    connection.request("GET", path)
    status = connection.getresponse().status
    connection.close()
    return status
