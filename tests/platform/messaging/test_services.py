from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import translation

from tests.factories.accounts import make_unit, make_user
from tests.platform.messaging.conftest import MORNING, PHONE
from wuxue_exit_entry.accounts.models import DutyShift
from wuxue_exit_entry.audit.models import AuditEvent
from wuxue_exit_entry.jobs.models import Job
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.errors import BusinessError, NotPermitted
from wuxue_exit_entry.messaging import selectors, services
from wuxue_exit_entry.messaging.enums import Channel, MessageStatus
from wuxue_exit_entry.messaging.models import Alarm, Message, MessagingPolicy

EVENING = MORNING + timedelta(hours=12)  # 22:00


def test_message_is_rendered_now_and_its_delivery_is_a_job(morning, send):
    message = send("k1")
    assert message.body == "您好，9 月 21 日 周一 10:00 见，共 3 项。"
    job = Job.objects.get(kind=services.DELIVER)
    assert (job.dedupe_key, job.payload, job.due_at) == (message.public_id, {"message_id": message.pk}, morning)


@pytest.mark.parametrize("screen", ["zh-hans", "en"])
def test_each_message_is_wholly_in_its_readers_language(morning, send, screen):
    """T45: whatever language the officer's screen has who triggers it."""
    with translation.override(screen):
        bodies = [send(f"k{n}", language=language).body for n, language in enumerate(["zh-hans", "en", "zh-hans"])]
    assert bodies == [
        "您好，9 月 21 日 周一 10:00 见，共 3 项。",
        "See you on Monday 21 September 10:00, 3 items.",
        "您好，9 月 21 日 周一 10:00 见，共 3 项。",
    ]


def test_same_key_is_the_same_message(morning, send):
    first = send("k1")
    assert send("k1", language="en").pk == first.pk
    assert Message.objects.count() == 1
    assert Job.objects.filter(kind=services.DELIVER).count() == 1


def test_key_stays_used_after_withdrawal(morning, send):
    unit = make_unit()
    first = send("k1", about=unit)
    services.withdraw(about=unit)
    assert send("k1", about=unit).pk == first.pk
    assert Message.objects.get().status == MessageStatus.WITHDRAWN


def test_number_and_words_are_sealed(morning, send):
    send("k1")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM messaging_message")
        row = str(cursor.fetchone())
    assert PHONE not in row
    assert "您好" not in row


@pytest.mark.parametrize("typed", ["+86 138-0000-0026", "１３８０００００026", "13800000026"])
def test_number_is_kept_as_it_is_looked_up(morning, send, typed):
    message = send("k1", phone=typed)
    assert message.channel == Channel.SMS
    assert list(selectors.to_number(PHONE)) == [message]
    assert message.masked_recipient == "138 **** 0026"


@pytest.mark.parametrize("phone", ["0713-6200001", "+85291234567"])
def test_what_is_no_mobile_goes_to_the_call_list_and_gets_no_sms(morning, send, phone):
    message = send("k1", phone=phone)
    assert (message.channel, message.status) == (Channel.CALL, MessageStatus.CALL_LIST)
    assert list(selectors.call_list()) == [message]
    assert not Job.objects.filter(kind=services.DELIVER).exists()


def test_call_is_ticked_off_once(morning, send):
    message = send("k1", phone="0713-6200001")
    officer = make_user("window_officer").as_actor()
    services.mark_called(actor=officer, public_id=message.public_id, note="本人接听")
    assert not selectors.call_list().exists()
    with pytest.raises(BusinessError):
        services.mark_called(actor=officer, public_id=message.public_id)
    assert AuditEvent.objects.filter(verb="messaging.message.called", target_id=message.public_id).count() == 1


# -- quiet hours ------------------------------------------------------------------------------------------------------
def test_quiet_hours_move_the_message(db, send):
    with clock.frozen(EVENING):
        assert send("k1").due_at == MORNING + timedelta(hours=22)  # 08:00 next day
        assert send("k2", urgent=True).due_at == EVENING
        assert send("k3", expires_at=EVENING + timedelta(hours=1)).status == MessageStatus.EXPIRED
    assert Job.objects.filter(kind=services.DELIVER).count() == 2


def test_quiet_hours_are_data(morning, send):
    leader = make_user("duty_leader").as_actor()
    policy = selectors.policy()
    services.change_policy(actor=leader, quiet_from=policy.quiet_until, quiet_until=policy.quiet_from)
    assert send("k1").due_at == MORNING + timedelta(hours=11)  # now 08:00–21:00 is quiet
    event = AuditEvent.objects.get(verb="messaging.policy.changed")
    assert (event.before["quiet"], event.after["quiet"]) == ("21:00–08:00", "08:00–21:00")
    assert MessagingPolicy.history.count() == 2


def test_quiet_hours_cannot_be_empty(morning):
    leader = make_user("duty_leader").as_actor()
    policy = selectors.policy()
    with pytest.raises(BusinessError) as refused:
        services.change_policy(actor=leader, quiet_from=policy.quiet_from, quiet_until=policy.quiet_from)
    assert refused.value.field == "quiet_until"


# -- withdrawing and retrying -----------------------------------------------------------------------------------------
def test_withdrawal_takes_back_what_is_not_sent(morning, send, test_kind):
    unit, other = make_unit("a"), make_unit("b")
    waiting, sent, on_its_way = send("k1", about=unit), send("k2", about=unit), send("k3", about=unit)
    call, elsewhere = send("k4", about=unit, phone="0713-6200001"), send("k5", about=other)
    Message.objects.filter(pk=sent.pk).update(status=MessageStatus.SENT, sent_at=morning)
    Message.objects.filter(pk=on_its_way.pk).update(status=MessageStatus.SENDING)
    assert services.withdraw(about=unit, kinds=["other"]) == 0
    assert services.withdraw(about=unit, kinds=[test_kind]) == 2
    states = dict(Message.objects.values_list("pk", "status"))
    assert states == {
        waiting.pk: "withdrawn",
        sent.pk: "sent",
        on_its_way.pk: "sending",
        call.pk: "withdrawn",
        elsewhere.pk: "queued",
    }
    assert Message.objects.get(pk=on_its_way.pk).expires_at == morning


def test_withdrawal_goes_with_the_callers_transaction(morning, send):
    unit = make_unit()
    send("k1", about=unit)
    with pytest.raises(ZeroDivisionError):
        withdraw_and_fail(unit)
    assert Message.objects.get().status == MessageStatus.QUEUED


@transaction.atomic
def withdraw_and_fail(unit):
    services.withdraw(about=unit)
    raise ZeroDivisionError


def test_retry_needs_permission_and_a_stopped_message(morning, send):
    message = send("k1")
    leader = make_user("duty_leader").as_actor()
    with pytest.raises(NotPermitted):
        services.retry_message(actor=make_user("window_officer").as_actor(), public_id=message.public_id)
    with pytest.raises(BusinessError):
        services.retry_message(actor=leader, public_id=message.public_id)


# -- alarms -----------------------------------------------------------------------------------------------------------
@pytest.fixture
def on_duty(morning):
    user = make_user("duty_leader", phone="13900000001")
    shift = {"start": morning - timedelta(hours=2), "end": morning + timedelta(hours=8)}
    DutyShift.objects.create(user=user, kind="leader", **shift)
    return user


def test_alarm_goes_to_whoever_is_on_duty_once(on_duty, morning):
    make_user("duty_leader", phone="13900000002")
    alarm = services.alarm("sweep.unsigned", "检索未签核，来电 13800000026", about=on_duty.unit)
    assert services.alarm("sweep.unsigned", "again") is None
    message = Message.objects.get()
    assert (message.recipient, message.urgent) == ("13900000001", True)
    assert "检索未签核" in message.body
    assert "13800000026" not in alarm.text
    assert AuditEvent.objects.filter(verb="messaging.alarm.raised").count() == 1


def test_cleared_alarm_may_come_again(on_duty):
    services.alarm("k", "一")
    assert services.clear_alarm("k") is True
    assert services.clear_alarm("k") is False
    assert services.alarm("k", "二") is not None
    assert list(selectors.open_alarms().values_list("text", flat=True)) == ["二"]
    assert Message.objects.filter(status=MessageStatus.WITHDRAWN).count() == 1


def test_first_to_take_an_alarm_has_it(on_duty):
    alarm = services.alarm("k", "一")
    actor = on_duty.as_actor()
    services.acknowledge_alarm(actor=actor, public_id=alarm.public_id)
    with pytest.raises(BusinessError):
        services.acknowledge_alarm(actor=actor, public_id=alarm.public_id)
    with pytest.raises(NotPermitted):
        services.acknowledge_alarm(actor=make_user("window_officer").as_actor(), public_id=alarm.public_id)
    assert Alarm.objects.get().acknowledged_by == on_duty
