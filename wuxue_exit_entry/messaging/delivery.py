"""One message to its gateway: begin in one transaction, call, conclude in another together with the job."""

from datetime import datetime, timedelta

import structlog
from django.db import transaction

from wuxue_exit_entry.jobs import registry
from wuxue_exit_entry.jobs import services as jobs
from wuxue_exit_entry.jobs.models import Job
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.messaging import channels, rules, selectors
from wuxue_exit_entry.messaging.channels import NotSentError, Outcome
from wuxue_exit_entry.messaging.enums import MessageStatus
from wuxue_exit_entry.messaging.models import Message, MessagingPolicy
from wuxue_exit_entry.privacy import masks

log = structlog.get_logger("messaging")
_STALE_AFTER_RESTORE = timedelta(minutes=10)


def deliver(job: Job) -> None:
    """Deliver the message of `job` once, also when the worker dies at any point of it.

    Raises Postponed when it has to be tried later.
    """
    message = _begin(job)
    if message is None:
        return
    try:
        provider_id = channels.send(message)
    except NotSentError as problem:
        later = _keep_failure(job, message, problem)
        if later is not None:
            raise registry.Postponed(later) from problem
    else:
        _keep_sent(job, message, provider_id)


@transaction.atomic
def _begin(job: Job) -> Message | None:
    """Mark the message as being sent; None when there is nothing to send any more."""
    policy, now = selectors.policy(), clock.now()
    if policy.cluster != selectors.cluster():
        _hold_after_restore(policy, now)
    message = Message.objects.select_for_update().get(pk=job.payload["message_id"])
    lost = message.status == MessageStatus.SENDING
    if message.status not in (MessageStatus.QUEUED, MessageStatus.SENDING):
        return None
    status = _status_at(message, now, lost=lost)
    if status == MessageStatus.SENDING:
        _respect_quiet_hours(message, policy, now)
        message.attempts += 1
    message.status = status
    message.unknown_outcomes += lost
    message.last_error = _LAST_WORDS.get(status, message.last_error)
    message.save(update_fields=["status", "attempts", "unknown_outcomes", "last_error"])
    return message if status == MessageStatus.SENDING else None


_LAST_WORDS = {MessageStatus.FAILED: "结果不明，不再重发"}


def _status_at(message: Message, now: datetime, *, lost: bool) -> MessageStatus:
    """Return what to do with a message whose turn it is; `lost`: the worker that was sending it died."""
    if message.expires_at is not None and message.expires_at <= now:
        return MessageStatus.FAILED if lost else MessageStatus.EXPIRED
    if lost and message.unknown_outcomes >= 1 and not channels.repeats_safely(message):
        return MessageStatus.FAILED
    return MessageStatus.SENDING


def _respect_quiet_hours(message: Message, policy: MessagingPolicy, now: datetime) -> None:
    local = clock.local(now)
    if not message.urgent and rules.is_quiet(local, policy.quiet_from, policy.quiet_until):
        raise registry.Postponed(rules.quiet_end(local, policy.quiet_until))


def _hold_after_restore(policy: MessagingPolicy, now: datetime) -> None:
    """Hold what a restored copy would send a second time; a person releases it in the outbox."""
    stale = Message.objects.filter(
        status__in=[MessageStatus.QUEUED, MessageStatus.SENDING], due_at__lt=now - _STALE_AFTER_RESTORE
    )
    held = stale.update(status=MessageStatus.HELD, last_error="数据库从备份恢复，请确认后再发")
    MessagingPolicy.objects.filter(pk=policy.pk).update(cluster=selectors.cluster())
    log.warning("database restored elsewhere", held=held)


@transaction.atomic
def _keep_sent(job: Job, message: Message, provider_id: str) -> None:
    _compare_and_set(
        message,
        status=MessageStatus.SENT,
        sent_at=clock.now(),
        provider_id=provider_id[:100],
        last_error="",
    )
    jobs.finish(job)


@transaction.atomic
def _keep_failure(job: Job, message: Message, problem: NotSentError) -> datetime | None:
    """Keep what went wrong and return when to try again; None when that is over and the job is finished."""
    unknown = message.unknown_outcomes + (problem.outcome == Outcome.UNKNOWN)
    status = _status_after(message, problem, unknown)
    later = clock.now() + max(rules.pause(message.attempts), problem.retry_after)
    values = {"status": status, "unknown_outcomes": unknown, "last_error": masks.mask_text(str(problem))[:200]}
    _compare_and_set(message, **values)
    if status == MessageStatus.QUEUED:
        return later
    jobs.finish(job)
    return None


def _status_after(message: Message, problem: NotSentError, unknown: int) -> MessageStatus:
    if problem.outcome == Outcome.NO_WAY:
        return MessageStatus.HELD
    if problem.outcome == Outcome.REFUSED or message.attempts >= rules.MAX_ATTEMPTS:
        return MessageStatus.FAILED
    if problem.outcome == Outcome.UNKNOWN and unknown > 1 and not channels.repeats_safely(message):
        return MessageStatus.FAILED
    return MessageStatus.QUEUED


def _compare_and_set(message: Message, **values: object) -> None:
    mine = Message.objects.filter(pk=message.pk, status=MessageStatus.SENDING, attempts=message.attempts)
    if mine.update(**values) != 1:
        raise jobs.LostLeaseError(f"message {message.public_id}")
