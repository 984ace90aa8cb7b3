"""What a page says: cards, notices, lists, figures, tags."""

from collections.abc import Iterable
from typing import Any

import segno
from django import template
from django.utils.safestring import SafeString, mark_safe

from wuxue_exit_entry.ui.components.base import TONES, Extra, block_component, component, one_of

register = template.Library()


@block_component(register, "ui/card.html")
def ui_card(
    context: template.Context, content: str, *, title: Any = "", note: Any = "", tone: str = "", id: str = ""
) -> Extra:
    """White paper on the wash with an optional heading; a tone colours its upper edge."""
    one_of("tone", tone, TONES)
    return None


@block_component(register, "ui/notice.html")
def ui_notice(
    context: template.Context, content: str, *, tone: str = "info", title: Any = "", live: bool = False
) -> Extra:
    """A paragraph that stands out: info, ok, warn or danger; `live` announces it to screen readers."""
    one_of("tone", tone, TONES)
    return None


@component(register, "ui/bring_list.html")
def ui_bring_list(*, items: Iterable[Any], plain: bool = False) -> Extra:
    """What to bring, numbered (or `plain` bullets): parts.Item with title, reason and an optional mark."""


@component(register, "ui/check_list.html")
def ui_check_list(*, items: Iterable[Any]) -> Extra:
    """What need not be brought, each with its source: parts.Item."""


@component(register, "ui/facts.html")
def ui_facts(*, items: Iterable[Any], note: Any = "") -> Extra:
    """Two or three large figures side by side: parts.Fact."""


@component(register, "ui/weak.html")
def ui_weak() -> Extra:
    """«以窗口公布为准 · 12367»: this fact is not confirmed yet."""


@component(register, "ui/tag.html")
def ui_status(*, value: Any) -> Extra:
    """The state of something: a member of an enum that carries `label` and `tone`."""
    tone = getattr(value, "tone", "") or "neutral"
    tone = "neutral" if tone == "muted" else tone
    one_of("tone", tone, TONES)
    return {"text": getattr(value, "label", value), "tone": tone}


@component(register, "ui/tag.html")
def ui_tag(*, text: Any, tone: str = "neutral") -> Extra:
    """A short coloured word; the word alone must say it all."""
    one_of("tone", tone, TONES)
    return None


@component(register, "ui/summary.html")
def ui_summary(*, rows: Iterable[Any], dense: bool = False) -> Extra:
    """Answers to check, each with 更改: parts.Row."""


@component(register, "ui/link_rows.html")
def ui_link_rows(*, items: Iterable[Any]) -> Extra:
    """A list of links with a short note at the right: parts.Item with `url`."""


@component(register, "ui/entry.html")
def ui_entry(*, title: Any, href: Any, note: Any = "", primary: bool = False, icon: str = "") -> Extra:
    """One of the ways in on the home page; exactly one is primary."""


@component(register, "ui/empty.html")
def ui_empty(*, title: Any, text: Any = "", icon: str = "inbox") -> Extra:
    """What stands where a list would be: why it is empty and what to do."""


@component(register, "ui/qr.html")
def ui_qr(*, text: str, label: Any = "", size: str = "m") -> Extra:
    """A QR code as inline SVG."""
    one_of("size", size, frozenset({"s", "m", "l"}))
    return {"svg": _qr(str(text))}


def _qr(text: str) -> SafeString:
    code = segno.make(text, error="m", micro=False)
    drawn = code.svg_inline(border=2, omitsize=True, svgclass="qr-code", lineclass=None)
    return mark_safe(drawn)  # noqa: S308 -- segno draws modules only, the text itself is not in the output
