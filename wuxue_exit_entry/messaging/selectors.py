"""Reads: the outbox, the call list, open alarms, the policy."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from django.db import models
from django.db.models import Count, Q, QuerySet

from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit import seals
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.kernel import public_ids
from wuxue_exit_entry.messaging.enums import MessageStatus
from wuxue_exit_entry.messaging.models import Alarm, Message, MessagingPolicy


def messages_visible_to(actor: Actor) -> QuerySet[Message]:
    """Return the outbox for whoever may read it, nothing for the others."""
    return Message.objects.all() if access.can(actor, Permission.MESSAGING_READ) else Message.objects.none()


def messages_matching(actor: Actor, text: str, kind: str) -> QuerySet[Message]:
    """Return the visible messages about `text` (the name of a case or the message's own) and of `kind`."""
    found = messages_visible_to(actor).order_by("-id")
    if text:
        name = public_ids.normalise_code(text)
        found = found.filter(Q(about_id=name) | Q(public_id=name))
    return found.filter(kind=kind) if kind else found


def messages_about(about: models.Model) -> QuerySet[Message]:
    """Return what was and will be said about `about`, newest first."""
    about_type, about_id = audit.named(about)
    return Message.objects.filter(about_type=about_type, about_id=about_id).order_by("-id")


def call_list() -> QuerySet[Message]:
    """Return what has to be said by telephone, because the number is no mobile, oldest first."""
    return Message.objects.filter(status=MessageStatus.CALL_LIST).order_by("due_at", "id")


def not_delivered(model: type[models.Model], ids: Iterable[str]) -> set[str]:
    """Return those of `ids`, as the audit names rows of `model`, about whom a message came to nothing; one query."""
    failed = Message.objects.filter(about_type=model._meta.label_lower, about_id__in=list(ids))
    return set(failed.filter(status=MessageStatus.FAILED).values_list("about_id", flat=True))


def to_number(number: str, limit: int = 50) -> QuerySet[Message]:
    """Return what was sent to a number, newest first."""
    return Message.objects.filter(recipient=number).order_by("-id")[:limit]


def counts(messages: QuerySet[Message]) -> dict[str, int]:
    """Return how many messages there are in each state."""
    return dict(messages.order_by().values_list("status").annotate(n=Count("id")))


def waiting(now: datetime) -> int:
    """Return how many messages should have been sent by now."""
    return Message.objects.filter(status__in=[MessageStatus.QUEUED, MessageStatus.SENDING], due_at__lte=now).count()


def failing(now: datetime) -> int:
    """Return how many messages the gateway has refused to take at least three times and still not taken."""
    return Message.objects.filter(status=MessageStatus.QUEUED, attempts__gte=3, due_at__lte=now).count()


def open_alarms() -> QuerySet[Alarm]:
    """Return the alarms that are not cleared, newest first."""
    return Alarm.objects.filter(cleared_at=None).select_related("acknowledged_by")


def past_alarms() -> QuerySet[Alarm]:
    """Return the alarms that are over."""
    return Alarm.objects.exclude(cleared_at=None).select_related("acknowledged_by")


def policy() -> MessagingPolicy:
    """Return the one row of settings, made at first use."""
    return (
        MessagingPolicy.objects.first()
        or MessagingPolicy.objects.get_or_create(pk=1, defaults={"cluster": cluster()})[0]
    )


@lru_cache(maxsize=1)
def cluster() -> int:
    """Return the identity of the database cluster, which does not change while a process runs."""
    return seals.current_cluster()
