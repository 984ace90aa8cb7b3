"""Converters of URL parts."""

from datetime import date


class DayConverter:
    """A day as 2026-12-03; what is no day of the calendar is no address."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """Return the day. Raises ValueError, which Django answers with 404."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        """Return the part of the URL."""
        return value.isoformat()
