"""What the list of the workbench shows."""

from django.db import models


class Show(models.TextChoices):
    """The quick filters of the workbench."""

    WORK = "work", "近两日"
    EXCEPTIONS = "exceptions", "例外"
    GREEN = "green", "齐待登"
    TODAY = "today", "今天"
    NEXT = "next", "明天"
    ALL = "all", "全部"


class Arrival(models.TextChoices):
    """How an arrival stands to the time of the visit."""

    OTHER_DAY = "other_day", "不是今天"
    EARLY = "early", "还太早"
    OPEN = "open", "可以签到"
    LATE = "late", "晚到，照办"
    ARRIVED = "arrived", "已签到"
    ENDED = "ended", "已结束"

    @property
    def tone(self) -> str:
        return {"open": "ok", "late": "warn", "arrived": "info", "early": "warn", "other_day": "danger"}.get(
            self.value, "muted"
        )
