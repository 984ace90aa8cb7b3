"""The gallery: every component, in both languages, for whoever builds a page; never outside development and demo."""

import inspect
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from wuxue_exit_entry.ui import gallery_data
from wuxue_exit_entry.ui.public import public_page
from wuxue_exit_entry.ui.templatetags import ui

PAGES = ("home", "checklist", "slots", "done", "question", "check", "workbench", "front", "import", "sheet", "manual")


@public_page
def index(request: HttpRequest) -> HttpResponse:
    """Show every component."""
    return _show(request, "ui/gallery/index.html")


@public_page
def page(request: HttpRequest, name: str) -> HttpResponse:
    """Show one example page."""
    if name not in PAGES:
        raise Http404
    return _show(request, f"ui/gallery/{name}.html")


def manual() -> list[tuple[str, str, str]]:
    """Return name, props and manual of every component, from the code itself."""
    tags = {name: tag for name, tag in ui.register.tags.items() if name.startswith("ui_")}
    return [(name, _props(tag), inspect.getdoc(tag) or "") for name, tag in sorted(tags.items())]


def _props(tag: Callable[..., Any]) -> str:
    named = inspect.signature(inspect.unwrap(tag)).parameters.values()
    props = [p for p in named if p.kind is inspect.Parameter.KEYWORD_ONLY]
    return " ".join(f"{p.name}" if p.default is p.empty else f"{p.name}={p.default!r}" for p in props)


def _show(request: HttpRequest, template: str) -> HttpResponse:
    if not (settings.DEBUG or settings.DEMO_MODE):
        raise Http404
    language = "en" if request.GET.get("lang") == "en" else "zh-hans"
    with translation.override(language):
        context = {**gallery_data.everything(), "LANGUAGE_CODE": language, "pages": PAGES, "manual": manual()}
        return render(request, template, context)
