"""What every page on the way to a booking shows round its own content; on some of them with a sealed field."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from appointments.booking import draft, slot_board, summary
from appointments.booking.draft import Draft
from appointments.catalogue.plans import Plan
from wuxue_exit_entry.ui import languages, modes

STEPS = ("slots", "details", "code", "check")


def of_plan(plan: Plan, page: str) -> dict[str, Any]:
    """Return the step, the length and the items of a visit."""
    return {
        "plan": plan,
        "steps": {"current": STEPS.index(page) + 1, "total": len(STEPS)},
        "items": summary.items_of(plan),
        "length": summary.length_of(plan),
    }


def of_draft(request: HttpRequest, kept: Draft, page: str) -> dict[str, Any]:
    """Return the sealed field, and the ways to the other language and to large text that take it along."""
    query = address_of(kept.plan, kept.start)
    flag = "edit" if page == "details" else "show"
    return {"sealed": draft.seal(kept), "query": query, "kept": kept, "tools": _tools(request, page, query, flag)}


def address_of(token: str, start: datetime) -> str:
    """Return the part of an address that says what for and when: nothing personal."""
    return urlencode({"plan": token, "start": slot_board.written(start)})


def _tools(request: HttpRequest, page: str, query: str, flag: str) -> dict[str, str]:
    other = languages.other(request)
    with translation.override(other.code):
        language_url = f"{reverse(f'booking:{page}')}?{query}"
    mode = modes.STANDARD if modes.mode_of(request) == modes.ELDER else modes.ELDER
    return {
        "flag": flag,
        "language_url": language_url,
        "language_name": other.name,
        "language_tag": other.tag,
        "mode_url": f"{reverse(f'booking:{page}')}?{query}&mode={mode}",
    }
