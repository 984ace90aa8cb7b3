import importlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.accounts import make_unit, make_user
from tests.platform.messaging.conftest import PHONE
from wuxue_exit_entry.audit.models import AuditEvent
from wuxue_exit_entry.messaging import demo_urls, services
from wuxue_exit_entry.messaging.enums import MessageStatus
from wuxue_exit_entry.messaging.models import Message

BODY = "您好，9 月 21 日"


@pytest.fixture
def leader(client, morning):
    user = make_user("duty_leader")
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return user


def test_outbox_masks_and_filters(client, leader, send):
    unit = make_unit("a")
    sent = send("k1", about=unit)
    send("k2")
    Message.objects.filter(pk=sent.pk).update(status=MessageStatus.FAILED, last_error="gateway: 400")
    page = client.get(reverse("messaging:message-list")).content.decode()
    assert PHONE not in page
    assert page.count("138 **** 0026") == 2
    assert BODY not in page
    for query in ({"status": "failed"}, {"q": unit.public_id}, {"q": sent.public_id.lower()}):
        page = client.get(reverse("messaging:message-list"), query).content.decode()
        assert page.count("138 **** 0026") == 1


def test_outbox_needs_the_same_queries_for_one_and_for_many(client, leader, send, django_assert_num_queries):
    send("k1")
    client.get(reverse("messaging:message-list"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("messaging:message-list"))
    for number in range(20):
        send(f"many{number}")
    with django_assert_num_queries(len(one)):
        client.get(reverse("messaging:message-list"))


def test_reading_the_words_is_kept_in_the_audit(client, leader, send):
    message = send("k1")
    page = client.get(reverse("messaging:message-detail", args=[message.public_id])).content.decode()
    assert BODY in page
    assert PHONE not in page
    event = AuditEvent.objects.get(verb="messaging.message.read")
    assert (event.target_id, event.actor_id, event.purpose) == (message.public_id, leader.pk, "查看消息内容")


def test_failed_message_is_sent_again_by_a_button(client, leader, send):
    message = send("k1")
    url = reverse("messaging:message-retry", args=[message.public_id])
    assert "现在不需要重发" in client.post(url, follow=True).content.decode()
    Message.objects.update(status=MessageStatus.FAILED)
    assert client.get(url).status_code == 405
    assert "马上重发" in client.post(url, follow=True).content.decode()
    assert Message.objects.get().status == MessageStatus.QUEUED


def test_alarm_stands_over_every_page_until_somebody_takes_it(client, leader):
    services.alarm("k", "检索超过一小时未签核")
    home = reverse("messaging:message-list")
    assert "检索超过一小时未签核" in client.get(home).content.decode()
    alarm = services.selectors.open_alarms().get()
    client.post(reverse("messaging:alarm-acknowledge", args=[alarm.public_id]))
    assert "检索超过一小时未签核" not in client.get(home).content.decode()
    page = client.get(reverse("messaging:alarm-list")).content.decode()
    assert leader.name in page
    services.clear_alarm("k")
    assert "没有未解除的告警" in client.get(reverse("messaging:alarm-list")).content.decode()


def test_quiet_hours_are_changed_in_the_browser(client, leader):
    url = reverse("messaging:policy")
    assert 'value="21:00"' in client.get(url).content.decode()
    refused = client.post(url, {"quiet_from": "22:00", "quiet_until": "22:00", "escalate_after": "15"})
    assert (refused.status_code, "开始和结束不能相同" in refused.content.decode()) == (422, True)
    assert client.post(url, {"quiet_from": "22:00", "quiet_until": "07:30", "escalate_after": "15"}).status_code == 302
    assert str(services.selectors.policy()) == "22:00–07:30"


@pytest.mark.parametrize("role", ["window_officer", "window_auxiliary", "catalogue_keeper", "audit_admin"])
def test_outbox_is_closed_to_others(client, morning, send, role):
    message = send("k1")
    client.force_login(make_user(role), "django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("messaging:message-list")).status_code == 403
    assert client.get(reverse("messaging:message-detail", args=[message.public_id])).status_code == 403
    assert client.post(reverse("messaging:message-retry", args=[message.public_id])).status_code == 403
    assert client.get(reverse("messaging:alarm-list")).status_code == 403


# -- the demonstration's phone ----------------------------------------------------------------------------------------
def test_demo_phone_shows_what_a_number_gets(client, morning, send):
    send("k1")
    send("k2", phone="13800000027", language="en")
    url = reverse("demo:phone")
    assert BODY not in client.get(url).content.decode()
    shown = client.post(url, {"number": "138 0000 0026"}).content.decode()
    assert BODY in shown
    assert "See you" not in shown
    assert '<p lang="en">See you' in client.get(url, {"number": "13800000027"}).content.decode()
    assert "还没有消息" in client.post(url, {"number": "13800000099"}).content.decode()


def test_demo_phone_has_no_address_outside_the_demonstration(settings):
    settings.DEMO_MODE = False
    assert importlib.reload(demo_urls).urlpatterns == []
    settings.DEMO_MODE = True
    assert [pattern.name for pattern in importlib.reload(demo_urls).urlpatterns] == ["phone"]
