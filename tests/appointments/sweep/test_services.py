"""A sweep on a real database: who is judged, once, what files and findings come of it, and who signs."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from appointments.booking import services as booking
from appointments.booking.models import BookedItem, CapacityException
from appointments.cases import services as cases
from appointments.cases.models import Case, Finding
from appointments.catalogue import selectors as catalogue
from appointments.catalogue.enums import SimulatedOutcome
from appointments.catalogue.models import DataSource
from appointments.sweep import judging, selectors, services
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


def test_findings_of_a_visit_hang_on_its_file_and_make_the_verdict():
    booking_ = make.book(start=TEN, people=(make.person(declared_filed=True),))
    sweep = sweep_at(MONDAY, "08:40")
    verdict = Verdict.objects.get(booking=booking_)
    assert (verdict.level, [line["code"] for line in verdict.findings]) == ("amber", ["filing.letter"])
    finding = Finding.objects.get(code="filing.letter")
    assert (finding.case.level, finding.fix_by) == ("amber", make.band(date(2026, 12, 2), "17:00"))
    assert sweep.counts == {"amber": 1}
    assert AuditEvent.objects.filter(verb="appointments.case.opened").count() == 1
    assert AuditEvent.objects.get(verb="appointments.booking.judged").after == {
        "sweep": sweep.public_id,
        "level": "amber",
        "findings": ["filing.letter"],
    }


def test_second_sweep_finds_the_same_file_and_finding_again():
    make.book(start=TEN, people=(make.person(declared_filed=True),))
    sweep_at(MONDAY, "08:40")
    sweep_at(MONDAY, "15:00")
    assert (Verdict.objects.count(), Case.objects.count(), Finding.objects.count()) == (2, 1, 1)
    finding = Finding.objects.get()
    assert finding.last_seen_at - finding.found_at == timedelta(hours=6, minutes=20)


def test_finding_that_an_officer_corrected_counts_no_more():
    make.book(start=TEN, people=(make.person(declared_filed=True),))
    sweep_at(MONDAY, "08:40")
    officer = make_user("window_officer").as_actor()
    cases.correct_finding(actor=officer, finding_id=Finding.objects.get().pk, reason="已看到同意函")
    assert sweep_at(MONDAY, "15:00").counts == {"green": 1}
    assert Finding.objects.get().status == "corrected"


def test_sweep_of_a_family_opens_a_file_for_each_person_and_item():
    make.book(start=TEN, plan=make.plan(("PP-NEW", "HM-NEW"), "PP-NEW"), people=(make.person(), make.person()))
    sweep_at(MONDAY, "08:40")
    assert (Verdict.objects.count(), Case.objects.count()) == (1, 3)


def test_cancelled_five_times_and_swept_leaves_nothing_to_be_judged():
    """T03, second half: the file is closed, in no list of exceptions, and gets no verdict."""
    booked = make.book(start=TEN, people=(make.person(declared_filed=True),))
    first = sweep_at(MONDAY, "08:40")
    for _ in range(5):
        booking.cancel_booking(actor=PUBLIC, code=booked.code)
    second = sweep_at(MONDAY, "15:00")
    assert (first.counts, second.counts) == ({"amber": 1}, {})
    assert not selectors.verdicts_of(second).exists()
    assert Case.objects.get().status == "closed"


def test_only_the_newest_of_several_missed_runs_and_says_that_it_is_late():
    sweep_at(MONDAY, "08:40")
    make.book(start=TEN)
    newest = sweep_at(date(2026, 12, 1), "16:00")
    slots = Sweep.objects.order_by("due_at").values_list("due_at", "status")
    assert [(f"{clock.local(due):%d %H:%M}", status) for due, status in slots] == [
        ("30 08:40", "done"),
        ("30 15:00", "superseded"),
        ("01 08:40", "superseded"),
        ("01 15:00", "done"),
    ]
    assert newest.verdicts.count() == 1
    assert Alarm.objects.get().key == f"sweep.late:{newest.public_id}"


@pytest.mark.parametrize(
    ("back", "slots", "superseded"),
    [
        ((MONDAY, "14:59"), 1, 0),
        ((MONDAY, "15:00"), 2, 0),
        ((date(2026, 12, 1), "08:40"), 3, 1),
        ((date(2026, 12, 2), "15:00"), 5, 3),  # the first of the five is more than 48 hours ago and gets no row
    ],
    ids=["no slot missed", "one", "two", "five"],
)
def test_stop_across_slots(back, slots, superseded):
    sweep_at(MONDAY, "08:40")
    make.book(start=make.band(THURSDAY, "10:00"))
    with clock.frozen(make.band(*back)):
        for _ in range(3):  # three beats at once would do the same
            if sweep := services.plan_sweeps(now=clock.now()):
                services.run_sweep(sweep_id=sweep.pk)
    rows = list(Sweep.objects.order_by("due_at").values_list("status", flat=True))
    assert rows == ["done", *["superseded"] * superseded, *["done"] * (slots - 1 - superseded)]


def test_booked_after_the_last_sweep_before_its_day_is_judged_by_the_next_tick():
    sweep_at(MONDAY, "15:00")
    with clock.frozen(make.band(MONDAY, "16:00")):
        make.book(start=make.band(date(2026, 12, 1), "10:00"))
        make.book(start=TEN)
        late = services.plan_late_sweep(now=clock.now())
        services.run_sweep(sweep_id=late.pk)
        assert [one.booking.start for one in late.verdicts.all()] == [make.band(date(2026, 12, 1), "10:00")]
        assert services.plan_late_sweep(now=clock.now()) is None


def test_moved_after_the_last_sweep_before_its_new_day_is_judged_again_and_stays_one_verdict():
    booked = make.book(start=make.band(date(2026, 12, 1), "10:00"))
    sweep_at(MONDAY, "15:00")
    late = None
    for minute, hour in enumerate(("10:30", "11:00")):
        with clock.frozen(make.band(MONDAY, f"16:0{minute}")):
            booking.reschedule_booking(actor=PUBLIC, code=booked.code, start=make.band(date(2026, 12, 1), hour))
            late = services.plan_late_sweep(now=clock.now())
            services.run_sweep(sweep_id=late.pk)
    assert list(late.verdicts.values_list("booking_id", "slot_version")) == [(booked.pk, 3)]


def test_sweep_has_the_rostered_officer_who_signs_it_off():
    officer = make_user("duty_leader")
    sweep = sweep_at(MONDAY, "08:40")
    assert sweep.rostered == officer
    with clock.frozen(make.band(MONDAY, "09:39")):
        assert services.alarm_unsigned(now=clock.now()) == 0
    with clock.frozen(make.band(MONDAY, "09:41")):
        assert services.alarm_unsigned(now=clock.now()) == 1
        assert services.alarm_unsigned(now=clock.now()) == 1
        assert Alarm.objects.filter(cleared_at=None).count() == 1
        services.sign_off(actor=officer.as_actor(), public_id=sweep.public_id)
        services.sign_off(actor=make_user("window_officer").as_actor(), public_id=sweep.public_id)
    sweep.refresh_from_db()
    assert sweep.signed_by == officer
    assert not Alarm.objects.filter(cleared_at=None).exists()


def test_auxiliaries_do_not_sign():
    sweep = sweep_at(MONDAY, "08:40")
    with pytest.raises(NotPermitted):
        services.sign_off(actor=make_user("window_officer", is_police=False).as_actor(), public_id=sweep.public_id)


def test_sweep_that_is_not_over_is_not_signed():
    with clock.frozen(make.band(MONDAY, "08:40")):
        sweep = services.plan_sweeps(now=clock.now())
    with pytest.raises(BusinessError, match="not_done"):
        services.sign_off(actor=make_user("window_officer").as_actor(), public_id=sweep.public_id)


def test_sweep_by_hand():
    officer = make_user("window_officer")
    make.book(start=TEN)
    sweep = services.ask_for_sweep(actor=officer.as_actor())
    with pytest.raises(BusinessError, match="already_running"):
        services.ask_for_sweep(actor=officer.as_actor())
    services.run_sweep(sweep_id=sweep.pk)
    assert (sweep.kind, sweep.asked_by, sweep.verdicts.count()) == (SweepKind.MANUAL, officer, 1)
    assert services.ask_for_sweep(actor=officer.as_actor()).ordinal == sweep.ordinal + 1


def test_slice_that_ends_early_is_gone_on_with(monkeypatch):
    monkeypatch.setattr(judging, "CHUNK", 1)
    for hour in ("10:00", "10:30", "11:00"):
        make.book(start=make.band(THURSDAY, hour))
    sweep = services.plan_sweeps(now=make.band(MONDAY, "08:40"))
    chunks = iter([None, None, TimeoutError])

    def alive() -> None:
        if (signal := next(chunks)) is not None:
            raise signal

    with clock.frozen(make.band(MONDAY, "08:40")):
        with pytest.raises(TimeoutError):
            services.run_sweep(sweep_id=sweep.pk, alive=alive)
        assert sweep.verdicts.count() == 2
        assert services.run_sweep(sweep_id=sweep.pk, seconds=0) is False
        assert services.run_sweep(sweep_id=sweep.pk) is True
    assert sweep.verdicts.count() == 3


def statements_of_a_sweep(bookings: int) -> int:
    for n in range(bookings):
        make.book(
            start=make.band(THURSDAY, f"{9 + n:02}:00"),
            plan=make.plan("PP-NEW", "HM-NEW"),
            people=(make.person(declared_filed=True), make.person()),
        )
    catalogue.catalogue(clock.today())  # kept by a process from its first look on
    with CaptureQueriesContext(connection) as caught:
        sweep_at(MONDAY, "08:40")
    return len(caught)


@pytest.mark.parametrize("bookings", [1, 3])
def test_number_of_statements_does_not_grow_with_the_bookings(bookings):
    assert statements_of_a_sweep(bookings) <= 80


def test_source_that_is_down_is_asked_for_as_paper_and_noted_in_the_catalogue():
    child = make.person(birth=date(2016, 1, 1), guardian_name="王芳")
    answers = {"age": "0-15", "escort": "guardian", "child_id": "no"}
    booked = make.book(start=TEN, plan=make.plan(**answers), people=(child,))
    assert sweep_at(MONDAY, "08:40").counts == {"green": 1}
    [receipt] = [one for one in Verdict.objects.get().receipts if one["source"] == "population"]
    assert (receipt["outcome"], receipt["receipt"][:15]) == ("found", "SIM-population-")
    DataSource.objects.filter(code="population").update(simulated=SimulatedOutcome.DOWN)
    sweep_at(MONDAY, "15:00")
    finding = Finding.objects.get(case__items__booking=booked)
    assert (finding.code, finding.params) == ("source.down.M-HUKOU", {"material": "M-HUKOU"})
    assert finding.applicant_en.startswith("Household register: the shared data source is down")
    assert not DataSource.objects.get(code="population").is_up


def test_earlier_application_under_way_is_noticed_also_when_it_is_the_same_file():
    person = make.person()
    first = make.book(start=make.band(date(2026, 12, 1), "10:00"), people=(person,))
    sweep_at(MONDAY, "08:40")
    officer = make_user("window_officer").as_actor()
    with clock.frozen(make.band(date(2026, 12, 1), "10:00")):
        booking.check_in(actor=officer, code=first.code)
        case = Case.objects.get()
        cases.record_acceptance(actor=officer, public_id=case.public_id, number="420000202612010001")
        booking.finish_booking(actor=officer, booking_id=first.pk)
    with clock.frozen(make.band(date(2026, 12, 1), "11:00")):
        make.book(start=TEN, people=(person,))
    for hour in ("08:40", "15:00"):
        sweep_at(date(2026, 12, 2), hour)
        assert list(Finding.objects.filter(status="open").values_list("code", flat=True)) == ["running.same_kind"]
    assert Case.objects.count() == 1


def test_closed_window_is_told_and_called_about():
    booked = make.book(start=TEN)
    CapacityException.objects.create(day=THURSDAY, capacity=0, reason="停电")
    assert sweep_at(MONDAY, "08:40").counts == {"red": 1}
    assert Finding.objects.get(case__items__booking=booked).code == "lane.closed"
