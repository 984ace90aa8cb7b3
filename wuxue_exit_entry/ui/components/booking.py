"""Choosing a place and what follows: day strip, bands, confirmation, timeline."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template

from wuxue_exit_entry.ui import formats
from wuxue_exit_entry.ui.components.base import TONES, Extra, block_component, component, one_of

register = template.Library()
NOON = 12


@component(register, "ui/day_strip.html")
def ui_day_strip(*, days: Iterable[Any], label: Any = "") -> Extra:
    """Days with what is left in words: parts.Day."""


@component(register, "ui/bands.html")
def ui_bands(*, bands: Sequence[Any], name: str = "band") -> Extra:
    """Bands of a day, morning and afternoon apart: parts.Band, as links or, with `value`, as radios called `name`."""
    hour = {id(b): int(formats.clock_time(b.start)[:2]) for b in bands}
    return {
        "morning": [b for b in bands if hour[id(b)] < NOON],
        "afternoon": [b for b in bands if hour[id(b)] >= NOON],
    }


@block_component(register, "ui/pick_bar.html")
def ui_pick_bar(context: template.Context, content: str, *, value: Any, label: Any = "") -> Extra:
    """The choice repeated beside the button that takes it; the body is the button."""


@component(register, "ui/confirmation.html")
def ui_confirmation(*, title: Any, code: str, note: Any = "") -> Extra:
    """The green panel with a code large enough to read out."""


@component(register, "ui/timeline.html")
def ui_timeline(*, items: Iterable[Any], dense: bool = False) -> Extra:
    """What was done and what happens next: parts.Event; `dense` is one line each, for officers."""


@component(register, "ui/hall_line.html")
def ui_hall_line(*, open_now: bool, hours: Any, note: Any = "", next_free: Any = "") -> Extra:
    """Today's hall in one line; `hours` is a text or a list of texts that do not break."""
    return {"parts": hours if isinstance(hours, (list, tuple)) else str(hours).split(" ・ ")}


@component(register, "ui/findings.html")
def ui_findings(*, items: Sequence[Any]) -> Extra:
    """What the checks found, worst first as given: parts.Finding."""
    for item in items:
        one_of("tone", item.tone, TONES)
    return None
