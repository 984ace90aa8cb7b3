"""The officer's pages of the sweeps."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from appointments.sweep import services
from appointments.sweep.models import Sweep
from tests.factories import appointments as make
from tests.factories.accounts import make_user
from tests.support.pages import text_of
from wuxue_exit_entry.audit.models import AuditEvent
from wuxue_exit_entry.kernel import clock

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
THURSDAY = date(2026, 12, 3)


@pytest.fixture(autouse=True)
def monday():
    with clock.frozen(make.band(date(2026, 11, 30), "08:40")):
        yield


@pytest.fixture
def officer(client: Client):
    officer = make_user("window_officer", name="陈警官")
    client.force_login(officer, BACKEND)
    return officer


def swept(filed: int, plain: int = 0) -> Sweep:
    for n in range(filed + plain):
        people = (make.person(declared_filed=n < filed),)
        make.book(start=make.band(THURSDAY, f"{9 + n:02}:00"), people=people)
    sweep = services.plan_sweeps(now=clock.now())
    services.run_sweep(sweep_id=sweep.pk)
    sweep.refresh_from_db()
    return sweep


def test_officer_looks_at_the_exceptions_and_signs(client, officer):
    sweep = swept(1, 2)
    assert "待签核" in text_of(client.get("/sweeps/"))
    page = text_of(client.get(f"/sweeps/{sweep.public_id}/"))
    assert page.count("须有单位同意函") == 1
    assert "共 3 件" in page
    signed = client.post(f"/sweeps/{sweep.public_id}/sign-off/", follow=True)
    assert "陈警官 于 11-30 08:40 签核" in text_of(signed)
    assert AuditEvent.objects.filter(verb="appointments.sweep.read").count() == 2


def test_each_level_is_a_filter(client, officer):
    sweep = swept(1, 2)
    shown = [
        text_of(client.get(f"/sweeps/{sweep.public_id}/", {"level": level})).count("data-href")
        for level in ("", "red", "amber", "green", "purple")
    ]
    assert shown == [1, 0, 1, 2, 1]


def test_sweep_by_hand(client, officer):
    assert "检索已开始" in text_of(client.post("/sweeps/run/", follow=True))
    assert "已有一次人工检索还没做完" in text_of(client.post("/sweeps/run/", follow=True))
    assert Sweep.objects.get().asked_by == officer


def test_auxiliary_reads_but_neither_runs_nor_signs(client):
    client.force_login(make_user("window_auxiliary", is_police=False), BACKEND)
    sweep = swept(1)
    page = text_of(client.get(f"/sweeps/{sweep.public_id}/"))
    assert "sign-off" not in page
    assert "现在检索一次" not in text_of(client.get("/sweeps/"))
    assert client.post(f"/sweeps/{sweep.public_id}/sign-off/").status_code == 403
    assert client.post("/sweeps/run/").status_code == 403


def test_unknown_sweep_is_not_found(client, officer):
    assert client.get("/sweeps/NOSUCHSWEEP0/").status_code == 404


def test_reading_changes_nothing(client, officer):
    sweep = swept(1)
    assert client.get(f"/sweeps/{sweep.public_id}/sign-off/").status_code == 405
    assert client.get("/sweeps/run/").status_code == 405


def queries(client: Client, filed: int) -> int:
    sweep = swept(filed)
    client.get("/sweeps/")
    with CaptureQueriesContext(connection) as caught:
        client.get(f"/sweeps/{sweep.public_id}/")
    return len(caught)


@pytest.mark.parametrize("filed", [1, 3])
def test_number_of_queries_does_not_grow_with_the_exceptions(client, officer, filed):
    assert queries(client, filed) <= 16
