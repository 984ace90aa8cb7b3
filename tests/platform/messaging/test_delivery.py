"""Delivery to a real HTTP gateway: what each answer leads to, and never twice."""

import socket
from contextlib import closing
from datetime import timedelta

import pytest
from django.core import mail

from tests.factories.accounts import make_unit, make_user
from tests.platform.messaging.conftest import MORNING
from wuxue_exit_entry.jobs import services as jobs
from wuxue_exit_entry.jobs.enums import JobStatus
from wuxue_exit_entry.jobs.models import Job
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.messaging import channels, delivery, selectors, services
from wuxue_exit_entry.messaging.enums import MessageStatus
from wuxue_exit_entry.messaging.models import Message, MessagingPolicy


def run_at(moment=MORNING):
    with clock.frozen(moment):
        jobs.run_due(kinds=[services.DELIVER])


def state():
    return Message.objects.values_list("status", "attempts", "last_error").get()


def test_message_is_sent_as_stored(morning, send, gateway):
    message = send("k1", language="en")
    run_at()
    message.refresh_from_db()
    assert (message.status, message.sent_at, message.attempts) == (MessageStatus.SENT, MORNING, 1)
    assert message.provider_id == f"gw-{message.public_id}"
    recorded = gateway.recorded()[message.public_id]
    assert recorded["body"] == {
        "id": message.public_id,
        "to": "13800000026",
        "text": "See you on Monday 21 September 10:00, 3 items.",
        "language": "en",
    }
    assert Job.objects.get(kind=services.DELIVER).status == JobStatus.DONE


@pytest.mark.parametrize("fault", ["500", "503", "429", "408", "409", "lost"])
def test_passing_fault_is_tried_again_with_the_same_key_and_words(morning, send, gateway, fault):
    message = send("k1")
    gateway.set_faults(fault)
    run_at()
    assert state()[:2] == ("queued", 1)
    assert Job.objects.get(kind=services.DELIVER).failures == 0
    run_at(MORNING + timedelta(seconds=14))
    assert state()[:2] == ("queued", 1)
    run_at(MORNING + timedelta(seconds=15))
    assert state() == ("sent", 2, "")
    recorded = gateway.recorded()[message.public_id]
    assert (recorded["recorded"], recorded["same"]) == (1, True)


@pytest.mark.parametrize("fault", ["400", "401", "403", "404", "422", "301"])
def test_refusal_is_final(morning, send, gateway, fault):
    message = send("k1")
    gateway.set_faults(fault)
    run_at()
    run_at(MORNING + timedelta(days=1))
    assert state() == ("failed", 1, f"gateway: {fault}")
    assert message.public_id not in gateway.recorded()
    assert Job.objects.get(kind=services.DELIVER).status == JobStatus.DONE


@pytest.mark.parametrize("fault", ["huge", "not json"])
def test_success_with_a_strange_body_is_a_success(morning, send, gateway, fault):
    send("k1")
    gateway.set_faults(fault)
    run_at()
    assert state() == ("sent", 1, "")


def test_gateway_says_how_long_to_wait(morning, send, gateway):
    send("k1")
    gateway.set_faults("429/600")
    run_at()
    run_at(MORNING + timedelta(seconds=599))
    assert state()[:2] == ("queued", 1)
    run_at(MORNING + timedelta(seconds=600))
    assert state()[:2] == ("sent", 2)


def test_gateway_that_is_not_there(morning, send, settings):
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings.SMS_GATEWAY_URL = f"http://127.0.0.1:{port}/sms"
    send("k1")
    run_at()
    assert state() == ("queued", 1, "gateway: ConnectError")


def test_slow_gateway_blocks_for_less_than_ten_seconds(morning, send, gateway):
    message = send("k1")
    gateway.set_faults("slow")
    run_at()
    assert state() == ("queued", 1, "gateway: ReadTimeout")
    run_at(MORNING + timedelta(seconds=15))
    assert state()[:2] == ("sent", 2)
    assert gateway.recorded()[message.public_id]["recorded"] == 1


def test_tries_are_bounded_and_a_person_may_start_them_again(morning, send, gateway):
    message = send("k1")
    gateway.set_faults(*["500"] * 8)
    for hours in range(12):
        run_at(MORNING + timedelta(hours=hours / 2))
    assert state()[:2] == ("failed", 8)
    with clock.frozen(MORNING + timedelta(hours=7)):
        services.retry_message(actor=make_user("duty_leader").as_actor(), public_id=message.public_id)
    run_at(MORNING + timedelta(hours=7))
    assert state() == ("sent", 1, "")


def test_withdrawn_message_is_not_sent(morning, send, gateway):
    unit = make_unit()
    message = send("k1", about=unit)
    services.withdraw(about=unit)
    run_at()
    assert state()[0] == "withdrawn"
    assert message.public_id not in gateway.recorded()


def test_message_is_never_sent_after_its_time(morning, send, gateway):
    message = send("k1", expires_at=MORNING + timedelta(hours=1))
    run_at(MORNING + timedelta(hours=1))
    assert state()[0] == "expired"
    assert message.public_id not in gateway.recorded()


def test_late_delivery_respects_the_quiet_hours(morning, send, gateway):
    send("k1")
    send("k2", urgent=True)
    run_at(MORNING + timedelta(hours=12))  # the worker comes back at 22:00
    assert dict(Message.objects.values_list("dedupe_key", "status")) == {"k1": "queued", "k2": "sent"}
    run_at(MORNING + timedelta(hours=22))
    assert Message.objects.filter(status="sent").count() == 2


def test_worker_lost_after_the_gateway_took_it(morning, send, gateway, monkeypatch):
    """The kill between the call and the conclusion: claimed again after the lease, sent with the same key."""
    message = send("k1")

    def killed(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(delivery, "_keep_sent", killed)
    with pytest.raises(KeyboardInterrupt):
        run_at()
    monkeypatch.undo()
    gateway_settings(gateway)
    assert state()[:2] == ("sending", 1)
    run_at(MORNING + timedelta(seconds=31))
    assert state()[:2] == ("sent", 2)
    assert gateway.recorded()[message.public_id] | {"body": 0} == {"body": 0, "recorded": 1, "seen": 2, "same": True}


def gateway_settings(gateway):
    channels.settings.SMS_GATEWAY_URL = f"{gateway.url}/sms"


def test_withdrawal_while_it_was_lost_on_its_way(morning, send, gateway, monkeypatch):
    unit = make_unit()
    message = send("k1", about=unit)
    Message.objects.filter(pk=message.pk).update(status=MessageStatus.SENDING, attempts=1)
    services.withdraw(about=unit)
    run_at(MORNING + timedelta(seconds=1))
    assert state() == ("failed", 1, "结果不明，不再重发")
    assert message.public_id not in gateway.recorded()


def test_slow_first_attempt_may_not_overwrite_the_second(morning, send, gateway):
    message = send("k1")
    job = jobs.claim([services.DELIVER])
    first = delivery._begin(job)
    with clock.frozen(MORNING + timedelta(seconds=31)):
        jobs.run(jobs.claim([services.DELIVER]))
    with pytest.raises(jobs.LostLeaseError):
        delivery._keep_sent(job, first, "late")
    message.refresh_from_db()
    assert message.provider_id == f"gw-{message.public_id}"


# -- other ways -------------------------------------------------------------------------------------------------------
def test_without_a_gateway_and_outside_the_demonstration_it_is_held(morning, send, settings):
    settings.DEMO_MODE, settings.SMS_GATEWAY_URL = False, ""
    send("k1")
    run_at()
    assert state() == ("held", 1, "没有配置短信网关")


def test_demonstration_shows_it(morning, send, settings):
    settings.SMS_GATEWAY_URL = ""
    message = send("k1")
    run_at()
    message.refresh_from_db()
    assert (message.status, message.provider_id) == ("sent", f"demo-{message.public_id}")


def test_mail_carries_a_message_id_of_ours(morning, send, settings):
    settings.EMAIL_HOST = "mail.example.org"
    message = send("k1", phone="", email="anna@example.org")
    run_at()
    (sent,) = mail.outbox
    assert (sent.to, sent.body) == (["anna@example.org"], message.body)
    assert sent.extra_headers["Message-ID"] == f"<{message.public_id}@localhost>"
    assert state()[0] == "sent"


def test_mail_to_a_real_closed_port_is_tried_again(morning, send, settings):
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    send("k1", phone="", email="anna@example.org")
    run_at()
    assert state() == ("queued", 1, "smtp: ConnectionRefusedError")


def test_robot_without_keys_is_repeated_at_most_once(morning, send, gateway, settings):
    settings.WECOM_ROBOT_URL = f"{gateway.url}/robot"
    message = send("k1", phone="", robot="duty")
    gateway.set_faults("lost", "lost", "")
    run_at()
    assert state()[0] == "queued"
    run_at(MORNING + timedelta(minutes=1))
    assert state()[0] == "failed"
    assert gateway.recorded()[message.public_id]["seen"] == 2
    assert Message.objects.get().unknown_outcomes == 2


def test_restored_copy_holds_what_is_stale(morning, send, gateway):
    """A copy on another cluster must not say again what the first has said."""
    stale = send("k1", due_at=MORNING)
    fresh = send("k2", due_at=MORNING + timedelta(minutes=55))
    selectors.policy()
    MessagingPolicy.objects.update(cluster=42)
    run_at(MORNING + timedelta(hours=1))
    assert dict(Message.objects.values_list("dedupe_key", "status")) == {"k1": "held", "k2": "sent"}
    with clock.frozen(MORNING + timedelta(hours=2)):
        services.retry_message(actor=make_user("duty_leader").as_actor(), public_id=stale.public_id)
    run_at(MORNING + timedelta(hours=2))
    assert {stale.public_id, fresh.public_id} <= gateway.recorded().keys()
