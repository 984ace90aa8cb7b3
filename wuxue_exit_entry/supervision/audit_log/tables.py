"""The list of audit events."""

from datetime import datetime

import django_tables2 as tables

from wuxue_exit_entry.audit import words
from wuxue_exit_entry.audit.models import AuditEvent
from wuxue_exit_entry.ui import formats


class AuditTable(tables.Table):
    """Events, newest first."""

    at = tables.Column("时间", linkify=("audit:event-detail", {"pk": tables.A("pk")}))
    actor_name = tables.Column("人员", orderable=False, default="")
    verb = tables.Column("动作", orderable=False)
    target_id = tables.Column("对象", orderable=False, default="")
    reason = tables.Column("理由或用途", orderable=False, empty_values=())
    ip = tables.Column("地址", orderable=False, default="")
    request_id = tables.Column("请求", orderable=False, default="")

    class Meta:
        model = AuditEvent
        fields = ("at", "actor_name", "verb", "target_id", "reason", "ip", "request_id")
        caption = "审计事件"
        attrs = {"td": {"class": "nowrap"}}

    def render_at(self, value: datetime) -> str:
        """Short, in hall time."""
        return formats.stamp(value)

    def render_verb(self, value: str) -> str:
        """In words."""
        return words.words_of(value)

    def render_reason(self, record: AuditEvent) -> str:
        """Why it was done, or what it was read for."""
        return record.reason or record.purpose
