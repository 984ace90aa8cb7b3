"""What the clock does: planning by tick, no-shows after the day, the hourly reconciliation, the command."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from appointments.booking import services as booking
from appointments.booking.enums import BookingStatus
from appointments.booking.models import Band, NoShowPoint
from appointments.sweep import reminders, services, upkeep
from appointments.sweep.models import Sweep
from tests.factories import appointments as make
from tests.factories.accounts import make_user
from wuxue_exit_entry.audit.actors import PUBLIC
from wuxue_exit_entry.jobs import services as jobs
from wuxue_exit_entry.jobs.models import Job
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.messaging.models import Alarm, Message
from wuxue_exit_entry.workdays import services as workdays

pytestmark = pytest.mark.django_db
MONDAY, THURSDAY, FRIDAY = date(2026, 11, 30), date(2026, 12, 3), date(2026, 12, 4)
TEN = make.band(THURSDAY, "10:00")


@pytest.fixture(autouse=True)
def monday():
    with clock.frozen(make.band(MONDAY, "08:00")):
        yield


def tick(day: date, hour: str) -> None:
    with clock.frozen(make.band(day, hour)):
        jobs.tick(clock.now())
        jobs.run_due()


def test_a_day_by_the_clock():
    booked = make.book(start=TEN, people=(make.person(declared_filed=True),))
    for day, hour in [(MONDAY, "08:40"), (MONDAY, "15:00"), (date(2026, 12, 2), "10:00"), (THURSDAY, "08:00")]:
        tick(day, hour)
    assert list(Sweep.objects.order_by("due_at").values_list("status", flat=True))[:2] == ["done", "done"]
    said = Message.objects.filter(about_id=booked.code).order_by("id").values_list("kind", flat=True)
    assert list(said) == ["booking.confirmed", "booking.missing", "booking.reminder_day", "booking.reminder_hours"]


def test_saturday_that_the_keeper_enters_as_worked_is_swept_twice_and_reminded_on():
    """T05 (c)."""
    keeper = make_user("catalogue_keeper").as_actor()
    saturday = date(2027, 2, 20)
    with clock.frozen(make.band(date(2027, 2, 18), "16:00")):
        workdays.set_day(actor=keeper, day=saturday, kind="workday", name="调休上班")
        booked = make.book(start=make.band(date(2027, 2, 22), "10:00"))
    for hour in ("08:40", "10:00", "15:00"):
        tick(saturday, hour)
    sweeps = Sweep.objects.filter(day=saturday).order_by("ordinal").values_list("ordinal", "status")
    assert list(sweeps) == [(1, "done"), (2, "done")]
    reminder = Message.objects.get(about_id=booked.code, kind="booking.reminder_day")
    assert clock.local(reminder.due_at) == make.band(saturday, "10:00")


def test_worker_that_dies_over_a_reminder_neither_loses_nor_repeats_it():
    booked = make.book(start=make.band(THURSDAY, "14:30"))
    with clock.frozen(make.band(THURSDAY, "12:30")):
        reminders.ensure_reminders(now=clock.now())
        dead = jobs.claim([reminders.REMIND])  # the reminder of the day before, overdue as well, is left out
        assert dead is not None
    tick(THURSDAY, "12:32")
    tick(THURSDAY, "12:33")
    with clock.frozen(make.band(THURSDAY, "12:34")):
        jobs.run(dead)  # it was only slow, and wakes up
    kinds = Message.objects.filter(about_id=booked.code, kind__startswith="booking.reminder")
    assert list(kinds.values_list("kind", flat=True)) == ["booking.reminder_hours"]


def test_finished_jobs_are_forgotten_after_a_month():
    tick(MONDAY, "08:40")
    assert Job.objects.filter(kind=services.RUN).count() == 1
    tick(date(2026, 12, 31), "08:00")
    assert not Job.objects.filter(kind=services.RUN, finished_at__lt=make.band(date(2026, 12, 1), "00:00")).exists()


def test_who_did_not_come_is_marked_once_the_day_is_over():
    missed = make.book(start=TEN)
    came = make.book(start=make.band(THURSDAY, "10:30"))
    with clock.frozen(make.band(THURSDAY, "10:25")):
        booking.check_in(actor=make_user("window_officer").as_actor(), code=came.code)
    tick(THURSDAY, "23:59")
    missed.refresh_from_db()
    assert missed.status == BookingStatus.BOOKED
    tick(FRIDAY, "00:01")
    tick(FRIDAY, "00:02")
    missed.refresh_from_db()
    came.refresh_from_db()
    assert (missed.status, came.status) == (BookingStatus.MISSED, BookingStatus.ARRIVED)
    assert NoShowPoint.objects.count() == 1


def test_counters_that_went_astray_alarm_until_they_are_right_again():
    make.book(start=TEN)
    gone = make.book(start=TEN)
    booking.cancel_booking(actor=PUBLIC, code=gone.code)
    assert upkeep.reconcile() == 0
    Band.objects.filter(start=TEN).update(booked=2)
    tick(MONDAY, "09:00")
    tick(MONDAY, "10:00")
    [alarm] = Alarm.objects.filter(key=upkeep.ASTRAY)
    assert "12月03日 10:00 记 2 个，实占 1 个" in alarm.text
    Band.objects.filter(start=TEN).update(booked=1)
    tick(MONDAY, "11:00")
    assert not Alarm.objects.filter(key=upkeep.ASTRAY, cleared_at=None).exists()


def test_command_runs_what_is_due_then_and_one_by_hand_when_nothing_is():
    make.book(start=TEN)
    said = StringIO()
    call_command("sweep", at="2026-11-30T08:41", stdout=said)
    call_command("sweep", at="2026-11-30T08:42", stdout=said)
    assert said.getvalue().splitlines() == [
        "2026-11-30 第 1 次: 已完成, green 1",
        "2026-11-30 人工检索: 已完成, green 1",
    ]
