"""A Monday morning in the hall: bookings made on Friday, swept on Friday afternoon and at 8:40."""

from datetime import date

import pytest
from django.test import Client

from appointments.booking.models import Booking
from appointments.cases.models import Case
from appointments.sweep import services as sweeps
from tests.factories import appointments as make
from tests.factories.accounts import make_user
from wuxue_exit_entry.kernel import clock

FRIDAY, MONDAY, TUESDAY = date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 24)
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def monday():
    """Monday 9:00."""
    with clock.frozen(make.band(MONDAY, "09:00")):
        yield


@pytest.fixture
def officer(db):
    return make_user("window_officer", name="李静")


@pytest.fixture
def desk(officer) -> Client:
    """The browser of a window officer, without scripts."""
    return client_of(officer)


def client_of(user) -> Client:
    client = Client()
    client.force_login(user, BACKEND)
    return client


def booked(start, *, on: date = FRIDAY, at: str = "10:00", **changes) -> Booking:
    """A booking made on Friday."""
    with clock.frozen(make.band(on, at)):
        return make.book(start=start, **changes)


def filed(start, **changes) -> Booking:
    """The same for somebody who declared to be filed personnel: the sweep finds the letter missing."""
    plan = make.plan("PP-NEW", state_worker="yes")
    return booked(start, plan=plan, people=(make.person(name="何丽", declared_filed=True),), **changes)


def sweep(day: date = MONDAY, hour: str = "08:40"):
    """Run the sweep that is due then."""
    with clock.frozen(make.band(day, hour)):
        one = sweeps.plan_sweeps(now=clock.now())
        assert one is not None
        assert sweeps.run_sweep(sweep_id=one.pk)
    return one


def case_of(booking: Booking) -> Case:
    return Case.objects.get(items__booking=booking)
