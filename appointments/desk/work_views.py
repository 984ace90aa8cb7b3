"""The workbench: the list, one file, and a verb for each key."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from appointments.cases import selectors as case_selectors
from appointments.cases import services as cases
from appointments.desk import file_page, rules, screen, selectors, services
from appointments.sweep import telling
from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.kernel.errors import BusinessError


@access.requires(Permission.CASE_READ)
def workbench(request: HttpRequest) -> HttpResponse:
    """Show the list and, beside it, how the day stands."""
    return screen.draw(request, screen.board_of(request))


@access.requires(Permission.CASE_READ)
def file(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the list with one file open."""
    return screen.show_file(request, public_id)


@access.requires(Permission.CASE_READ)
def find(request: HttpRequest) -> HttpResponse:
    """Look somebody up: a whole number only here, by POST; the rest becomes an address."""
    typed = request.POST.get("q", "")[:60].strip()
    if not typed:
        return redirect("desk:list")
    board = screen.board_of(request)
    found = selectors.search(request.actor, typed, board.work)
    only = found[0].case_id if len(found) == 1 else ""
    if not rules.is_personal_number(typed):
        there = reverse("desk:file", args=[only]) if only else reverse("desk:list")
        return redirect(there + board.query.keep(q=typed))
    audit.record_read(request.actor, "appointments.case.searched", None, purpose="按号码查找")
    board = screen.board_of(request, found=found)
    return screen.show_file(request, only, board=board) if only else screen.draw(request, board)


# -- one key each ----------------------------------------------------------------------------------------------------
@require_POST
@access.requires(Permission.CASE_REGISTER)
def register(request: HttpRequest, public_id: str) -> HttpResponse:
    """Register this file and open the next that waits."""

    def act(version: int) -> Any:
        return services.do(
            public_id=public_id,
            version=version,
            act=lambda: cases.register_cases(actor=request.actor, public_ids=[public_id]),
        )

    return screen.after(request, public_id, act, said="已登记建档。", then=screen.next_to_register)


@require_POST
@access.requires(Permission.ARRIVAL_CHECK_IN)
def check_in(request: HttpRequest, public_id: str) -> HttpResponse:
    """Check in the visit of this file."""
    return screen.after(
        request,
        public_id,
        lambda version: services.check_in_file(actor=request.actor, public_id=public_id),
        said="已签到，档案已备好。",
    )


@require_POST
@access.requires(Permission.CASE_TICK)
def start(request: HttpRequest, public_id: str) -> HttpResponse:
    """Begin to serve."""

    def act(version: int) -> Any:
        return services.do(
            public_id=public_id,
            version=version,
            act=lambda: cases.start_service(actor=request.actor, public_id=public_id),
        )

    return screen.after(request, public_id, act)


@require_POST
@access.requires(Permission.BOOKING_CHANGE)
def tell(request: HttpRequest, public_id: str) -> HttpResponse:
    """Tell the applicant again, and go on to the next file that waits."""

    def act(version: int) -> Any:
        item = selectors.item_of(case_selectors.case_for(request.actor, public_id))
        if item is None:
            raise BusinessError("no_booking", "没有预约，请当面告知。")
        return telling.tell_again(actor=request.actor, booking_id=item.booking_id)

    return screen.after(request, public_id, act, said="已把缺项再告知申请人。", then=screen.next_to_register)


@require_POST
@access.requires(Permission.FINDING_CORRECT)
def correct(request: HttpRequest, public_id: str) -> HttpResponse:
    """Set a finding aside with the reason."""
    case = case_selectors.case_for(request.actor, public_id)
    page = file_page.page_of(request.actor, case, line=None)
    form = screen.correct_form(page, request.POST)
    if not form.is_valid():
        return screen.refused_form(request, public_id, "correct", form)
    given = form.cleaned_data
    return screen.after(
        request,
        public_id,
        lambda version: services.correct_finding(
            actor=request.actor, public_id=public_id, code=given["code"], reason=given["reason"]
        ),
        said="已更正，理由记入档案。",
    )


@require_POST
@access.requires(Permission.CASE_TICK)
def tick(request: HttpRequest, public_id: str) -> HttpResponse:
    """Tick a material as seen, or take the tick back."""
    material, seen = request.POST.get("material", "")[:32], request.POST.get("seen") == "1"
    return screen.after(
        request,
        public_id,
        lambda version: services.tick(actor=request.actor, public_id=public_id, material=material, seen=seen),
    )


@require_POST
@access.requires(Permission.CASE_COMPLETE)
def accept(request: HttpRequest, public_id: str) -> HttpResponse:
    """Record the number that was scanned back from the national system."""

    def act(version: int) -> Any:
        return services.do(
            public_id=public_id,
            version=version,
            act=lambda: cases.record_acceptance(
                actor=request.actor, public_id=public_id, number=request.POST.get("number", "")[:80]
            ),
        )

    return screen.after(request, public_id, act, said="已录入受理号。")


@require_POST
@access.requires(Permission.CASE_COMPLETE)
def complete(request: HttpRequest, public_id: str) -> HttpResponse:
    """Complete this file and open whom to serve next."""

    def act(version: int) -> Any:
        return services.do(
            public_id=public_id,
            version=version,
            act=lambda: services.complete(actor=request.actor, public_id=public_id),
        )

    return screen.after(request, public_id, act, said="已办结。", then=screen.next_at_window)


@require_POST
@access.requires(Permission.CASE_COMPLETE)
def second_trip(request: HttpRequest, public_id: str) -> HttpResponse:
    """Record which requirement was missed and which question failed."""
    case = case_selectors.case_for(request.actor, public_id)
    page = file_page.page_of(request.actor, case, line=None)
    form = screen.trip_form(page, request.POST)
    if not form.is_valid():
        return screen.refused_form(request, public_id, "trip", form)
    try:
        services.record_second_trip(actor=request.actor, public_id=public_id, **form.cleaned_data)
    except BusinessError as error:
        return screen.refused_form(request, public_id, "trip", form, error)
    return screen.after(
        request, public_id, lambda version: None, said="已记下原因，请申请人备齐再来。", then=screen.next_at_window
    )


# -- the number ------------------------------------------------------------------------------------------------------
@require_POST
@access.requires(Permission.PERSON_NUMBER_REVEAL)
def number(request: HttpRequest, public_id: str) -> HttpResponse:
    """Return the whole number to be copied; every time is written down."""
    case = case_selectors.case_for(request.actor, public_id)
    audit.record_read(request.actor, "appointments.case.number_read", case, purpose="录入国家系统")
    return HttpResponse(case.number, content_type="text/plain; charset=utf-8")


@require_POST
@access.requires(Permission.PERSON_NUMBER_REVEAL)
def reveal(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the whole number on the screen, in groups as on the card; every time is written down."""
    case = case_selectors.case_for(request.actor, public_id)
    audit.record_read(request.actor, "appointments.case.number_read", case, purpose="与证件核对")
    return screen.show_file(request, public_id, revealed=file_page.grouped(case), is_same=True)


# -- many at once ----------------------------------------------------------------------------------------------------
@require_POST
@access.requires(Permission.CASE_REGISTER)
def register_preview(request: HttpRequest) -> HttpResponse:
    """Show what would be registered: the lines that were ticked."""
    board = screen.board_of(request)
    picked = set(request.POST.getlist("stamp"))
    chosen = [line for line in board.lines if line.stamp in picked]
    if not chosen:
        messages.error(request, "还没有勾选，或勾选的档案刚刚有变化。")
    return screen.draw(request, board, picked=chosen)


@require_POST
@access.requires(Permission.CASE_REGISTER)
def register_confirm(request: HttpRequest) -> HttpResponse:
    """Register them, and say for each what became of it."""
    results = services.register_shown(actor=request.actor, stamps=request.POST.getlist("stamp")[: selectors.MOST_LINES])
    context = {"results": results, "registered": sum(one.ok for one in results)}
    return screen.draw(request, screen.board_of(request), **context)
