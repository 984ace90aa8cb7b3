"""Days and moments as a reader of either language says them; for messages, whose language is not the screen's."""

from datetime import date, datetime

from wuxue_exit_entry.kernel import clock

_WEEKDAYS_ZH = "一二三四五六日"
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day(value: date, language: str) -> str:
    """Return «9月21日（星期一）» or «Monday 21 September»."""
    if language.startswith("en"):
        return f"{_WEEKDAYS_EN[value.weekday()]} {value.day} {_MONTHS_EN[value.month - 1]}"
    return f"{value.month}月{value.day}日（星期{_WEEKDAYS_ZH[value.weekday()]}）"


def moment(value: datetime, language: str) -> str:
    """Return the day and the time on the clock of the hall."""
    local = clock.local(value)
    between = ", " if language.startswith("en") else ""
    return f"{day(local.date(), language)}{between}{local:%H:%M}"
