"""What the small buttons of the counter page change in what was typed: one more person or item, or one less."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import QueryDict

from appointments.booking import slot_board
from appointments.catalogue import plans
from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.ui import formats


def applied(posted: QueryDict) -> dict[str, str]:
    """Return what was typed after the button that was pressed; a nearest start that was tapped becomes the choice."""
    typed = {name: str(posted.get(name, "")) for name in posted if name != "csrfmiddlewaretoken"}
    if typed.get("near"):
        typed["start"] = typed["near"]
        typed["day"] = typed["near"][:10]
    verb, _, where = typed.get("do", "").partition(":")
    if verb == "add-person":
        typed["people"] = str(min(_number(typed, "people") + 1, plans.MAX_PEOPLE))
    elif verb == "drop-person":
        typed["people"] = str(max(_number(typed, "people") - 1, 1))
    elif verb == "add-item" and where.isdecimal():
        typed[f"p{where}-items"] = str(min(_number(typed, f"p{where}-items") + 1, plans.MAX_ITEMS))
    elif verb == "drop-item" and where.isdecimal():
        typed[f"p{where}-items"] = str(max(_number(typed, f"p{where}-items") - 1, 1))
    return typed


def nearest(error: BusinessError) -> list[tuple[str, str]]:
    """Return the free starts that a refusal names: as they are posted, and in words."""
    starts = [(datetime.fromisoformat(one["start"]), one["left"]) for one in error.details.get("nearest", [])]
    return [(slot_board.written(start), f"{formats.daytime(start)}　余 {left}") for start, left in starts]


def _number(typed: Mapping[str, Any], name: str) -> int:
    text = str(typed.get(name, ""))
    return int(text) if text.isdecimal() and len(text) < 4 else 1
