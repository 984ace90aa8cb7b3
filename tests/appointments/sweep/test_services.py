"""A sweep on a real database: who is judged, once, what files and findings come of it, and who signs."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from appointments.booking import services as booking
from appointments.booking.models import BookedItem
from appointments.cases.models import Case, Finding
from appointments.sweep import selectors, services
from appointments.sweep.enums import SweepKind, SweepStatus
from appointments.sweep.models import Sweep, Verdict
from tests.factories import appointments as make
from tests.factories.accounts import make_user
from wuxue_exit_entry.audit.actors import PUBLIC
from wuxue_exit_entry.audit.models import AuditEvent
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.errors import BusinessError, NotPermitted
from wuxue_exit_entry.messaging.models import Alarm

pytestmark = pytest.mark.django_db
MONDAY, THURSDAY = date(2026, 11, 30), date(2026, 12, 3)
TEN = make.band(THURSDAY, "10:00")


@pytest.fixture(autouse=True)
def monday():
    with clock.frozen(make.band(MONDAY, "08:00")):
        yield


def sweep_at(day: date, hour: str) -> Sweep:
    """Plan and run what is due then."""
    with clock.frozen(make.band(day, hour)):
        sweep = services.plan_sweeps(now=clock.now())
        assert sweep is not None
        assert services.run_sweep(sweep_id=sweep.pk)
    sweep.refresh_from_db()
    return sweep


def test_each_booking_of_the_window_gets_one_verdict_and_a_file_for_each_item():
    near = make.book(start=TEN)
    far = make.book(start=make.band(date(2026, 12, 4), "10:00"))
    sweep = sweep_at(MONDAY, "08:40")
    assert list(sweep.verdicts.values_list("booking_id", "level")) == [(near.pk, "green")]
    assert (sweep.status, sweep.counts) == (SweepStatus.DONE, {"green": 1})
    item = BookedItem.objects.get(booking=near)
    assert (item.case.visit_at, item.case.person_key, item.case.status) == (TEN, item.person_key, "prepared")
    assert item.case.history.count() == 1
    assert [one["code"] for one in item.case.told["people"][0]["items"]] == [item.service.code]
    assert not Verdict.objects.filter(booking=far).exists()
