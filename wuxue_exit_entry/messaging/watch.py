"""What the program itself has to alarm about: dead jobs, late work, a late seal, a gateway that takes nothing."""

from datetime import datetime, timedelta

from wuxue_exit_entry.audit import selectors as audit
from wuxue_exit_entry.jobs import registry
from wuxue_exit_entry.jobs import selectors as jobs
from wuxue_exit_entry.messaging import selectors, services

LATE = timedelta(minutes=10)


@registry.on_tick
def watch(now: datetime) -> None:
    """Raise or clear each alarm; raising one that is open does nothing."""
    dead = jobs.dead_jobs().count()
    _set("jobs.dead", f"{dead} 项后台任务多次失败，已停，请在消息发送页处置" if dead else "")
    late = jobs.overdue_since(now - LATE)
    _set("jobs.late", "后台任务积压超过 10 分钟" if late else "")
    unsealed = audit.oldest_unsealed()
    _set(
        "audit.seal_late",
        "审计日志超过 10 分钟没有封存，请运行 verify_audit 查明" if unsealed and unsealed < now - LATE else "",
    )
    failing = selectors.failing(now)
    _set("messaging.gateway", f"短信等渠道连续发送失败，{failing} 条消息在等待重发" if failing else "")


@registry.on_tick
def escalate(now: datetime) -> None:
    """Carry on what nobody has taken in hand."""
    services.escalate_alarms(now)


def _set(key: str, text: str) -> None:
    if text:
        services.alarm(key, text)
    else:
        services.clear_alarm(key)
