"""What was said to whom, the hours of rest, and alarms to whoever is on duty."""

from datetime import time

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from wuxue_exit_entry.accounts.models import User
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.public_ids import new_public_id
from wuxue_exit_entry.messaging import kinds
from wuxue_exit_entry.messaging.enums import Channel, MessageStatus
from wuxue_exit_entry.privacy import masks
from wuxue_exit_entry.privacy.fields import SealedField


class Message(models.Model):
    """One message, its words as sent; that it is delivered is a job of its own."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    kind = models.CharField("种类", max_length=60)
    recipient = SealedField("收件人", purpose="messaging.message.recipient", max_length=254, db_index=True)
    channel = models.CharField("渠道", max_length=10, choices=Channel.choices)
    language = models.CharField("语言", max_length=10)
    subject_line = models.CharField("主题", max_length=120, blank=True)
    body = SealedField("内容", purpose="messaging.message.body")
    about_type = models.CharField("事由类别", max_length=60, blank=True)
    about_id = models.CharField("事由", max_length=60, blank=True)
    dedupe_key = models.CharField(max_length=200, unique=True)
    urgent = models.BooleanField("不避静默时段", default=False)
    created_at = models.DateTimeField("写成", default=clock.now, editable=False)
    due_at = models.DateTimeField("应发")
    expires_at = models.DateTimeField("过期", null=True, blank=True)
    status = models.CharField("状态", max_length=10, choices=MessageStatus.choices, default=MessageStatus.QUEUED)
    attempts = models.PositiveIntegerField("尝试", default=0)
    unknown_outcomes = models.PositiveIntegerField("结果不明", default=0)
    last_error = models.CharField("最近错误", max_length=200, blank=True)
    sent_at = models.DateTimeField("发出", null=True, blank=True)
    provider_id = models.CharField("网关编号", max_length=100, blank=True)
    seen_at = models.DateTimeField("已读", null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=MessageStatus.SENT, sent_at__isnull=False)
                | (~Q(status=MessageStatus.SENT) & Q(sent_at__isnull=True)),
                name="messaging_message_sent_means_dated",
            ),
        ]
        indexes = [
            models.Index(fields=["about_type", "about_id"], name="messaging_message_about"),
            models.Index(
                fields=["status", "due_at"],
                condition=~Q(status__in=[MessageStatus.SENT, MessageStatus.WITHDRAWN]),
                name="messaging_message_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    @property
    def kind_label(self) -> str:
        """Label of the kind, or its code when no app knows it any more."""
        return kinds.label_of(self.kind)

    @property
    def status_value(self) -> MessageStatus:
        """The state with its label and tone."""
        return MessageStatus(self.status)

    @property
    def can_be_retried(self) -> bool:
        """Whether a person may have it sent again."""
        return self.status in (MessageStatus.FAILED, MessageStatus.HELD) and self.channel != Channel.CALL

    @property
    def masked_recipient(self) -> str:
        """The recipient as lists show it."""
        return masks.mask_recipient(self.recipient)


class MessagingPolicy(models.Model):
    """The one row of what is set by people: when nobody is disturbed; and of which database cluster this is."""

    quiet_from = models.TimeField("静默开始", default=time(21, 0))
    quiet_until = models.TimeField("静默结束", default=time(8, 0))
    escalate_after = models.PositiveSmallIntegerField(
        "告警无人接手多久后上报（分钟）", default=15, help_text="告警过了这么久没人接手，再发给每一位大队长，只发一次"
    )
    cluster = models.BigIntegerField(default=0, editable=False)
    history = HistoricalRecords(excluded_fields=["cluster"])

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="messaging_policy_one_row"),
            models.CheckConstraint(
                condition=~Q(quiet_from=F("quiet_until")),
                name="messaging_policy_some_hours",
                violation_error_message="静默时段的开始和结束不能相同。",
            ),
            models.CheckConstraint(
                condition=Q(escalate_after__gte=1, escalate_after__lte=1440),
                name="messaging_policy_escalates_within_a_day",
                violation_error_message="请填 1 到 1440 分钟。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quiet_from:%H:%M}–{self.quiet_until:%H:%M}"


class Alarm(models.Model):
    """Something that somebody has to look at now; one open alarm for each key."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    key = models.CharField(max_length=120)
    text = models.CharField("内容", max_length=300)
    about_type = models.CharField(max_length=60, blank=True)
    about_id = models.CharField(max_length=60, blank=True)
    raised_at = models.DateTimeField("发生", default=clock.now)
    acknowledged_at = models.DateTimeField("已接手", null=True, blank=True)
    acknowledged_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    escalated_at = models.DateTimeField("已上报", null=True, blank=True)
    cleared_at = models.DateTimeField("解除", null=True, blank=True)

    class Meta:
        ordering = ["-raised_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(cleared_at__isnull=True), name="messaging_alarm_one_open_per_key"
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="messaging_alarm_acknowledged_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.text
