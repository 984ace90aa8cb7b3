"""Reporting, correcting, leaving, cancelling; who joins whom; lateness and our own outages."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from foreigners.people.models import Document, Person
from lodging.hotels import services as hotels
from lodging.stays import nights, services
from lodging.stays.enums import ReportChannel
from lodging.stays.models import Outage, Receipt, Stay, ZeroReport
from tests.factories import lodging as make
from tests.factories.accounts import make_user
from tests.lodging.test_judging import GUEST
from wuxue_exit_entry.accounts import tenancy
from wuxue_exit_entry.audit.models import AuditEvent
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.errors import BusinessError, NotFound

CHECK_IN = make.at("2026-10-16 22:05")


@pytest.fixture
def night(db):
    with clock.frozen(make.at("2026-10-16 23:00")), tenancy.of_everybody():
        yield


@pytest.fixture
def hotel(night):
    return make.make_hotel()


@pytest.fixture
def clerk(hotel):
    return make_user("hotel_clerk", is_police=False, unit=hotel.unit).as_actor()


def guest(**changes):
    return {**GUEST, "client_ref": str(uuid4()), **changes}


def report(clerk, hotel, *rows, **options):
    return services.report(actor=clerk, hotel=hotel, rows=rows, channel=ReportChannel.API, **options)


def statuses(made):
    return [outcome.status for outcome in made.outcomes]


def test_a_guest_is_registered_with_person_document_receipt_and_audit(clerk, hotel):
    made = report(clerk, hotel, guest())
    stay = Stay.objects.get()
    assert statuses(made) == ["accepted"]
    assert (stay.person.surname, stay.document.number, stay.delay_grade) == ("IVANOVA", "753020002", 0)
    assert stay.person.lodged_at == hotel.organisation.name
    assert (stay.receipt.accepted, stay.receipt.rejected) == (1, 0)
    assert AuditEvent.objects.filter(verb="lodging.stay.registered", target_id=stay.public_id).count() == 1
    assert stay.history.count() == 1


def test_the_same_reference_with_the_same_content_changes_nothing(clerk, hotel):
    row = guest()
    report(clerk, hotel, row)
    assert statuses(report(clerk, hotel, row)) == ["unchanged"]
    assert (Stay.objects.count(), Stay.objects.get().version, Receipt.objects.count()) == (1, 1, 1)


def test_the_same_reference_with_other_content_is_a_correction(clerk, hotel):
    row = guest(surname="IVANOV")
    report(clerk, hotel, row)
    with clock.frozen(make.at("2026-10-20 09:00")):
        assert statuses(report(clerk, hotel, {**row, "surname": "IVANOVA"})) == ["corrected"]
    stay = Stay.objects.get()
    assert (stay.version, stay.surname, stay.delay_grade) == (2, "IVANOVA", 0), "timeliness stays with the first report"
    event = AuditEvent.objects.get(verb="lodging.stay.corrected")
    assert event.before == {"surname": "IVANOV"}


def test_one_bad_record_does_not_hold_up_the_others(clerk, hotel):
    made = report(clerk, hotel, guest(), guest(stay_date="?"), guest(document_number="753020003"))
    assert statuses(made) == ["accepted", "rejected", "accepted"]
    assert (made.receipt.accepted, made.receipt.rejected) == (2, 1)
    assert made.receipt.rejects[0]["codes"] == ["stay_date_unreadable"]


def test_an_atomic_batch_with_a_bad_record_writes_nothing(clerk, hotel):
    with pytest.raises(services.RowsRejected):
        report(clerk, hotel, guest(), guest(stay_date="?"), atomic=True)
    assert Stay.objects.count() == 0


def test_a_dry_run_writes_nothing(clerk, hotel):
    made = report(clerk, hotel, guest(), dry_run=True)
    assert statuses(made) == ["accepted"]
    assert (Stay.objects.count(), Person.objects.count(), Receipt.objects.count()) == (0, 0, 0)


def test_one_reference_twice_in_a_batch_is_corrected_in_order(clerk, hotel):
    row = guest()
    made = report(clerk, hotel, row, {**row, "room": "807"})
    assert statuses(made) == ["accepted", "corrected"]
    assert Stay.objects.get().room == "807"


def test_exactly_the_same_document_joins_one_person_and_nothing_less_does(clerk, hotel):
    report(clerk, hotel, guest(), guest(), guest(birth_date="1988-03-13"), guest(nationality="BLR"))
    assert (Person.objects.count(), Document.objects.count(), Stay.objects.count()) == (3, 3, 4)


def test_guests_without_a_number_are_people_of_their_own(clerk, hotel):
    bare = {"document_number": "", "no_number_reason": "护照在使馆"}
    report(clerk, hotel, guest(**bare), guest(**bare))
    assert (Person.objects.count(), Document.objects.count()) == (2, 0)


@pytest.mark.parametrize(
    ("hours", "grade"), [(24, 0), (24.01, 1), (72, 1 + 0), (24 + 3 * 24, 2), (24 + 8 * 24, 3), (24 + 15 * 24, 4)]
)
def test_late_is_taken_and_said(clerk, hotel, hours, grade):
    with clock.frozen(CHECK_IN + timedelta(hours=hours)):
        made = report(clerk, hotel, guest())
    assert statuses(made) == ["accepted"]
    assert Stay.objects.get().delay_grade == grade
    assert ("late" in {remark.code for remark in made.outcomes[0].remarks}) == bool(grade)


def test_our_own_outage_stops_the_clock(clerk, hotel):
    Outage.objects.create(start=CHECK_IN + timedelta(hours=20), end=CHECK_IN + timedelta(hours=26))
    with clock.frozen(CHECK_IN + timedelta(hours=29)):
        report(clerk, hotel, guest())
    stay = Stay.objects.get()
    assert (stay.delay_grade, stay.stopped_seconds) == (0, 6 * 3600)


def test_another_hotels_desk_is_not_there(clerk, hotel):
    other = make.make_hotel()
    with pytest.raises(NotFound):
        report(clerk, other, guest())
    stay = make.make_stay(other)
    with pytest.raises(NotFound):
        services.check_out(actor=clerk, stay=stay)


def test_leaving_twice_is_leaving_once(clerk, hotel):
    report(clerk, hotel, guest())
    stay = services.check_out(actor=clerk, stay=Stay.objects.get())
    again = services.check_out(actor=clerk, stay=stay)
    assert (stay.status, again.version) == ("left", 2)
    report(clerk, hotel, guest(document_number="X1"))
    other = Stay.objects.get(document_number="X1")
    with pytest.raises(BusinessError, match="leave_before_stay"):
        services.check_out(actor=clerk, stay=other, at=CHECK_IN - timedelta(hours=1))


def test_cancelling_needs_a_reason_and_keeps_the_row(clerk, hotel):
    row = guest()
    report(clerk, hotel, row)
    with pytest.raises(BusinessError, match="reason_missing"):
        services.cancel(actor=clerk, stay=Stay.objects.get(), reason=" ")
    services.cancel(actor=clerk, stay=Stay.objects.get(), reason="登记了两次")
    assert Stay.objects.get().status == "cancelled"
    made = report(clerk, hotel, {**row, "room": "1"})
    assert statuses(made) == ["rejected"]
    assert "cancelled" in {remark.code for remark in made.outcomes[0].remarks}


def test_nobody_came_until_somebody_does(clerk, hotel):
    night = CHECK_IN.date()
    nights.report_nobody(actor=clerk, hotel=hotel, night=night)
    nights.report_nobody(actor=clerk, hotel=hotel, night=night)
    assert ZeroReport.objects.get().withdrawn_at is None
    report(clerk, hotel, guest())
    assert ZeroReport.objects.get().withdrawn_at is not None
    with pytest.raises(BusinessError, match="guests_came"):
        nights.report_nobody(actor=clerk, hotel=hotel, night=night)


def test_the_same_passport_in_the_house_is_warned_of(clerk, hotel):
    report(clerk, hotel, guest())
    made = report(clerk, hotel, guest(room="807"))
    assert [r.value for r in made.outcomes[0].remarks if r.code == "same_guest"] == ["806"]


def test_keys_are_shown_once_rotate_and_end(hotel):
    manager = make_user("hotel_manager", is_police=False, unit=hotel.unit).as_actor()
    key, secret = hotels.make_key(actor=manager, hotel=hotel, name="前台系统")
    assert secret.split(".")[0] == key.prefix
    second, _ = hotels.rotate_key(actor=manager, hotel=hotel, public_id=key.public_id)
    key.refresh_from_db()
    assert (key.replaced_by, key.expiry_date > clock.now()) == (second, True)
    hotels.revoke_key(actor=manager, hotel=hotel, public_id=second.public_id)
    second.refresh_from_db()
    assert second.revoked


def test_a_help_call_rings_once_while_it_is_open(clerk, hotel):
    hotels.call_for_help(actor=clerk, hotel=hotel, what="读卡器坏了")
    hotels.call_for_help(actor=clerk, hotel=hotel)
    assert AuditEvent.objects.filter(verb="lodging.hotel.help_called").count() == 2


def test_two_at_once_with_one_reference_make_one_stay(committed_db):
    with tenancy.of_everybody():
        hotel = make.make_hotel()
        clerk = make_user("hotel_clerk", is_police=False, unit=hotel.unit).as_actor()
    row, gate, found = guest(), threading.Barrier(8), []

    def send():
        with tenancy.of_everybody():
            gate.wait(20)
            found.extend(statuses(report(clerk, hotel, row)))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(found) == ["accepted"] + ["unchanged"] * 7
    with tenancy.of_everybody():
        assert (Stay.objects.count(), Person.objects.count()) == (1, 1)
