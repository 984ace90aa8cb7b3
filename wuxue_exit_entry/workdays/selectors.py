"""Reads of the calendar."""

from datetime import date

from django.db.models import QuerySet

from wuxue_exit_entry.kernel.workdays import Calendar
from wuxue_exit_entry.workdays.enums import DayKind
from wuxue_exit_entry.workdays.models import CalendarDay


def calendar() -> Calendar:
    """The working days as they are entered at this moment; one query."""
    holidays: dict[date, str] = {}
    workdays: dict[date, str] = {}
    for day, kind, name in CalendarDay.objects.values_list("date", "kind", "name"):
        (workdays if kind == DayKind.WORKDAY else holidays)[day] = name
    return Calendar(holidays, workdays)


def days_of_year(year: int) -> QuerySet[CalendarDay]:
    """The entered days of a year, in order."""
    return CalendarDay.objects.filter(date__year=year)
