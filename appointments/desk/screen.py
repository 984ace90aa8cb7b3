"""Draws the workbench: the whole page, or its inside for HTMX, with a file open or without."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from appointments.cases import selectors as cases
from appointments.desk import file_page, forms, lines
from appointments.desk.board import Board, Query
from appointments.desk.lines import Line
from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.ui.forms import apply_error

Next = Callable[[Board, Line | None], Line | None]


def board_of(request: HttpRequest, **found: Any) -> Board:
    """Return the list for the filter of the address."""
    return Board(request.actor, Query.read(request.GET), **found)


def draw(request: HttpRequest, board: Board, *, status: int = 200, **context: Any) -> HttpResponse:
    """Render the workbench: its inside alone when HTMX asks."""
    template = "appointments/desk/_desk.html" if request.htmx else "appointments/desk/workbench.html"
    context |= {"board": board, "keep": board.query.keep(), "can": rights(request)}
    response = render(request, template, context, status=status)
    if request.method == "POST":  # the address stays one that can be opened again
        response["HX-Push-Url"] = reverse("desk:list") + board.query.keep()
    return response


def rights(request: HttpRequest) -> dict[str, bool]:
    """Return what the officer may do, by the name of the permission."""
    return {permission.name.lower(): access.can(request.actor, permission) for permission in Permission}


def show_file(
    request: HttpRequest, public_id: str, *, board: Board | None = None, status: int = 200, **context: Any
) -> HttpResponse:
    """Render the workbench with a file open; whoever looks at it is written down, once for each file opened."""
    case = cases.case_for(request.actor, public_id)
    board = board or board_of(request)
    page = file_page.page_of(request.actor, case, line=board.work.line_of(public_id))
    if not context.pop("is_same", False):
        audit.record_read(request.actor, "appointments.case.read", case, purpose="窗口办理")
    shown = {"do": request.GET.get("do", ""), "clear": file_page.all_clear(page)}
    shown |= forms_for(page, request.GET) | context
    focus = page.focus(do=shown["do"], refused="refusal" in shown, acted=shown.pop("acted", ""))
    response = draw(request, board, status=status, page=page, focus=focus, **shown)
    response["HX-Push-Url"] = file_url(public_id, board.query) if request.method == "POST" else request.get_full_path()
    return response


def forms_for(page: file_page.FilePage, given: Any) -> dict[str, Any]:
    """Return the forms that a key opens beside the file."""
    wanted = given.get("finding", "") or next((found.code for found in page.open_codes), "")
    return {"correct_form": correct_form(page, initial={"code": wanted}), "trip_form": trip_form(page)}


def correct_form(page: file_page.FilePage, data: Any = None, **kwargs: Any) -> forms.CorrectForm:
    """Return the form that sets a finding of this file aside."""
    return forms.CorrectForm(data, choices=[(found.code, str(found.box.title)) for found in page.open_codes], **kwargs)


def trip_form(page: file_page.FilePage, data: Any = None) -> forms.SecondTripForm:
    """Return the form that says why somebody has to come again."""
    materials = [(paper.code, paper.name) for paper in page.papers]
    return forms.SecondTripForm(data, materials=materials, questions=file_page.answers_of(page.case))


def after(
    request: HttpRequest, public_id: str, act: Callable[[int], Any], *, said: str = "", then: Next | None = None
) -> HttpResponse:
    """Do `act` with the version that was on the screen, and show the file that comes next or the refusal."""
    typed = request.POST.get("version", "")
    try:
        act(int(typed) if typed.isdecimal() and len(typed) < 10 else 0)
    except BusinessError as error:
        return show_file(request, public_id, status=status_of(error), refusal=error, is_same=True)
    if said:
        messages.success(request, said)
    board = board_of(request)
    follower = then(board, board.work.line_of(public_id)) if then else None
    shown = follower.case_id if follower else public_id
    if not request.htmx:
        return redirect(file_url(shown, board.query))
    verb = request.resolver_match.url_name.removeprefix("file-")
    return show_file(request, shown, board=board, is_same=shown == public_id, do="", acted=verb)


def status_of(error: BusinessError) -> int:
    """Return a status that HTMX swaps: a conflict stays one, what was typed wrongly is 422."""
    return 409 if error.status == 409 else 422


def file_url(public_id: str, query: Query) -> str:
    """Return the address of a file under the same filter."""
    return reverse("desk:file", args=[public_id]) + query.keep()


def refused_form(
    request: HttpRequest, public_id: str, do: str, form: Any, error: BusinessError | None = None
) -> HttpResponse:
    """Show the file again with the form that was refused."""
    if error is not None:
        apply_error(form, error)
    name = {"correct": "correct_form", "trip": "trip_form"}[do]
    return show_file(request, public_id, status=422, is_same=True, **{"do": do, name: form})


def next_to_register(board: Board, own: Line | None) -> Line | None:
    """The next file of the list that waits to be registered."""
    return lines.next_to_register(board.lines, own.case_id if own else "")


def next_at_window(board: Board, own: Line | None) -> Line | None:
    """Whom to serve next."""
    return lines.next_at_window(board.work.lines, own)
