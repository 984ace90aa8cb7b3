"""What a window does in one stroke."""

import pytest

from appointments.booking import selectors as bookings
from appointments.booking.enums import BookingStatus, Channel
from appointments.cases import services as cases
from appointments.cases.enums import CaseStatus
from appointments.cases.models import Case
from appointments.desk import selectors, services
from appointments.sweep import telling
from tests.appointments.desk.conftest import MONDAY, TUESDAY, booked, case_of, filed, sweep
from tests.factories import appointments as make
from tests.factories.accounts import make_user
from wuxue_exit_entry.audit.models import AuditEvent
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.errors import BusinessError, NotPermitted
from wuxue_exit_entry.messaging.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
NINE, TEN = make.band(MONDAY, "09:00"), make.band(TUESDAY, "10:00")


@pytest.fixture
def actor(officer):
    return officer.as_actor()


def code_of(error) -> str:
    return error.value.code


def served(actor, booking) -> Case:
    """The file of a visit up to its acceptance number."""
    services.check_in(actor=actor, code=booking.code)
    case = case_of(booking)
    cases.start_service(actor=actor, public_id=case.public_id)
    number = f"42118220261123{case.pk:06d}"
    return cases.record_acceptance(actor=actor, public_id=case.public_id, number=number)


def test_check_in_opens_the_file_that_no_sweep_has_made(actor):
    one = booked(NINE, on=MONDAY, at="08:50")
    services.check_in(actor=actor, code=one.code)
    case = case_of(one)
    assert (case.status, case.findings.count()) == (CaseStatus.ARRIVED, 0)
    assert case.told["people"][0]["bring"]


def test_check_in_for_another_day_is_refused_and_opens_nothing(actor):
    one = booked(TEN)
    with pytest.raises(BusinessError) as error:
        services.check_in(actor=actor, code=one.code)
    assert code_of(error) == "too_early"
    assert not Case.objects.exists()


def test_the_last_file_that_is_done_ends_the_visit(actor):
    family = make.plan("PP-NEW", "PP-NEW")
    one = booked(NINE, plan=family, people=(make.person(name="刘晓燕"), make.person(name="刘小宝")))
    sweep()
    services.check_in(actor=actor, code=one.code)
    first, second = Case.objects.order_by("pk")
    for n, case in enumerate((first, second)):
        cases.start_service(actor=actor, public_id=case.public_id)
        cases.record_acceptance(actor=actor, public_id=case.public_id, number=f"4211822026112300{n:02d}")
    services.complete(actor=actor, public_id=first.public_id)
    one.refresh_from_db()
    assert one.status == BookingStatus.ARRIVED
    services.complete(actor=actor, public_id=second.public_id)
    one.refresh_from_db()
    assert one.status == BookingStatus.DONE


def test_who_has_to_come_again_can_book_at_once_and_goes_on_with_the_same_file(actor):
    person = make.person(name="何丽")
    one = booked(NINE, people=(person,))
    sweep()
    services.check_in(actor=actor, code=one.code)
    case = case_of(one)
    services.record_second_trip(actor=actor, public_id=case.public_id, material="M-ID", question="", note="")
    again = booked(TEN, on=MONDAY, at="09:10", people=(person,))
    sweep(MONDAY, "15:00")
    assert case_of(again).pk == case.pk
    assert selectors.item_of(case).booking == again


def test_what_is_done_cannot_be_sent_home(actor):
    one = booked(NINE)
    sweep()
    case = served(actor, one)
    services.complete(actor=actor, public_id=case.public_id)
    with pytest.raises(BusinessError) as error:
        services.record_second_trip(actor=actor, public_id=case.public_id, material="M-ID", question="", note="")
    assert code_of(error) == "not_possible"
    assert case.second_trips.count() == 0


def test_ticked_files_are_registered_one_by_one_and_the_others_say_why_not(actor):
    green, other, amber = booked(TEN), booked(TEN), filed(TEN)
    sweep()
    files = [case_of(one) for one in (green, other, amber)]
    stamps = [f"{case.public_id}.{case.version}" for case in files] + ["0000000000AB.1", "nonsense"]
    cases.save(files[1])  # somebody changes it after it was shown
    results = services.register_shown(actor=actor, stamps=[*stamps, stamps[0]])
    assert [one.ok for one in results] == [True, False, False, False, False]
    assert [case_of(one).status for one in (green, other, amber)] == ["registered", "prepared", "prepared"]
    again = services.register_shown(actor=actor, stamps=stamps[:1])
    assert (again[0].ok, again[0].outcome) == (False, "已是「已登记建档」，李静 办的")


def test_an_auxiliary_registers_nothing():
    auxiliary = make_user("window_auxiliary", is_police=False).as_actor()
    with pytest.raises(NotPermitted):
        services.register_shown(actor=auxiliary, stamps=["x.1"])


def test_a_colleague_was_faster_and_is_named(actor):
    one = booked(TEN)
    sweep()
    case, colleague = case_of(one), make_user("window_officer", name="胡强").as_actor()
    cases.register_cases(actor=colleague, public_ids=[case.public_id])
    with pytest.raises(BusinessError) as error:
        services.unchanged(public_id=case.public_id, version=case.version)
    assert code_of(error) == "changed_meanwhile"
    assert str(error.value.message).startswith("胡强 刚刚（09:00）改过这份档案：登记建档。")


def test_telling_again_says_the_same_once_more_but_not_twice_in_ten_minutes(actor):
    one = filed(TEN)
    sweep()
    telling.tell_missing(booking_id=one.pk)
    with pytest.raises(BusinessError) as error:
        telling.tell_again(actor=actor, booking_id=one.pk)
    assert code_of(error) == "just_told"
    with clock.frozen(make.band(MONDAY, "11:00")):
        telling.tell_again(actor=actor, booking_id=one.pk)
    told = Message.objects.filter(kind="booking.missing")
    assert (told.count(), one.tellings.count()) == (2, 2)


def test_nothing_missing_is_not_told(actor):
    one = booked(TEN)
    sweep()
    with pytest.raises(BusinessError) as error:
        telling.tell_again(actor=actor, booking_id=one.pk)
    assert code_of(error) == "nothing_missing"


def test_take_over_cancels_the_old_and_books_the_new_or_does_neither(actor):
    person = make.person()
    old = booked(TEN, people=(person,))
    data = make.data(start=make.band(TUESDAY, "11:00"), people=(person,))
    with pytest.raises(BusinessError) as error:
        services.take_over(actor=actor, reason=" ", data=data, channel=Channel.DESK, key="k")
    assert code_of(error) == "reason_missing"
    full = make.data(start=make.band(TUESDAY, "13:00"), people=(person,))
    with pytest.raises(BusinessError):
        services.take_over(actor=actor, reason="本人在窗口", data=full, channel=Channel.DESK, key="k")
    old.refresh_from_db()
    assert old.status == BookingStatus.BOOKED
    new = services.take_over(actor=actor, reason="本人在窗口", data=data, channel=Channel.DESK, key="k2")
    old.refresh_from_db()
    assert (old.status, old.ended_because, new.status) == ("cancelled", "本人在窗口", "booked")
    assert AuditEvent.objects.get(verb="appointments.booking.cancelled").reason == "本人在窗口"


def test_a_walk_in_gets_a_file_that_is_ready_to_be_served(actor):
    data = make.data(start=clock.now(), phone="", people=(make.person(name="王小明"),))
    (case,) = services.open_at_window(actor=actor, data=data)
    assert (case.status, case.visit_at, case.name) == (CaseStatus.ARRIVED, None, "王小明")
    assert case.told["people"][0]["bring"]
    assert [line.case_id for line in selectors.work(actor).lines] == [case.public_id]


def test_a_walk_in_with_a_booking_is_taken_over_only_with_a_reason(actor):
    person = make.person()
    old = booked(TEN, people=(person,))
    sweep()
    data = make.data(start=clock.now(), people=(person,))
    with pytest.raises(BusinessError) as error:
        services.open_at_window(actor=actor, data=data)
    assert code_of(error) == "needs_desk"
    (case,) = services.open_at_window(actor=actor, data=data, reason="人已经来了")
    old.refresh_from_db()
    assert (old.status, case.status) == ("cancelled", "arrived")
    assert bookings.holders_of([case.person_key], ["passport"]).count() == 0
