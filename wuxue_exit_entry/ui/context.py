"""Context of every page: the frame's parts, each read only when a template asks for it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from wuxue_exit_entry.ui import modes
from wuxue_exit_entry.ui import shell as frame


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's parts, lazily."""
    return {
        "hall": SimpleLazyObject(lambda: frame.read("hall", request) or frame.HallContact()),
        "alarms": SimpleLazyObject(lambda: frame.read("alarms", request) or []),
        "nav": SimpleLazyObject(lambda: frame.entries(request)),
        "display_mode": modes.mode_of(request),
        "demo_mode": settings.DEMO_MODE,
    }
