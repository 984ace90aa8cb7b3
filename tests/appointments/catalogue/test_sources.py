"""Shared data sources answer through one port."""

from datetime import timedelta

import pytest

from appointments.catalogue import services, sources
from appointments.catalogue.enums import SimulatedOutcome
from appointments.catalogue.models import DataSource
from appointments.catalogue.sources import Receipt, Simulator
from wuxue_exit_entry.audit.models import AuditEvent
from wuxue_exit_entry.kernel import clock

pytestmark = pytest.mark.django_db
NUMBER = "42118219900307203X"


@pytest.mark.parametrize("outcome", list(SimulatedOutcome))
def test_simulator_answers_as_its_row_is_set(outcome: SimulatedOutcome) -> None:
    DataSource.objects.filter(code="population").update(simulated=outcome)

    receipt = sources.query_all(["population"], NUMBER)["population"]

    assert receipt.outcome == outcome
    assert receipt.found is (outcome == SimulatedOutcome.FOUND)
    assert receipt.receipt_no.startswith("SIM-population-")
    assert NUMBER not in receipt.receipt_no


def test_source_that_is_marked_down_answers_down() -> None:
    DataSource.objects.filter(code="population").update(is_up=False)

    assert sources.query_all(["population"], NUMBER)["population"].outcome == SimulatedOutcome.DOWN


def test_unknown_source_is_left_out() -> None:
    assert sources.query_all(["nowhere"], NUMBER) == {}


def test_real_interface_takes_the_simulators_place() -> None:
    sources.connect("population", lambda: Simulator("population", SimulatedOutcome.NOT_FOUND))
    try:
        found = sources.query_all(["population"], NUMBER)["population"]
    finally:
        sources._real.clear()
    assert found.outcome == SimulatedOutcome.NOT_FOUND


def test_state_changes_once_and_is_audited_once() -> None:
    now = clock.now()
    down = Receipt("population", now, SimulatedOutcome.DOWN, "1")
    sources.note([down, down])
    sources.note([down])

    assert not DataSource.objects.get(code="population").is_up
    assert AuditEvent.objects.filter(verb="appointments.data_source.down").count() == 1


def test_last_success_never_goes_back() -> None:
    now = clock.now()
    services.note_source("photos", at=now, is_up=True)
    services.note_source("photos", at=now - timedelta(hours=1), is_up=True)

    assert DataSource.objects.get(code="photos").last_success_at == now
