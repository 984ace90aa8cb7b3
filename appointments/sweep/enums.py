"""States and kinds of sweeps."""

from django.db import models


class SweepStatus(models.TextChoices):
    DUE = "due", "待执行"
    RUNNING = "running", "检索中"
    DONE = "done", "已完成"
    SUPERSEDED = "superseded", "由后一次代替"

    @property
    def tone(self) -> str:
        return {"due": "warn", "running": "info", "done": "ok", "superseded": "muted"}[self]


class SweepKind(models.TextChoices):
    SCHEDULED = "scheduled", "定时检索"
    LATE = "late", "补充检索"  # bookings made after the last sweep before their day
    MANUAL = "manual", "人工检索"

    @property
    def tone(self) -> str:
        return {"scheduled": "info", "late": "muted", "manual": "warn"}[self]
