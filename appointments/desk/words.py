"""What happened to a file, in the words of officers."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from appointments.booking.enums import Channel
from appointments.cases.enums import Level
from appointments.sweep.models import Sweep
from wuxue_exit_entry.audit import words as audit_words
from wuxue_exit_entry.audit.models import AuditEvent
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.messaging.enums import MessageStatus
from wuxue_exit_entry.messaging.models import Message
from wuxue_exit_entry.ui import formats
from wuxue_exit_entry.ui.parts import Event

_LINK = re.compile(r"https?://\S+")

# What another line says better: the message itself, the verdict, the arrival of the booking.
_SILENT = {"appointments.case.findings_changed", "appointments.booking.reminded", "appointments.case.arrived"}


def said(event: AuditEvent) -> str:
    """Return what an event is called, with its reason."""
    word = audit_words.words_of(event.verb)
    return f"{word}：{event.reason}" if event.reason else word


def timeline(
    events: Iterable[AuditEvent],
    messages: Iterable[Message],
    *,
    materials: Mapping[str, str],
    sweeps: Mapping[str, Sweep],
    channel: str = "",
) -> list[Event]:
    """Return what happened and what was said, newest first."""
    lines = [_of_event(event, materials, sweeps, channel) for event in events if not _is_silent(event)]
    lines += [_of_message(message) for message in messages]
    return sorted(lines, key=lambda line: line.at or clock.now(), reverse=True)


def _is_silent(event: AuditEvent) -> bool:
    by_system = event.actor_kind == "system"
    return event.verb in _SILENT or (by_system and event.verb == "appointments.booking.told")


def _of_event(event: AuditEvent, materials: Mapping[str, str], sweeps: Mapping[str, Sweep], channel: str) -> Event:
    after: dict[str, Any] = event.after or {}
    title = said(event)
    if event.verb == "appointments.case.material_ticked":
        name = materials.get(after.get("material", ""), after.get("material", ""))
        title = f"{'核对' if after.get('seen') else '取消核对'}：{name}"
    elif event.verb == "appointments.booking.judged":
        title = _judged(after, sweeps)
    elif event.verb == "appointments.booking.created" and channel:
        title = f"{Channel(channel).label}{f'：{event.reason}' if event.reason else ''}"
    elif event.verb == "appointments.booking.rescheduled":
        title = f"改期：{_start(event.before)} → {_start(after)}"
    elif event.verb == "appointments.booking.phone_changed":
        title = f"更正电话：{(event.before or {}).get('phone', '')} → {after.get('phone', '')}"
    return Event(title, note=event.actor_name if event.actor_kind == "staff" else "", at=event.at, state="done")


def _judged(after: Mapping[str, Any], sweeps: Mapping[str, Sweep]) -> str:
    sweep, level = sweeps.get(after.get("sweep", "")), after.get("level", "")
    name = f"{sweep.name}检索" if sweep and sweep.name.startswith("第") else (sweep.name if sweep else "检索")
    count = len(after.get("findings", []))
    word = str(Level(level).label) if level in Level.values else ""
    return f"{name}：{word}{f' {count} 样' if level == Level.RED and count else ''}"


def _start(values: Mapping[str, Any] | None) -> str:
    written = (values or {}).get("start", "")
    return formats.stamp(datetime.fromisoformat(written)) if written else ""


def _of_message(message: Message) -> Event:
    title = f"{message.get_channel_display()}「{message.kind_label}」{reached(message)}"
    return Event(title, at=message.sent_at or message.created_at, state="done")


def spoken(message: Message) -> str:
    """Return the words of a message without its link, which opens the booking to whoever has it."""
    return _LINK.sub("〔链接〕", message.body)


def reached(message: Message | None) -> str:
    """Say whether a message has reached its reader."""
    if message is None:
        return ""
    if message.seen_at:
        return f"已读 {formats.clock_time(message.seen_at)}"
    return {"sent": "未读"}.get(message.status, str(MessageStatus(message.status).label))
