"""Screens of the keeper: items and their parts, the shared dictionaries, figures to confirm, history."""

from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from appointments.catalogue import guide, keeper_selectors, keeper_words, keeping, previews, services
from appointments.catalogue.enums import GuideElement
from appointments.catalogue.keeper_forms import ConfirmForm, RecordForm, ServiceForm
from appointments.catalogue.kinds import ENTRIES, PARTS, Kind
from appointments.catalogue.models import Ruling, Service
from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.ui.forms import apply_error
from wuxue_exit_entry.ui.parts import Tab

EDIT = Permission.CATALOGUE_EDIT


@access.requires(EDIT)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """All items by group, with what waits for confirmation."""
    rows = list(keeper_selectors.services())
    groups = [
        {"label": group.label, "rows": [row for row in rows if row.family in group.families]} for group in guide.GROUPS
    ]
    return _render(request, "services", "home.html", {"groups": groups})


@access.requires(EDIT)
@require_GET
def unconfirmed(request: HttpRequest) -> HttpResponse:
    """The weak figures and papers that wait for a keeper."""
    words = keeper_selectors.vocabulary()
    kinds = {kind.model: kind for kind in PARTS.values()}
    rows = [
        {"row": row, "kind": kinds[type(row)], **_listed(kinds[type(row)], row, words)}
        for row in keeper_selectors.unconfirmed()
    ]
    return _render(request, "unconfirmed", "unconfirmed.html", {"rows": rows})


@access.requires(EDIT)
@require_GET
def service(request: HttpRequest, code: str) -> HttpResponse:
    """One item with everything that belongs to it."""
    row = keeper_selectors.service(code)
    words = keeper_selectors.vocabulary()
    parts = [
        {"kind": kind, "rows": [_listed(kind, one, words) for one in keeper_selectors.parts(row, kind)]}
        for kind in PARTS.values()
    ]
    context = {"row": row, "parts": parts, "rulings": row.rulings.all(), "elements": [*GuideElement]}
    return _render(request, "services", "service.html", context)


@access.requires(EDIT)
@require_http_methods(["GET", "POST"])
def service_edit(request: HttpRequest, code: str) -> HttpResponse:
    """The item's own data."""
    row = keeper_selectors.service(code)
    return _edit(request, ServiceForm, row, title=str(row), back=reverse("keeper:service", args=[code]))


@access.requires(EDIT)
@require_GET
def service_history(request: HttpRequest, code: str) -> HttpResponse:
    """Every version of an item and of what belongs to it."""
    row = keeper_selectors.service(code)
    parts = [one for kind in PARTS.values() for one in keeper_selectors.parts(row, kind)]
    context = {
        "title": str(row),
        "changes": keeper_selectors.changes_of(row, *parts),
        "back": reverse("keeper:service", args=[code]),
    }
    return _render(request, "services", "history.html", context)


@access.requires(EDIT)
@require_http_methods(["GET", "POST"])
def part_edit(request: HttpRequest, code: str, kind: str, key: str = "") -> HttpResponse:
    """A figure, a paper, a question or words of an item; without a key a new one."""
    owner, found = keeper_selectors.service(code), _kind(PARTS, kind)
    row = _part(owner, found, key)
    title = f"{owner.name_zh}：{found.label}{f' {key}' if key else '（新）'}"
    return _edit(request, found.form, row, title=title, back=reverse("keeper:service", args=[code]), owner=owner)


@access.requires(EDIT)
@require_http_methods(["GET", "POST"])
def part_confirm(request: HttpRequest, code: str, kind: str, key: str) -> HttpResponse:
    """Confirm a weak figure or paper with its source."""
    owner, found = keeper_selectors.service(code), _kind(PARTS, kind)
    row = keeper_selectors.confirmable(owner, found, key)
    form = ConfirmForm(request.POST or None)
    if form.is_valid():
        try:
            services.confirm(actor=request.actor, record=row, source=form.cleaned_data["confirmed_source"])
        except BusinessError as error:
            apply_error(form, error)
        else:
            messages.success(request, "已核实，公众页从现在起按确定的显示。")
            return redirect("keeper:unconfirmed")
    said = _listed(found, row, keeper_selectors.vocabulary(owner))
    context = {"row": row, "said": said, "kind": found, "owner": owner, "form": form}
    return _render(request, "unconfirmed", "confirm.html", context, status=422 if form.errors else 200)


@access.requires(EDIT)
@require_GET
def entry_list(request: HttpRequest, kind: str) -> HttpResponse:
    """A dictionary that all items share."""
    found = _kind(ENTRIES, kind)
    words = keeper_selectors.vocabulary()
    rows = [_listed(found, one, words) for one in keeper_selectors.entries(found)]
    return _render(request, kind, "entry_list.html", {"kind": found, "rows": rows})


@access.requires(EDIT)
@require_http_methods(["GET", "POST"])
def entry_edit(request: HttpRequest, kind: str, key: str = "") -> HttpResponse:
    """One row of a dictionary; without a key a new one."""
    found = _kind(ENTRIES, kind)
    if not key and not found.may_add:
        raise Http404
    row = keeper_selectors.entry(found, key) if key else found.model()
    title = f"{found.label}{f' {key}' if key else '（新）'}"
    return _edit(request, found.form, row, title=title, back=reverse("keeper:entry-list", args=[kind]), tab=kind)


# -- shared -----------------------------------------------------------------------------------------------------------


def _edit(
    request: HttpRequest,
    form_class: type[RecordForm],
    row: Model,
    *,
    title: str,
    back: str,
    tab: str = "services",
    owner: Service | None = None,
) -> HttpResponse:
    """Show, preview or save one row."""
    words = keeper_selectors.vocabulary(owner)
    form = form_class(request.POST or None, instance=row, vocabulary=words, initial=_initial(row))
    differences = None
    if form.is_valid():
        try:
            differences = _preview_or_save(request, form)
        except BusinessError as error:
            apply_error(form, error)
        else:
            if differences is None:
                return redirect(back)
    context = {"form": form, "title": title, "back": back, "words": words, "differences": differences}
    context["changes"] = keeper_selectors.changes_of(row)[:10] if row.pk else []
    return _render(request, tab, "edit.html", context, status=422 if form.errors else 200)


def _initial(row: Model) -> dict[str, Any]:
    services = list(row.services.all()) if row.pk is not None and isinstance(row, Ruling) else []
    return {"seen": keeping.latest_version(row), "services": services}


def _preview_or_save(request: HttpRequest, form: RecordForm) -> list[previews.Difference] | None:
    if "preview" in request.POST:
        return previews.differences(lambda: _save(request, form))
    _save(request, form)
    messages.success(request, "已保存，公众页马上按新的显示。")
    return None


def _save(request: HttpRequest, form: RecordForm) -> Model:
    data = form.cleaned_data
    return services.save_record(
        actor=request.actor,
        record=form.save(commit=False),
        reason=data["reason"],
        seen=data["seen"],
        vocabulary=form.vocabulary,
        services=list(data["services"]) if "services" in data else None,
    )


def _part(owner: Service, kind: Kind, key: str) -> Model:
    if kind.slug == "texts" and key:
        return keeper_selectors.guide_text(owner, key)
    return keeper_selectors.part(owner, kind, key) if key else kind.model(service=owner)


def _kind(kinds: dict[str, Kind], slug: str) -> Kind:
    if slug not in kinds:
        raise Http404
    return kinds[slug]


def _listed(kind: Kind, row: Any, words: Any) -> dict[str, Any]:
    """One row of a list: its name, what it says, when, and its state."""
    return {"key": kind.key(row), **keeper_words.row(row, words)}


def _render(
    request: HttpRequest, tab: str, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    tabs = [
        Tab("事项", reverse("keeper:home"), current=tab == "services"),
        Tab("待核实", reverse("keeper:unconfirmed"), current=tab == "unconfirmed"),
        *(
            Tab(kind.label, reverse("keeper:entry-list", args=[kind.slug]), current=tab == kind.slug)
            for kind in ENTRIES.values()
        ),
    ]
    return render(request, f"appointments/keeper/{template}", {**context, "tabs": tabs}, status=status)
