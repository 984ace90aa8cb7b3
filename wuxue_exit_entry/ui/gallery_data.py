"""Made-up content of the gallery."""

from datetime import datetime, timedelta
from typing import Any

from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.ui import formats
from wuxue_exit_entry.ui.parts import Band, Copy, Day, Event, Fact, Finding, Item, Point, Row, Series, Tab


def say(zh: str, en: str) -> str:
    """Return the text in the language in force; made-up content is not in the catalogue."""
    return en if formats.is_english() else zh


def everything() -> dict[str, Any]:
    """Return the context of all gallery pages."""
    at = clock.local(clock.now()).replace(hour=9, minute=30, second=0, microsecond=0) + timedelta(days=1)
    return {
        "at": at,
        "until": at + timedelta(minutes=30),
        "parts": [Day, Event, Finding, Item, Point, Row, Series, Tab, Copy, Fact, Band],
        "now": datetime,
    }
