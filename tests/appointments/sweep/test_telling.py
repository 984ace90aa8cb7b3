"""What applicants are told and when: missing items, reminders, in their language, once."""

from datetime import date

import pytest
from django.utils import translation

from appointments.booking import services as booking
from appointments.booking.enums import Channel
from appointments.booking.models import Booking
from appointments.cases import services as cases
from appointments.cases.models import Finding
from appointments.sweep import registers, reminders, services
from appointments.sweep.judging import TELL
from appointments.sweep.models import Telling
from tests.factories import appointments as make
from tests.factories.accounts import make_user
from wuxue_exit_entry.audit.actors import PUBLIC
from wuxue_exit_entry.jobs import services as jobs
from wuxue_exit_entry.jobs.models import Job
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.messaging.models import Message

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (date(2026, 11, 30), *(date(2026, 12, day) for day in (1, 2, 3)))
TEN = make.band(THURSDAY, "10:00")


@pytest.fixture(autouse=True)
def monday():
    with clock.frozen(make.band(MONDAY, "08:00")):
        yield


def filed(**changes) -> Booking:
    """A booking of somebody who declared to be filed, so that a letter is asked for."""
    return make.book(**{"start": TEN, "people": (make.person(declared_filed=True),)} | changes)


def sweep(day: date, hour: str) -> None:
    """What tick and drain do at that moment."""
    with clock.frozen(make.band(day, hour)):
        planned = services.plan_sweeps(now=clock.now())
        assert planned is not None
        services.run_sweep(sweep_id=planned.pk)
        jobs.run_due(kinds=[TELL])


def remind(day: date, hour: str) -> None:
    with clock.frozen(make.band(day, hour)):
        reminders.ensure_reminders(now=clock.now())
        jobs.run_due(kinds=[reminders.REMIND])


def messages(booked: Booking, prefix: str = "booking.") -> list[Message]:
    return list(Message.objects.filter(about_id=booked.code, kind__startswith=prefix).order_by("id"))


def kinds(booked: Booking) -> list[str]:
    return [message.kind.removeprefix("booking.") for message in messages(booked)]


# -- missing items ---------------------------------------------------------------------------------------------------


def test_one_message_names_everything_that_is_missing_and_by_when():
    booked = filed(plan=make.plan(("PP-NEW", "HM-NEW")))
    sweep(MONDAY, "08:40")
    [message] = messages(booked, "booking.missing")
    assert "12 月 2 日 周三 17:00" in message.body
    assert message.body.count("同意函") == 1  # two items, one letter
    assert message.expires_at == booked.start
    told = Telling.objects.get()
    assert (told.number, told.message_id, len(told.findings)) == (1, message.public_id, 2)
    assert not Finding.objects.filter(told_at=None).exists()


def test_told_again_only_when_what_is_open_has_changed():
    booked = filed()
    sweep(MONDAY, "08:40")
    sweep(MONDAY, "15:00")
    assert kinds(booked) == ["confirmed", "missing"]
    officer = make_user("window_officer").as_actor()
    cases.correct_finding(actor=officer, finding_id=Finding.objects.get().pk, reason="已看到同意函")
    sweep(TUESDAY, "08:40")
    sweep(TUESDAY, "15:00")
    assert kinds(booked) == ["confirmed", "missing", "complete"]
    assert Telling.objects.count() == 2


def test_nothing_missing_nothing_said():
    booked = make.book(start=TEN)
    sweep(MONDAY, "08:40")
    assert kinds(booked) == ["confirmed"]
    assert not Job.objects.filter(kind=TELL).exists()


def test_whoever_is_on_a_register_hears_nothing_and_nothing_public_changes():
    class Everybody:
        def listed(self, person_keys):
            return frozenset(person_keys)

    booked = make.book(start=TEN)
    before = registers.use(Everybody())
    try:
        sweep(MONDAY, "08:40")
    finally:
        registers.use(before)
    assert kinds(booked) == ["confirmed"]
    finding = Finding.objects.get()
    assert (finding.code, finding.check_name, finding.applicant_zh) == ("back_office", "back_office", "")
    assert not Telling.objects.exists()


def test_cancelled_before_it_is_told_is_not_told():
    booked = filed()
    with clock.frozen(make.band(MONDAY, "08:40")):
        services.run_sweep(sweep_id=services.plan_sweeps(now=clock.now()).pk)
        booking.cancel_booking(actor=PUBLIC, code=booked.code)
        jobs.run_due(kinds=[TELL])
    assert kinds(booked) == ["confirmed", "cancelled"]


def test_landline_goes_to_the_call_list():
    desk = make_user("window_officer").as_actor()
    booked = filed(phone="0713-6200001", channel=Channel.PHONE, actor=desk)
    sweep(MONDAY, "08:40")
    remind(WEDNESDAY, "10:00")
    assert {(one.kind, one.status) for one in messages(booked)} == {
        ("booking.confirmed", "call_list"),
        ("booking.missing", "call_list"),
        ("booking.reminder_day", "call_list"),
    }


def test_each_message_is_wholly_in_its_readers_language():
    """T45: three bookings in one run, whoever triggers it reading English."""
    hours = {"10:00": "zh-hans", "10:30": "en", "11:00": "zh-hans"}
    booked = [filed(language=language, start=make.band(THURSDAY, hour)) for hour, language in hours.items()]
    with translation.override("en"):
        sweep(MONDAY, "08:40")
        remind(WEDNESDAY, "10:00")
    for one in booked:
        english = one.language == "en"
        for message in messages(one):
            text = message.body.split("http")[0]
            assert message.language == one.language
            assert is_chinese(text) is not english, text
            assert ("Thursday 3 December" if english else "12 月 3 日 周四") in text
    assert "Wednesday 2 December 17:00" in messages(booked[1], "booking.missing")[0].body
    assert {finding.officer_words for finding in Finding.objects.all()} == {"本人申报为登记备案人员，须有单位同意函"}


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)


# -- reminders -------------------------------------------------------------------------------------------------------


def test_reminded_on_the_working_day_before_and_two_hours_before_with_what_is_open():
    booked = filed(start=make.band(THURSDAY, "14:30"))
    sweep(MONDAY, "08:40")
    remind(MONDAY, "08:41")
    assert kinds(booked) == ["confirmed", "missing"]
    for hour in ("10:00", "10:01", "16:00"):
        remind(WEDNESDAY, hour)
    assert kinds(booked)[2:] == ["reminder_day"]
    remind(THURSDAY, "12:30")
    remind(THURSDAY, "12:35")
    day, hours = messages(booked, "booking.reminder")
    assert "14:30–14:50" in day.body
    assert "同意函" in day.body
    assert "90 天内 3 次后只能到窗口或打电话预约" in day.body
    assert booked.lane.hall.address_zh in hours.body
    assert hours.body.count("http") == 1


def test_reminded_before_the_night_of_an_early_visit():
    booked = make.book(start=make.band(THURSDAY, "09:00"))
    remind(WEDNESDAY, "20:29")
    remind(WEDNESDAY, "20:30")
    day, hours = messages(booked, "booking.reminder")
    assert (day.kind, hours.kind) == ("booking.reminder_day", "booking.reminder_hours")
    assert clock.local(hours.due_at) == make.band(WEDNESDAY, "20:30")


def test_after_an_outage_over_both_the_later_one_says_it_all():
    booked = make.book(start=make.band(THURSDAY, "14:30"))
    remind(THURSDAY, "13:00")
    assert kinds(booked) == ["confirmed", "reminder_hours"]


def test_no_reminder_after_the_start():
    booked = make.book(start=make.band(THURSDAY, "14:30"))
    remind(WEDNESDAY, "09:00")
    remind(THURSDAY, "14:30")
    assert kinds(booked) == ["confirmed"]


def test_whoever_has_just_booked_is_not_reminded_of_it():
    with clock.frozen(make.band(THURSDAY, "13:00")):
        booked = make.book(start=make.band(THURSDAY, "14:30"))
    remind(THURSDAY, "13:01")
    assert kinds(booked) == ["confirmed"]


def test_moved_booking_is_reminded_of_its_new_time_alone():
    booked = make.book(start=make.band(THURSDAY, "14:30"))
    remind(TUESDAY, "09:00")
    with clock.frozen(make.band(WEDNESDAY, "09:00")):
        booking.reschedule_booking(actor=PUBLIC, code=booked.code, start=make.band(THURSDAY, "16:00"))
    for hour in ("10:00", "17:00"):
        remind(WEDNESDAY, hour)
    remind(THURSDAY, "12:00")
    remind(THURSDAY, "14:30")
    assert kinds(booked) == ["confirmed", "moved", "reminder_day", "reminder_hours"]
    assert all("16:00–16:20" in message.body for message in messages(booked, "booking.reminder"))


def test_cancelled_on_the_morning_gets_the_cancellation_and_never_the_reminder():
    """T07: the reminder of 14:00 is written when it is cancelled at 08:10; 15:00 is bookable at once."""
    person = make.person()
    booked = make.book(start=make.band(THURSDAY, "14:30"), people=(person,))
    remind(WEDNESDAY, "10:00")
    assert Job.objects.filter(kind=reminders.REMIND, dedupe_key=f"{booked.pk}:1:hours", status="waiting").exists()
    with clock.frozen(make.band(THURSDAY, "08:10")):
        booking.cancel_booking(actor=PUBLIC, code=booked.code)
    with clock.frozen(make.band(THURSDAY, "08:11")):
        again = make.book(start=make.band(THURSDAY, "15:00"), people=(person,))
    for hour in ("12:00", "13:00", "13:59"):
        remind(THURSDAY, hour)
    assert kinds(booked) == ["confirmed", "reminder_day", "cancelled"]
    assert kinds(again) == ["confirmed", "reminder_hours"]
    live = messages(booked)
    assert [one.status for one in live if one.kind == "booking.cancelled"] == ["queued"]


def test_nobody_is_reminded_who_has_arrived():
    booked = make.book(start=make.band(THURSDAY, "14:30"))
    remind(WEDNESDAY, "10:00")
    with clock.frozen(make.band(THURSDAY, "14:05")):
        booking.check_in(actor=make_user("window_officer").as_actor(), code=booked.code)
    remind(THURSDAY, "14:10")
    assert kinds(booked) == ["confirmed", "reminder_day"]
