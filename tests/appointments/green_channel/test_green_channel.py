"""The green channel: asking, its clock, the decision of another person, the place made at once."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from appointments.booking.enums import BookingStatus
from appointments.booking.models import Band, Booking, ExtraPlace
from appointments.catalogue import plans
from appointments.green_channel import messages, rules, services
from appointments.green_channel.data import GreenData
from appointments.green_channel.models import GreenRequest
from tests.factories import accounts as staff
from tests.factories import appointments as make
from tests.factories.files import PDF
from wuxue_exit_entry.audit.actors import PUBLIC
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.messaging.models import Alarm, Message

MONDAY = date(2026, 11, 30)
TEN = make.band(MONDAY, "10:00")


def openings(*hours: tuple[str, str]):
    return [(make.band(MONDAY, opens), make.band(MONDAY, closes)) for opens, closes in hours]


@pytest.mark.parametrize(
    ("asked", "minutes", "due"),
    [
        ("09:00", 120, "11:00"),
        ("11:00", 120, "15:30"),
        ("12:30", 120, "16:30"),
        ("07:00", 60, "09:30"),
        ("17:00", 600, "17:30"),
    ],
)
def test_the_clock_runs_in_opening_hours(asked, minutes, due):
    hours = openings(("08:30", "12:00"), ("14:30", "17:30"))
    assert rules.decide_by(make.band(MONDAY, asked), minutes, hours) == make.band(MONDAY, due)


@pytest.fixture
def eight(db):
    with clock.frozen(make.band(MONDAY, "08:40")):
        yield


@pytest.fixture
def leader(eight):
    return staff.make_user("duty_leader").as_actor()


def handed_in(**changes) -> GreenData:
    given = {
        "plan": make.plan("PP-NEW", urgent="yes"),
        "person": make.person(),
        "phone": "13800000026",
        "ground": "U01",
        "needed_by": MONDAY + timedelta(days=4),
        "evidence": SimpleUploadedFile("讣告.pdf", PDF),
    }
    return GreenData(**given | changes)


def test_request_starts_its_clock_and_alarms_the_roster(leader):
    request = services.ask(actor=PUBLIC, data=handed_in())
    assert request.decide_by == make.band(MONDAY, "10:40")
    assert Message.objects.filter(kind="green.received").count() == 1
    assert Alarm.objects.get().key == f"green:{request.code}:new"


def test_granting_makes_an_extra_place_at_once(leader):
    request = services.ask(actor=PUBLIC, data=handed_in())
    Band.objects.all().delete()
    decided = services.decide(actor=leader, code=request.code, grant=True, reason="奔丧属实", start=TEN)
    band = Band.objects.get(start=TEN)
    assert (band.extra, band.booked, decided.booking.channel) == (1, 1, "green")
    assert Message.objects.filter(kind="green.granted").count() == 1
    assert Alarm.objects.get().cleared_at is not None


def test_refusing_says_why(leader):
    request = services.ask(actor=PUBLIC, data=handed_in())
    services.decide(actor=leader, code=request.code, grant=False, reason="邀请函日期在两个月后")
    assert "两个月后" in Message.objects.get(kind="green.refused").body


@pytest.mark.parametrize(("grant", "reason", "code"), [(True, " ", "reason_missing"), (True, "可以", "start_missing")])
def test_decision_needs_reason_and_time(leader, grant, reason, code):
    request = services.ask(actor=PUBLIC, data=handed_in())
    with pytest.raises(BusinessError, match=code):
        services.decide(actor=leader, code=request.code, grant=grant, reason=reason)


def test_nobody_decides_an_own_request(leader):
    request = services.ask(actor=leader, data=handed_in(evidence=None))
    with pytest.raises(BusinessError, match="own_request"):
        services.decide(actor=leader, code=request.code, grant=True, reason="同意", start=TEN)
    other = staff.make_user("duty_leader").as_actor()
    assert services.decide(actor=other, code=request.code, grant=True, reason="同意", start=TEN).booking


def test_window_officer_enters_but_does_not_decide(eight):
    officer = staff.make_user("window_officer").as_actor()
    request = services.ask(actor=officer, data=handed_in())
    with pytest.raises(BusinessError, match="not_permitted"):
        services.decide(actor=staff.make_user("window_officer").as_actor(), code=request.code, grant=True, reason="x")


def test_a_request_is_decided_once(leader):
    request = services.ask(actor=PUBLIC, data=handed_in())
    services.decide(actor=leader, code=request.code, grant=False, reason="不属实")
    with pytest.raises(BusinessError, match="decided"):
        services.decide(actor=leader, code=request.code, grant=True, reason="同意", start=TEN)


def test_urgent_visit_replaces_the_later_booking_of_the_same_person(leader):
    somebody = make.person()
    later = make.book(start=make.band(MONDAY, "16:00"), people=(somebody,))
    request = services.ask(actor=PUBLIC, data=handed_in(person=somebody))
    services.decide(actor=leader, code=request.code, grant=True, reason="同意", start=TEN)
    later.refresh_from_db()
    assert later.status == BookingStatus.CANCELLED
    assert Booking.objects.filter(status=BookingStatus.BOOKED).get().start == TEN


def test_overdue_request_alarms(leader):
    request = services.ask(actor=PUBLIC, data=handed_in())
    services.alarm_overdue(request.decide_by + timedelta(minutes=1))
    assert Alarm.objects.filter(key=f"green:{request.code}:late").exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"needed_by": MONDAY - timedelta(days=1)}, "needed_by_past"),
        ({"evidence": None}, "evidence_missing"),
        ({"ground": "U08"}, "not_found"),
        ({"phone": "12345678901"}, "phone_mobile"),
        ({"evidence": SimpleUploadedFile("讣告.pdf", b"MZ\x90\x00not a pdf")}, "file"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(eight, changes, code):
    with pytest.raises(BusinessError, match=code):
        services.ask(actor=PUBLIC, data=handed_in(**changes))
    assert GreenRequest.objects.count() == 0


def test_pages_from_asking_to_the_place(leader, client):
    plan = make.plan("PP-NEW", urgent="yes")
    url = reverse("green_channel:ask") + f"?plan={plans.sign(plan)}"
    assert client.get(url).status_code == 200
    someone = make.person()
    posted = {
        "p0-name": someone.name,
        "p0-number": someone.number,
        "ground": "U01",
        "needed_by_0": "2026",
        "needed_by_1": "12",
        "needed_by_2": "4",
        "phone": "13800000026",
        "consent": "on",
        "key": "one",
        "evidence": SimpleUploadedFile("讣告.pdf", PDF),
    }
    assert client.post(url, posted | {"ground": ""}).status_code == 422
    posted["evidence"] = SimpleUploadedFile("讣告.pdf", PDF)
    answer = client.post(url, posted)
    request = GreenRequest.objects.get()
    assert (answer.status_code, answer.url) == (303, messages.path(request))
    assert client.get(answer.url).status_code == 200
    client.force_login(staff.make_user("duty_leader"))
    detail = reverse("green:request-detail", args=[request.code])
    assert "还剩" in client.get(detail).content.decode()
    given = {"answer": "grant", "reason": "属实", "start": TEN.isoformat()}
    assert client.post(detail + "decide/", given).status_code == 302
    assert "已同意" in client.get(answer.url).content.decode()
    assert client.get(reverse("green:request-list")).status_code == 200
    wrong = reverse("green_channel:status", args=[request.code, "0" * 32])
    assert client.get(wrong).status_code == 404


def test_extra_places_are_written_down(leader):
    request = services.ask(actor=PUBLIC, data=handed_in())
    services.decide(actor=leader, code=request.code, grant=True, reason="属实", start=TEN)
    extra = ExtraPlace.objects.get()
    assert (extra.places, extra.made_by_id, request.code in extra.reason) == (1, leader.user_id, True)
