"""Writing messages and alarms: rows only, in the caller's transaction; jobs deliver them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.db import models, transaction

from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts import selectors as accounts
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.audit.actors import SYSTEM, Actor
from wuxue_exit_entry.jobs import services as jobs
from wuxue_exit_entry.jobs.enums import JobStatus
from wuxue_exit_entry.jobs.models import Job
from wuxue_exit_entry.jobs.selectors import dead_jobs
from wuxue_exit_entry.kernel import clock, constraints, identity
from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.messaging import kinds, rules, selectors
from wuxue_exit_entry.messaging.enums import OPEN, Channel, MessageStatus
from wuxue_exit_entry.messaging.kinds import MessageKind
from wuxue_exit_entry.messaging.models import Alarm, Message, MessagingPolicy
from wuxue_exit_entry.privacy import masks

DELIVER = "messaging.deliver"
constraints.register(
    "messaging_policy_some_hours", "no_quiet_hours", "静默时段的开始和结束不能相同。", field="quiet_until"
)
ALARM = MessageKind(
    code="messaging.alarm",
    label="告警",
    zh="【武穴出入境】告警：{text}（{at}）请登录系统处置。",
    en="[Wuxue exit-entry] Alarm: {text} ({at}). Please sign in and act.",
    urgent=True,
)
ESCALATED = MessageKind(
    code="messaging.alarm.escalated",
    label="告警上报",
    zh="【武穴出入境】告警 {minutes} 分钟无人接手：{text}（{at}）请登录系统处置。",
    en="[Wuxue exit-entry] Alarm not taken in hand for {minutes} minutes: {text} ({at}). Please sign in and act.",
    urgent=True,
)
constraints.register(
    "messaging_policy_escalates_within_a_day", "delay_out_of_range", "请填 1 到 1440 分钟。", field="escalate_after"
)


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Whom to tell, where and in which language; a number that is no mobile goes to the call list."""

    phone: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    robot: str = ""
    language: str = kinds.CHINESE

    def resolved(self) -> tuple[Channel, str]:
        """Return the way there and the number, address or group, the number as it is looked up."""
        if not self.phone:
            return (Channel.EMAIL, self.email) if self.email else (Channel.ROBOT, self.robot)
        try:
            phone = identity.clean_phone(self.phone)
        except identity.IdentityProblem:
            return Channel.CALL, self.phone
        return (Channel.SMS if phone.is_mobile else Channel.CALL), phone.number


# -- messages --------------------------------------------------------------------------------------------------------
@transaction.atomic(savepoint=False)  # part of the caller's act: both or neither
def queue(
    *,
    kind: MessageKind,
    to: Recipient,
    context: Mapping[str, Any],
    about: models.Model | None,
    dedupe_key: str,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
    urgent: bool = False,
) -> Message:
    """Write a message in the reader's language now, to be sent at `due_at` or after the quiet hours.

    The same `dedupe_key` again returns the message that is there, whatever became of it.
    """
    message = _drafted(kind, to, context, about, dedupe_key)
    message.urgent = urgent or kind.urgent
    message.expires_at = expires_at
    _schedule(message, due_at or clock.now())
    Message.objects.bulk_create([message], ignore_conflicts=True)
    stored = Message.objects.get(dedupe_key=dedupe_key)
    if stored.public_id == message.public_id and stored.status == MessageStatus.QUEUED:
        _ensure_delivery(stored)
    return stored


def _drafted(
    kind: MessageKind, to: Recipient, context: Mapping[str, Any], about: models.Model | None, dedupe_key: str
) -> Message:
    subject, body = kind.render(to.language, context)
    about_type, about_id = audit.named(about)
    channel, address = to.resolved()
    return Message(
        kind=kind.code,
        recipient=address,
        channel=channel,
        language=kinds.supported(to.language),
        subject_line=subject,
        body=body,
        about_type=about_type,
        about_id=about_id,
        dedupe_key=dedupe_key,
    )


def _schedule(message: Message, due_at: datetime) -> None:
    message.due_at = due_at
    if message.channel == Channel.CALL:
        message.status = MessageStatus.CALL_LIST
    elif not message.urgent:
        waking = _waking(due_at, message.expires_at)
        message.due_at = waking or due_at
        message.status = MessageStatus.QUEUED if waking else MessageStatus.EXPIRED


def _waking(due_at: datetime, expires_at: datetime | None) -> datetime | None:
    policy = selectors.policy()
    expires = clock.local(expires_at) if expires_at else None
    return rules.waking_moment(
        clock.local(due_at), clock.local(clock.now()), expires, policy.quiet_from, policy.quiet_until
    )


def _ensure_delivery(message: Message) -> None:
    jobs.ensure(DELIVER, message.public_id, due_at=message.due_at, payload={"message_id": message.pk})


@transaction.atomic
def withdraw(*, about: models.Model, kinds: Iterable[MessageKind | str] | None = None) -> int:
    """Take back what was not sent yet about `about`, in the caller's transaction, and return how much that was.

    What is on its way right now cannot be taken back, but is not tried again.
    """
    codes = None if kinds is None else [kind if isinstance(kind, str) else kind.code for kind in kinds]
    unsent = selectors.messages_about(about)
    if codes is not None:
        unsent = unsent.filter(kind__in=codes)
    unsent.filter(status=MessageStatus.SENDING).update(expires_at=clock.now())
    return unsent.filter(status__in=OPEN).update(status=MessageStatus.WITHDRAWN)


@transaction.atomic
def retry_message(*, actor: Actor, public_id: str) -> None:
    """Send again what failed, or release what was held, in its words as written.

    Raises BusinessError when it is neither.
    """
    access.require(actor, Permission.MESSAGING_RETRY)
    stopped = Message.objects.filter(
        public_id=public_id, status__in=[MessageStatus.FAILED, MessageStatus.HELD], channel__in=_SENT_BY_US
    )
    now = clock.now()
    if stopped.update(status=MessageStatus.QUEUED, due_at=now, attempts=0, unknown_outcomes=0, last_error="") != 1:
        raise BusinessError("not_stopped", "这条消息现在不需要重发。")
    message = Message.objects.get(public_id=public_id)
    _open_delivery_again(message)
    audit.record(actor, "messaging.message.retried", message)


@transaction.atomic
def revive_jobs(*, actor: Actor, kind: str) -> int:
    """Give the dead jobs of `kind` their attempts back and return how many there were."""
    access.require(actor, Permission.MESSAGING_RETRY)
    revived = sum(jobs.revive(job) for job in dead_jobs().filter(kind=kind))
    audit.record(actor, "jobs.job.revived", "jobs.job", after={"kind": kind, "count": revived})
    return revived


_SENT_BY_US = [Channel.SMS, Channel.EMAIL, Channel.ROBOT]


def _open_delivery_again(message: Message) -> None:
    _ensure_delivery(message)
    Job.objects.filter(kind=DELIVER, dedupe_key=message.public_id).exclude(status=JobStatus.RUNNING).update(
        status=JobStatus.WAITING, due_at=message.due_at, failures=0, finished_at=None
    )
    jobs.ring()


@transaction.atomic
def mark_called(*, actor: Actor, public_id: str, note: str = "") -> None:
    """Note that the person was told by telephone.

    Raises BusinessError when the message is not on the call list.
    """
    access.require(actor, Permission.BOOKING_CHANGE)
    waiting = Message.objects.filter(public_id=public_id, status=MessageStatus.CALL_LIST)
    if waiting.update(status=MessageStatus.CALLED, last_error="") != 1:
        raise BusinessError("not_on_call_list", "这条已不在待打电话的名单上。")
    audit.record(actor, "messaging.message.called", Message.objects.get(public_id=public_id), reason=note)


@transaction.atomic
def change_policy(*, actor: Actor, quiet_from: time, quiet_until: time, escalate_after: int | None = None) -> None:
    """Keep other quiet hours, or another delay after which an alarm that nobody took goes to the supervisors."""
    access.require(actor, Permission.MESSAGING_RETRY)
    policy = selectors.policy()
    before = _shown(policy)
    policy.quiet_from, policy.quiet_until = quiet_from, quiet_until
    policy.escalate_after = policy.escalate_after if escalate_after is None else escalate_after
    with constraints.translated():
        policy.save()
    audit.record(actor, "messaging.policy.changed", policy, before=before, after=_shown(policy))


def _shown(policy: MessagingPolicy) -> dict[str, object]:
    return {"quiet": str(policy), "escalate_after": policy.escalate_after}


# -- alarms ----------------------------------------------------------------------------------------------------------
@transaction.atomic
def alarm(key: str, text: str, *, about: models.Model | None = None) -> Alarm | None:
    """Raise the alarm `key` unless it is open, and tell whoever is on duty; None when it was open already."""
    about_type, about_id = audit.named(about)
    raised = Alarm(key=key, text=masks.mask_text(str(text))[:300], about_type=about_type, about_id=about_id)
    Alarm.objects.bulk_create([raised], ignore_conflicts=True)
    stored = Alarm.objects.filter(public_id=raised.public_id).first()
    if stored is None:
        return None
    audit.record(SYSTEM, "messaging.alarm.raised", stored, after={"key": key, "text": stored.text})
    for user in accounts.on_duty(stored.raised_at):
        if user.phone:
            _tell_on_duty(stored, user.pk, Recipient(phone=user.phone, language=user.language))
    return stored


def _tell_on_duty(raised: Alarm, user_id: int, to: Recipient) -> None:
    queue(
        kind=ALARM,
        to=to,
        context={"text": raised.text, "at": raised.raised_at},
        about=raised,
        dedupe_key=f"alarm:{raised.public_id}:{user_id}",
    )


@transaction.atomic
def escalate_alarms(now: datetime) -> int:
    """Tell every supervisor, once, of each alarm that nobody took in hand within the delay; return how many."""
    delay = selectors.policy().escalate_after
    unheard = Alarm.objects.filter(acknowledged_at=None, cleared_at=None, escalated_at=None)
    escalated = 0
    for one in unheard.filter(raised_at__lte=now - timedelta(minutes=delay)):
        if unheard.filter(pk=one.pk).update(escalated_at=now):  # whoever takes it in the meantime has it
            _tell_supervisors(one, delay)
            escalated += 1
    return escalated


def _tell_supervisors(unheard: Alarm, minutes: int) -> None:
    told = [user for user in accounts.supervisors() if user.phone]
    for user in told:
        queue(
            kind=ESCALATED,
            to=Recipient(phone=user.phone, language=user.language),
            context={"text": unheard.text, "at": unheard.raised_at, "minutes": minutes},
            about=unheard,
            dedupe_key=f"alarm:{unheard.public_id}:{user.pk}:escalated",
        )
    audit.record(SYSTEM, "messaging.alarm.escalated", unheard, after={"told": [user.username for user in told]})


@transaction.atomic
def clear_alarm(key: str) -> bool:
    """Close the alarm `key` when it is open: its cause is gone."""
    open_ = Alarm.objects.filter(key=key, cleared_at=None)
    cleared = list(open_.select_for_update())
    for one in cleared:
        open_.filter(pk=one.pk).update(cleared_at=clock.now())
        withdraw(about=one)
        audit.record(SYSTEM, "messaging.alarm.cleared", one)
    return bool(cleared)


@transaction.atomic
def acknowledge_alarm(*, actor: Actor, public_id: str) -> None:
    """Take an alarm in hand; the first one has it.

    Raises BusinessError when somebody has it already.
    """
    access.require(actor, Permission.ALARM_ACKNOWLEDGE)
    free = Alarm.objects.filter(public_id=public_id, acknowledged_at=None, cleared_at=None)
    if free.update(acknowledged_at=clock.now(), acknowledged_by_id=actor.user_id) != 1:
        raise BusinessError("already_acknowledged", "这条告警已有人接手或已解除。")
    audit.record(actor, "messaging.alarm.acknowledged", Alarm.objects.get(public_id=public_id))
