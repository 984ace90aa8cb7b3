"""What can be pressed: buttons, links that look like buttons, the way back, key hints."""

from typing import Any

from django import template
from django.template import Context
from heroicons.templatetags import heroicons

from wuxue_exit_entry.ui import languages
from wuxue_exit_entry.ui.components.base import Extra, component, one_of

register = template.Library()
_ICONS = {
    "outline": heroicons.heroicon_outline,
    "solid": heroicons.heroicon_solid,
    "mini": heroicons.heroicon_mini,
    "micro": heroicons.heroicon_micro,
}
KINDS = frozenset({"primary", "secondary", "quiet", "danger"})


@component(register, "ui/button.html")
def ui_button(
    *,
    text: Any,
    kind: str = "primary",
    type: str = "submit",
    name: str = "",
    value: Any = "",
    key: str = "",
    icon: str = "",
    form: str = "",
    formaction: str = "",
    wide: bool = False,
    disabled: bool = False,
    attrs: dict[str, Any] | None = None,
) -> Extra:
    """A button; `key` is its one-key shortcut, `attrs` holds hx-* and data-* attributes, `wide` fills the row."""
    one_of("kind", kind, KINDS)
    return {"tag_name": "button"}


@component(register, "ui/button.html")
def ui_link_button(
    *,
    text: Any,
    href: Any,
    kind: str = "primary",
    key: str = "",
    icon: str = "",
    wide: bool = False,
    download: bool = False,
    attrs: dict[str, Any] | None = None,
) -> Extra:
    """A link that looks like a button: goes somewhere, changes nothing."""
    one_of("kind", kind, KINDS)
    return {"tag_name": "a"}


@component(register, "ui/post_button.html")
def ui_post_button(
    *,
    text: Any,
    url: Any,
    kind: str = "secondary",
    key: str = "",
    icon: str = "",
    name: str = "",
    value: Any = "",
    fields: dict[str, Any] | None = None,
    wide: bool = False,
    attrs: dict[str, Any] | None = None,
) -> Extra:
    """A one-button form that posts to `url`; `fields` go along as hidden inputs."""
    one_of("kind", kind, KINDS)
    return None


@component(register, "ui/back.html")
def ui_back(*, href: Any, text: Any = "") -> Extra:
    """The way back, first thing in the page; a real address, never `history.back()`."""


@component(register, "ui/kbd.html")
def ui_kbd(*, key: str) -> Extra:
    """A key as it is printed on a button."""


@component(register, "ui/icon.html")
def ui_icon(*, name: str, size: int = 20, variant: str = "outline", label: Any = "") -> Extra:
    """An icon by its heroicons name; without `label` it is decoration."""
    one_of("variant", variant, frozenset(_ICONS))
    hidden = {} if label else {"aria_hidden": "true", "focusable": "false"}
    named = {"role": "img", "aria_label": str(label)} if label else {}
    return {"svg": _ICONS[variant](name, size=size, **{"class": "icon"}, **hidden, **named)}


@component(register, "ui/steps.html")
def ui_steps(*, current: int, total: int, note: Any = "") -> Extra:
    """«第 4 步，共 9 步 ・ 普通护照换发»."""


@component(register, "ui/language_toggle.html")
def ui_language_toggle(context: Context) -> Extra:
    """The other language, in its own name, for the same page."""
    return {"other": languages.other(context.get("request"))}


@component(register, "ui/mode_toggle.html")
def ui_mode_toggle(context: Context) -> Extra:
    """Large text on and off, by a plain link to the same page."""
    request = context.get("request")
    elder = context.get("display_mode") == "elder"
    query = request.GET.copy() if request is not None else None
    if query is not None:
        query["mode"] = "standard" if elder else "elder"
    return {"elder": elder, "href": f"?{query.urlencode()}" if query is not None else "?mode=elder"}
