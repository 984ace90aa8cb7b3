"""The entered days of the calendar: what the State Council announced and what the hall itself decided."""

from django.db import models
from simple_history.models import HistoricalRecords

from wuxue_exit_entry.workdays.enums import DayKind

LONGEST_NAME = 40
LONGEST_SOURCE = 120


class CalendarDay(models.Model):
    """One day that is off although it may be a weekday, or worked although it may be a weekend."""

    date = models.DateField("日期")
    kind = models.CharField("类别", max_length=10, choices=DayKind)
    name = models.CharField("名称", max_length=LONGEST_NAME)
    source_doc = models.CharField("依据", max_length=LONGEST_SOURCE, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "日历中的一天"
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(fields=["date"], name="workdays_calendarday_one_per_date"),
            models.CheckConstraint(condition=models.Q(kind__in=DayKind.values), name="workdays_calendarday_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.get_kind_display()}（{self.name}）"

    @property
    def audit_id(self) -> str:
        """The date names the row in the audit."""
        return self.date.isoformat()
