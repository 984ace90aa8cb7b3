"""Charts: SVG by the server, a table twin with the links, no script."""

from collections.abc import Sequence
from typing import Any

from django import template

from wuxue_exit_entry.ui import charts
from wuxue_exit_entry.ui.components.base import Extra, component

register = template.Library()


@component(register, "ui/chart.html")
def ui_bar_chart(
    *, title: Any, points: Sequence[Any], unit: Any = "", note: Any = "", target: float | None = None
) -> Extra:
    """Bars, each a link to its cases: parts.Point; `title` is the finding in one sentence."""
    return {"svg": charts.bars(points, target=target), "columns": [unit], "rows": charts.twin([points])}


@component(register, "ui/chart.html")
def ui_line_chart(
    *, title: Any, series: Sequence[Any], unit: Any = "", note: Any = "", target: float | None = None
) -> Extra:
    """Lines told apart by dash and marker as well as colour: parts.Series; an optional target line."""
    return {
        "svg": charts.lines(series, target=target),
        "columns": [s.label for s in series],
        "rows": charts.twin([s.points for s in series]),
        "legend": charts.legend(series) if len(series) > 1 else None,
    }


@component(register, "ui/chart.html")
def ui_heat(*, title: Any, rows: Sequence[Any], columns: Sequence[Any], unit: Any = "", note: Any = "") -> Extra:
    """Counts by two headings: `rows` are parts.Series whose points stand under `columns`."""
    return {
        "svg": charts.heat(rows, columns),
        "columns": list(columns),
        "rows": [{"label": r.label, "cells": list(r.points)} for r in rows],
        "grid": True,
    }


@component(register, "ui/figure_card.html")
def ui_figure_card(
    *,
    title: Any,
    value: Any,
    unit: Any = "",
    text: Any = "",
    tone: str = "info",
    values: Sequence[float | None] = (),
    target: float | None = None,
    url: Any = "",
    definition: Any = "",
    level: int = 3,
) -> Extra:
    """A figure, its line against the target, and one sentence that says what it means."""
    return {"svg": charts.spark(values, target=target) if len(values) > 1 else ""}
