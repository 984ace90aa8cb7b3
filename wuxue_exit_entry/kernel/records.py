"""The history manager of records that are written often."""

from functools import cache
from typing import Any

from simple_history.manager import HistoryManager


class KeptHistoryManager(HistoryManager):  # type: ignore[misc]  # the package has no types
    """Its class is made once for a process; the package makes it anew at every access, a twentieth of a booking."""

    @classmethod
    @cache
    def from_queryset(cls, queryset_class: Any, class_name: str | None = None) -> Any:
        """Return the manager class over `queryset_class`."""
        return super().from_queryset(queryset_class, class_name)
