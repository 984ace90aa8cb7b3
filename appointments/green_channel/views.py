"""Public pages of the green channel: ask, look, take back."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from appointments.booking import limits, links
from appointments.catalogue import plans
from appointments.green_channel import messages, selectors, services
from appointments.green_channel.asking import Asking
from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.audit.actors import PUBLIC
from wuxue_exit_entry.kernel.errors import BusinessError

TEMPLATES = "appointments/green_channel/"


@access.public_page
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the green channel with the plan of the checklist."""
    if not request.GET.get("plan"):
        return redirect("catalogue:urgent")
    plan = plans.read(request.GET["plan"])
    if request.method != "POST":
        return _page(request, Asking(plan))
    asking = Asking(plan, data=request.POST, files=request.FILES)
    if asking.is_valid():
        try:
            limits.hit_booking(request, asking.request.cleaned_data["phone"])
            key = asking.request.cleaned_data["key"]
            made = services.ask(actor=PUBLIC, data=asking.data(get_language() or ""), idempotency_key=key)
            return HttpResponseRedirect(messages.path(made), status=303)
        except BusinessError as error:
            if error.status == 429:
                raise
            asking.place(error)
    return _page(request, asking, status=422)


@access.public_page
@require_GET
def status(request: HttpRequest, code: str, secret: str) -> HttpResponse:
    """Show what became of a request, with its clock."""
    asked = selectors.request_opened_by(code, secret)
    context = {"asked": asked, "booking_url": links.page("open", asked.booking) if asked.booking else ""}
    return render(request, TEMPLATES + "status.html", context)


@access.public_page
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, code: str, secret: str) -> HttpResponse:
    """Ask once, then take the request back."""
    asked = selectors.request_opened_by(code, secret)
    if request.method != "POST":
        return render(request, TEMPLATES + "withdraw.html", {"asked": asked, "back_url": messages.path(asked)})
    if asked.status == "waiting":
        services.withdraw(actor=PUBLIC, code=asked.code)
    return HttpResponseRedirect(messages.path(asked), status=303)


def _page(request: HttpRequest, asking: Asking, status: int = 200) -> HttpResponse:
    context = {"asking": asking, "plan": asking.plan, "has_errors": status != 200}
    return render(request, TEMPLATES + "ask.html", context, status=status)
