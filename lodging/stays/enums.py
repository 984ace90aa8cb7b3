"""Choices of stays."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class StayStatus(TextChoices):
    """What a stay is: a cancelled row is kept."""

    IN_HOUSE = "in_house", _("在住")
    LEFT = "left", _("已离店")
    CANCELLED = "cancelled", _("已撤销")


class ReportChannel(TextChoices):
    """How a report reached us."""

    FORM = "form", "前台录入"
    FILE = "file", "表格上传"
    API = "api", "接口"


class Severity(TextChoices):
    """How much a remark weighs: only errors reject."""

    ERROR = "error", "错误"
    WARNING = "warning", "提醒"
    INFO = "info", "说明"


class DelayGrade(IntegerChoices):
    """延迟标志 of the national table."""

    IN_TIME = 0, "及时"
    DAYS_1_2 = 1, "晚 1–2 天"
    DAYS_3_7 = 2, "晚 3–7 天"
    DAYS_8_14 = 3, "晚 8–14 天"
    DAYS_15 = 4, "晚 15 天以上"
