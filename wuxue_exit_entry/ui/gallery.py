"""The gallery: every component, in both languages, for whoever builds a page; never outside development and demo."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from wuxue_exit_entry.ui import gallery_data
from wuxue_exit_entry.ui.public import public_page

PAGES = ("home", "checklist", "slots", "done", "question", "check", "workbench", "front", "import", "sheet")


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


def _show(request: HttpRequest, template: str) -> HttpResponse:
    if not (settings.DEBUG or settings.DEMO_MODE):
        raise Http404
    language = "en" if request.GET.get("lang") == "en" else "zh-hans"
    with translation.override(language):
        context = {**gallery_data.everything(), "LANGUAGE_CODE": language, "pages": PAGES}
        return render(request, template, context)
