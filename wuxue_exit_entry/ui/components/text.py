"""Filters: how days, bands, codes and amounts are written."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from django import template

from wuxue_exit_entry.ui import formats, languages

register = template.Library()


@register.filter
def day(value: date | datetime | None) -> str:
    """«11 月 26 日 周四» or «Thursday 26 November»."""
    return formats.day(value) if value else ""


@register.filter
def near_day(value: date | datetime | None) -> str:
    """«今天», «明天», «周五»."""
    return formats.near_day(value) if value else ""


@register.filter
def strip_day(value: date | datetime | None) -> str:
    """«今天», «明天», «周五»; «Today», «Thu»."""
    return formats.strip_day(value) if value else ""


@register.filter
def thousands(value: Any) -> Any:
    """«12,871»; what is no number stays as it is."""
    return formats.number(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


@register.filter
def daytime(value: datetime | None) -> str:
    """«11 月 26 日 周四 09:30»."""
    return formats.daytime(value) if value else ""


@register.filter
def hhmm(value: datetime | None) -> str:
    """«09:30»."""
    return formats.clock_time(value) if value else ""


@register.filter
def stamp(value: datetime | None) -> str:
    """«11-25 09:02»."""
    return formats.stamp(value) if value else ""


@register.filter
def band(value: Any, end: datetime | timedelta | int | None = None) -> str:
    """«09:30–10:00», from a start and its end or minutes, or from anything with `starts_at` and `ends_at`."""
    if not value:
        return ""
    if end is None:
        return formats.band(value.starts_at, value.ends_at)
    return formats.band(value, end)


@register.filter
def spoken_code(value: str) -> str:
    """«7K3M 92PD»."""
    return formats.code(value)


@register.filter
def phone_link(value: str) -> str:
    """The digits of a telephone number, for `tel:`."""
    return re.sub(r"[^0-9+]", "", str(value))


@register.filter
def tone(level: str) -> str:
    """The tone of a message level of django.contrib.messages."""
    return {"success": "ok", "error": "danger", "warning": "warn"}.get(str(level).split(" ")[-1], "info")


@register.simple_tag
def html_lang() -> str:
    """The language in force as `<html lang>` wants it."""
    return languages.tag()
