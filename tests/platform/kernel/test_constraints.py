"""The violation of a named constraint becomes the sentence that was registered for it."""

import pytest
from django.db import IntegrityError

from wuxue_exit_entry.kernel import constraints
from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.workdays import services  # noqa: F401  registers the constraint that is broken here
from wuxue_exit_entry.workdays.models import CalendarDay

pytestmark = pytest.mark.django_db
DATE = "2031-03-03"


def enter(kind="holiday"):
    return CalendarDay.objects.create(date=DATE, kind=kind, name="停电")


def test_registered_constraint_becomes_its_refusal_and_the_transaction_lives_on():
    enter()
    with pytest.raises(BusinessError) as raised, constraints.translated():
        enter()
    assert (raised.value.code, raised.value.field, raised.value.status) == ("day_changed", "date", 409)
    assert CalendarDay.objects.filter(date=DATE).count() == 1


def test_unregistered_constraint_stays_an_integrity_error():
    with pytest.raises(IntegrityError) as raised, constraints.translated():
        enter(kind="half")
    assert constraints.constraint_of(raised.value) == "workdays_calendarday_kind_known"
    assert not CalendarDay.objects.filter(date=DATE).exists()


def test_nothing_happens_without_a_violation():
    with constraints.translated():
        enter()
    assert CalendarDay.objects.filter(date=DATE).exists()


def test_other_errors_pass_through():
    with pytest.raises(ZeroDivisionError), constraints.translated():
        raise ZeroDivisionError
