"""SVG of the charts: plain shapes with classes, coloured by the style sheet, each datum a link ≥ 24 px wide."""

from collections.abc import Sequence
from math import ceil, floor, log10
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from wuxue_exit_entry.ui.formats import number

WIDTH, HEIGHT = 460, 220
LEFT, RIGHT, TOP, BOTTOM = 40, 8, 18, 28
HEAT_STEPS = 5
TICKS = 4


def top_of(values: Sequence[float | None]) -> float:
    """Return the end of the axis: four round steps that reach over every value."""
    highest = max((v for v in values if v is not None), default=0)
    if highest <= 0:
        return 4
    size = float(10 ** floor(log10(highest / TICKS)))
    return TICKS * next(step * size for step in (1, 2, 2.5, 5, 10) if step * size * TICKS >= highest)


def bars(points: Sequence[Any], *, target: float | None = None) -> SafeString:
    """Return a bar chart."""
    top = top_of([p.value for p in points] + [target])
    step = (WIDTH - LEFT - RIGHT) / max(len(points), 1)
    drawn = [_bar(p, LEFT + i * step, step, top) for i, p in enumerate(points)]
    return _frame(top, format_html_join("", "{}", ((d,) for d in drawn)), _x_labels(points, step), target)


def _bar(point: Any, x: float, step: float, top: float) -> SafeString:
    y = _y(point.value or 0, top)
    width = min(step * 0.66, 56)
    shape = format_html(
        '<rect class="chart-hit" x="{}" y="{}" width="{}" height="{}"/>'
        '<rect class="chart-bar" x="{}" y="{}" width="{}" height="{}"/>'
        '<text class="chart-value" x="{}" y="{}">{}</text>',
        _n(x), TOP, _n(step), HEIGHT - TOP - BOTTOM,
        _n(x + (step - width) / 2), _n(y), _n(width), _n(HEIGHT - BOTTOM - y),
        _n(x + step / 2), _n(y - 5), number(point.value),
    )  # fmt: skip
    return _linked(point, shape)


def lines(series: Sequence[Any], *, target: float | None = None) -> SafeString:
    """Return a line chart; a missing value leaves a gap."""
    top = top_of([p.value for s in series for p in s.points] + [target])
    longest = max(series, key=lambda s: len(s.points)).points if series else ()
    step = (WIDTH - LEFT - RIGHT) / max(len(longest), 1)
    drawn = [_line(s.points, i, step, top) for i, s in enumerate(series)]
    return _frame(top, format_html_join("", "{}", ((d,) for d in drawn)), _x_labels(longest, step), target)


def _line(points: Sequence[Any], index: int, step: float, top: float) -> SafeString:
    spots = [(LEFT + (i + 0.5) * step, _y(p.value, top), p) for i, p in enumerate(points) if p.value is not None]
    path = _path([(x, y) for x, y, _ in spots])
    marks = format_html_join("", "{}", ((_linked(p, _marker(x, y, index)),) for x, y, p in spots))
    return format_html('<g class="chart-series chart-series-{}"><path d="{}"/>{}</g>', index % 6 + 1, path, marks)


def _marker(x: float, y: float, index: int) -> SafeString:
    hit = format_html('<rect class="chart-hit" x="{}" y="{}" width="24" height="24"/>', _n(x - 12), _n(y - 12))
    if index % 2:
        spot = format_html('<rect class="chart-mark" x="{}" y="{}" width="7" height="7"/>', _n(x - 3.5), _n(y - 3.5))
    else:
        spot = format_html('<circle class="chart-mark" cx="{}" cy="{}" r="4"/>', _n(x), _n(y))
    return hit + spot


def spark(values: Sequence[float | None], *, target: float | None = None) -> SafeString:
    """Return a sparkline of 150 × 36."""
    known = [v for v in values if v is not None]
    if not known:
        return SafeString("")
    low, high = min([*known, target or known[0]]), max([*known, target or known[0]])
    span = (high - low) or 1
    spots = [
        (4 + i * 142 / max(len(values) - 1, 1), 32 - (v - low) / span * 28)
        for i, v in enumerate(values)
        if v is not None
    ]
    aim: SafeString | str = ""
    if target is not None:
        y = _n(32 - (target - low) / span * 28)
        aim = format_html('<line class="chart-target" x1="0" x2="150" y1="{}" y2="{}"/>', y, y)
    return format_html(
        '<svg class="spark" viewBox="0 0 150 36" aria-hidden="true" focusable="false">{}<path d="{}"/>'
        '<circle cx="{}" cy="{}" r="3"/></svg>',
        aim, _path(spots), _n(spots[-1][0]), _n(spots[-1][1]),
    )  # fmt: skip


def heat(rows: Sequence[Any], columns: Sequence[Any]) -> SafeString:
    """Return a heat map; its cells carry no text, the table twin does."""
    left, cell_h = 52, 28
    step = (WIDTH - left) / max(len(columns), 1)
    top = max((p.value or 0 for r in rows for p in r.points), default=0)
    cells = []
    for j, row in enumerate(rows):
        cells.append(format_html('<text class="chart-row" x="0" y="{}">{}</text>', 24 + j * cell_h + 18, row.label))
        for i, point in enumerate(row.points):
            level = ceil((point.value or 0) / top * HEAT_STEPS) if top else 0
            shape = format_html(
                '<rect class="heat-{}" x="{}" y="{}" width="{}" height="{}"><title>{} {}：{}</title></rect>',
                level, _n(left + i * step), 24 + j * cell_h, _n(step - 2), cell_h - 2,
                row.label, columns[i], number(point.value),
            )  # fmt: skip
            cells.append(_linked(point, shape))
    heads = format_html_join(
        "",
        '<text class="chart-x" x="{}" y="16">{}</text>',
        ((_n(left + (i + 0.5) * step), c) for i, c in enumerate(columns)),
    )
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">{}{}</svg>',
        WIDTH, 24 + len(rows) * cell_h, heads, format_html_join("", "{}", ((c,) for c in cells)),
    )  # fmt: skip


def twin(series: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    """Return the rows of the table twin: a label and one cell a series."""
    longest = max(series, key=len) if series else ()
    return [{"label": p.label, "cells": [s[i] if i < len(s) else None for s in series]} for i, p in enumerate(longest)]


def legend(series: Sequence[Any]) -> list[dict[str, Any]]:
    """Return the legend of a line chart."""
    return [{"label": s.label, "index": i % 6 + 1} for i, s in enumerate(series)]


def _frame(top: float, body: SafeString, labels: SafeString, target: float | None) -> SafeString:
    ticks = [top * i / TICKS for i in range(TICKS + 1)]
    grid = format_html_join(
        "",
        '<line class="chart-grid" x1="{}" x2="{}" y1="{}" y2="{}"/><text class="chart-y" x="{}" y="{}">{}</text>',
        ((LEFT, WIDTH - RIGHT, _n(_y(t, top)), _n(_y(t, top)), LEFT - 6, _n(_y(t, top) + 4), number(t)) for t in ticks),
    )
    aim: SafeString | str = ""
    if target is not None:
        y = _n(_y(target, top))
        aim = format_html('<line class="chart-target" x1="{}" x2="{}" y1="{}" y2="{}"/>', LEFT, WIDTH - RIGHT, y, y)
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">{}{}{}{}</svg>',
        WIDTH, HEIGHT, grid, aim, body, labels,
    )  # fmt: skip


def _x_labels(points: Sequence[Any], step: float) -> SafeString:
    every = max(1, ceil(44 / step)) if points else 1
    return format_html_join(
        "",
        '<text class="chart-x" x="{}" y="{}">{}</text>',
        ((_n(LEFT + (i + 0.5) * step), HEIGHT - 8, p.label) for i, p in enumerate(points) if i % every == 0),
    )


def _linked(point: Any, shape: SafeString) -> SafeString:
    # The table twin carries the same links for the keyboard, hence no tab stop here.
    if not point.url:
        return format_html("<g>{}</g>", shape)
    return format_html('<a href="{}" tabindex="-1">{}</a>', point.url, shape)


def _path(spots: Sequence[tuple[float, float]]) -> str:
    return "M" + " L".join(f"{_n(x)} {_n(y)}" for x, y in spots) if spots else ""


def _y(value: float, top: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top)


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
