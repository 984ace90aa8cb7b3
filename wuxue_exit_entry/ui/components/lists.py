"""Lists at the desk: tables, filters, tabs, figures, keys that copy."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.template import Context

from wuxue_exit_entry.ui.components.base import Extra, block_component, component

register = template.Library()


@component(register, "ui/tabs.html")
def ui_tabs(*, items: Sequence[Any], label: Any = "") -> Extra:
    """Pages of the same kind as links under a line: parts.Tab."""


@component(register, "ui/chips.html")
def ui_chips(*, items: Sequence[Any], label: Any = "") -> Extra:
    """Quick filters as links, with counts: parts.Tab."""


@component(register, "ui/stats.html")
def ui_stats(
    *, items: Sequence[Any], note: Any = "", label: Any = "概览", note_url: Any = "", note_link: Any = ""
) -> Extra:
    """The strip of figures under the masthead: parts.Fact; `note` stands at the right, with a link where it has one."""


@component(register, "ui/stat_cards.html")
def ui_stat_cards(*, items: Sequence[Any], label: Any = "") -> Extra:
    """Counts that are filters: parts.Tab with `count`; the current one has the blue edge."""


@component(register, "ui/pagination.html")
def ui_pagination(context: Context, *, page: "Page[Any]", param: str = "page") -> Extra:
    """Pages of a list; keeps the rest of the query."""
    return page_links(context.get("request"), page, param)


def page_links(request: Any, page: "Page[Any]", param: str) -> dict[str, Any]:
    """Return the addresses round `page`, each with the rest of the query kept."""

    def link(number: int) -> str:
        query = request.GET.copy() if request is not None else None
        if query is None:
            return f"?{param}={number}"
        query[param] = str(number)
        return f"?{query.urlencode()}"

    return {
        "links": [
            {"number": n, "url": link(n) if isinstance(n, int) else "", "current": n == page.number}
            for n in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
        ],
        "previous": link(page.previous_page_number()) if page.has_previous() else "",
        "next": link(page.next_page_number()) if page.has_next() else "",
    }


@block_component(register, "ui/filter_bar.html")
def ui_filter_bar(
    context: Context,
    content: str,
    *,
    name: str = "q",
    placeholder: Any = "",
    value: Any = "",
    button: Any = "",
    label: Any = "",
    action: Any = "",
    post: bool = False,
) -> Extra:
    """A search field (focused by `/`) and, as body, further filters; GET, so a filter is an address."""


@component(register, "ui/history.html")
def ui_history(*, versions: Sequence[Any]) -> Extra:
    """Saved versions of a record, each with exactly the fields it changed: `ui.history.versions`."""


@component(register, "ui/copy_rows.html")
def ui_copy_rows(*, items: Iterable[Any]) -> Extra:
    """Values copied into another system by one key each: parts.Copy."""


@component(register, "ui/table_tag.html")
def ui_table(context: Context, *, table: Any) -> Extra:
    """A django-tables2 table (its `caption` names it): sticky head, aria-sort, pages, J/K/Enter along its rows."""
    return {"request": context.get("request")}


@block_component(register, "ui/table_wrap.html")
def ui_table_wrap(context: Context, content: str, *, caption: Any, hide_caption: bool = True) -> Extra:
    """Frame of a hand-written `<table>`: scrolls inside itself on a narrow screen, never the page."""


@block_component(register, "ui/print_head.html")
def ui_print_head(context: Context, content: str, *, title: Any, number: Any = "", qr: str = "") -> Extra:
    """Head of a printed sheet: organ, title, number, QR; the body is the line beneath."""
