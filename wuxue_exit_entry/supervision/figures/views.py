"""The supervisors' page of figures, and the list of cases behind each."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.supervision.figures import period as periods
from wuxue_exit_entry.supervision.figures import selectors
from wuxue_exit_entry.ui import exports

PER_PAGE = 50
HEADER = ("时间", "编号", "姓名", "事项", "状态", "数值")


@access.requires(Permission.FIGURES_READ)
def figures(request: HttpRequest) -> HttpResponse:
    """Show every figure of a period."""
    period = periods.read(request.GET)
    context = {
        "period": period,
        "presets": periods.presets(period),
        "figures": selectors.all_figures(period),
        "failed": selectors.failed_questions(period),
        "as_of": clock.now(),
    }
    return render(request, "supervision/figures.html", context)


@access.requires(Permission.FIGURES_READ)
def figure_cases(request: HttpRequest, slug: str) -> HttpResponse:
    """Show, or hand out as a file, the cases that a figure counts."""
    period = periods.read(request.GET)
    lines = selectors.lines_of(slug, period)
    if lines is None:
        raise Http404
    title = next(figure.title for figure in selectors.all_figures(period) if figure.slug == slug)
    purpose = f"统计下钻：{title} {period.first}—{period.last}"
    kind = request.GET.get("as", "")
    verb = "supervision.figure.exported" if kind else "supervision.figure.listed"
    audit.record_read(request.actor, verb, None, purpose=purpose)
    if kind in ("xlsx", "csv"):
        rows = [(line.at, line.code, line.name, line.item, str(line.state.label), line.value) for line in lines]
        return exports.response(f"{title} {period.first} {period.last}", HEADER, rows, kind=kind)
    page = Paginator(lines, PER_PAGE).get_page(request.GET.get("page"))
    context = {"title": title, "period": period, "page": page, "slug": slug}
    return render(request, "supervision/figure_cases.html", context)
