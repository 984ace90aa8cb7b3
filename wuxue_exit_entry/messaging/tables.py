"""Lists of messages and alarms."""

from datetime import datetime
from typing import Any

import django_tables2 as tables
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from wuxue_exit_entry.messaging.models import Alarm, Message
from wuxue_exit_entry.ui import formats

_ONE_LINE = {"td": {"class": "nowrap"}}  # narrow screens scroll the table rather than break numbers
_STATUS = "{% ui_status value=record.status_value %}"


class MessageTable(tables.Table):
    """The outbox; recipients masked, the words only on the page of one message."""

    at = tables.Column(
        "发出或应发", empty_values=(), linkify=("messaging:message-detail", {"public_id": tables.A("public_id")})
    )
    kind_label = tables.Column("种类", order_by="kind")
    masked_recipient = tables.Column("收件人", orderable=False)
    about_id = tables.Column("事由", default="")
    channel = tables.Column("渠道")
    status = tables.TemplateColumn(_STATUS, verbose_name="状态")
    last_error = tables.Column("备注", default="", orderable=False)

    class Meta:
        model = Message
        fields = ("at", "kind_label", "masked_recipient", "about_id", "channel", "status", "last_error")
        caption = "消息"
        attrs = _ONE_LINE

    def render_at(self, record: Message) -> str:
        """When it went, or should go."""
        return formats.stamp(record.sent_at or record.due_at)

    def order_at(self, queryset: QuerySet[Message], is_descending: bool) -> tuple[QuerySet[Message], bool]:
        """Sort by the moment that is shown."""
        moment = Coalesce(F("sent_at"), F("due_at"))
        return queryset.order_by(moment.desc() if is_descending else moment.asc()), True


class AlarmTable(tables.Table):
    """Alarms that are over."""

    raised_at = tables.Column("发生")
    text = tables.Column("内容", orderable=False)
    acknowledged_by = tables.Column("接手", default="无人接手", order_by="acknowledged_by__name")
    escalated_at = tables.Column("上报大队长", default="")
    cleared_at = tables.Column("解除")

    class Meta:
        model = Alarm
        fields = ("raised_at", "text", "acknowledged_by", "escalated_at", "cleared_at")
        caption = "已解除的告警"
        attrs = _ONE_LINE

    def render_raised_at(self, value: datetime) -> str:
        """Short, in hall time."""
        return formats.stamp(value)

    def render_escalated_at(self, value: datetime) -> str:
        """Short, in hall time."""
        return formats.stamp(value)

    def render_cleared_at(self, value: datetime) -> str:
        """Short, in hall time."""
        return formats.stamp(value)

    def render_acknowledged_by(self, value: Any, record: Alarm) -> str:
        """Who took it in hand, and when."""
        return f"{value} {formats.stamp(record.acknowledged_at)}" if record.acknowledged_at else str(value)
