"""Choices of the calendar, each with its label and tone."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DayKind(TextChoices):
    """What an entered day is."""

    HOLIDAY = "holiday", _("放假")
    WORKDAY = "workday", _("上班")

    @property
    def tone(self) -> str:
        """The tone in which the status is shown."""
        return {"holiday": "info", "workday": "ok"}[self.value]
