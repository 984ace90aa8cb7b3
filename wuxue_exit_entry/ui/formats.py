"""Dates, bands and codes as people read them, in the language in force; used by pages, messages and paper alike."""

from datetime import date, datetime, timedelta

from django.utils.translation import get_language

from wuxue_exit_entry.kernel import clock

_WEEKDAYS_ZH = "一二三四五六日"
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def is_english(language: str | None = None) -> bool:
    """Say whether `language`, by default the one in force, is English."""
    return (language or get_language() or "").startswith("en")


def as_day(value: date | datetime) -> date:
    """Return the day in Wuxue of a date or of a moment."""
    if isinstance(value, datetime):
        return clock.local(value).date() if value.tzinfo else value.date()
    return value


def day(value: date | datetime, language: str | None = None) -> str:
    """Return «11 月 26 日 周四» or «Thursday 26 November»; the year is named when it is not this one."""
    on = as_day(value)
    other_year = on.year != clock.today().year
    if is_english(language):
        text = f"{_WEEKDAYS_EN[on.weekday()]} {on.day} {_MONTHS_EN[on.month - 1]}"
        return f"{text} {on.year}" if other_year else text
    text = f"{on.month} 月 {on.day} 日 周{_WEEKDAYS_ZH[on.weekday()]}"
    return f"{on.year} 年 {text}" if other_year else text


def weekday(value: date | datetime, language: str | None = None) -> str:
    """Return «周四» or «Thu»."""
    on = as_day(value)
    return _WEEKDAYS_EN[on.weekday()][:3] if is_english(language) else f"周{_WEEKDAYS_ZH[on.weekday()]}"


def near_day(value: date | datetime, language: str | None = None) -> str:
    """Return «今天», «明天» or the weekday: near days by their names."""
    ahead = (as_day(value) - clock.today()).days
    words = ("Today", "Tomorrow") if is_english(language) else ("今天", "明天")
    return words[ahead] if ahead in (0, 1) else weekday(value, language)


def strip_day(value: date | datetime, language: str | None = None) -> str:
    """Return the head of a narrow day cell: «今天», «明天», «周五»; «Today», «Thu»."""
    is_today = as_day(value) == clock.today()
    return near_day(value, language) if is_today or not is_english(language) else weekday(value, language)


def number(value: float | None) -> str:
    """Return a number as it is printed: thousands apart, no needless decimals, a dash for what is not known."""
    if value is None:
        return "—"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def month(value: date | datetime, language: str | None = None) -> str:
    """Return «11 月» or «November»."""
    on = as_day(value)
    return _MONTHS_EN[on.month - 1] if is_english(language) else f"{on.month} 月"


def clock_time(value: datetime) -> str:
    """Return «09:30» in Wuxue."""
    local = clock.local(value) if value.tzinfo else value
    return f"{local:%H:%M}"


def daytime(value: datetime, language: str | None = None) -> str:
    """Return «11 月 26 日 周四 09:30» or «Thursday 26 November 09:30»."""
    return f"{day(value, language)} {clock_time(value)}"


def stamp(value: datetime) -> str:
    """Return «11-25 09:02», or with the year when it is not this one: for dense officer lists."""
    local = clock.local(value) if value.tzinfo else value
    return f"{local:%m-%d %H:%M}" if local.year == clock.today().year else f"{local:%Y-%m-%d %H:%M}"


def band(start: datetime, end: datetime | timedelta | int) -> str:
    """Return «09:30–10:00»; `end` is a moment, a length, or minutes."""
    if isinstance(end, int):
        end = timedelta(minutes=end)
    until = start + end if isinstance(end, timedelta) else end
    return f"{clock_time(start)}–{clock_time(until)}"


def code(value: str) -> str:
    """Return a booking code in two groups, as it is read out: «7K3M 92PD»."""
    text = str(value)
    half = (len(text) + 1) // 2
    return f"{text[:half]} {text[half:]}" if len(text) >= 6 else text
