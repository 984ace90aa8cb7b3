"""An alarm that nobody takes in hand goes to every supervisor, once."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories.accounts import make_user
from wuxue_exit_entry.audit.models import AuditEvent
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.messaging import selectors, services, watch
from wuxue_exit_entry.messaging.models import Alarm, Message

SUPERVISORS = {"13900000011", "13900000012"}


@pytest.fixture
def staff(morning):
    for phone in SUPERVISORS:
        make_user("supervisor", phone=phone)
    return make_user("duty_leader", phone="13900000001")


def tick(at):
    with clock.frozen(at):
        watch.escalate(at)


def told():
    return sorted(Message.objects.filter(kind=services.ESCALATED.code).values_list("recipient", flat=True))


def test_unheard_alarm_goes_to_every_supervisor_once(staff, morning, client):
    services.alarm("k", "检索未签核")
    tick(morning + timedelta(minutes=14))
    assert told() == []
    due = morning + timedelta(minutes=15)
    tick(due)
    tick(due + timedelta(minutes=1))
    assert told() == sorted(SUPERVISORS)
    message = Message.objects.filter(kind=services.ESCALATED.code).first()
    assert message.urgent
    assert "15 分钟无人接手：检索未签核" in message.body
    assert Alarm.objects.get().escalated_at == due
    assert AuditEvent.objects.filter(verb="messaging.alarm.escalated").count() == 1
    client.force_login(staff, "django.contrib.auth.backends.ModelBackend")
    assert "已上报大队长" in client.get(reverse("messaging:alarm-list")).content.decode()


@pytest.mark.parametrize("ended", ["taken", "cleared"])
def test_alarm_in_hand_or_over_goes_no_further(staff, morning, ended):
    raised = services.alarm("k", "一")
    if ended == "taken":
        services.acknowledge_alarm(actor=staff.as_actor(), public_id=raised.public_id)
    else:
        services.clear_alarm("k")
    tick(morning + timedelta(hours=1))
    assert told() == []
    assert Alarm.objects.get().escalated_at is None


def test_the_delay_is_changed_in_the_browser(staff, morning, client):
    client.force_login(staff, "django.contrib.auth.backends.ModelBackend")
    sent = {"quiet_from": "21:00", "quiet_until": "08:00"}
    assert client.post(reverse("messaging:policy"), {**sent, "escalate_after": "0"}).status_code == 422
    assert client.post(reverse("messaging:policy"), {**sent, "escalate_after": "5"}).status_code == 302
    assert selectors.policy().escalate_after == 5
    services.alarm("k", "一")
    tick(morning + timedelta(minutes=5))
    assert told() == sorted(SUPERVISORS)
