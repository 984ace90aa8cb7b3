"""The outbox, its alarms and settings; the phone of the demonstration."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_tables2 import RequestConfig

from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.jobs import selectors as jobs
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.messaging import pages, selectors, services
from wuxue_exit_entry.messaging.forms import NumberForm, PolicyForm
from wuxue_exit_entry.messaging.tables import AlarmTable, MessageTable
from wuxue_exit_entry.ui.forms import apply_error


@access.requires(Permission.MESSAGING_READ)
@require_GET
def message_list(request: HttpRequest) -> HttpResponse:
    """The outbox, filtered by the address, and below it the jobs behind it."""
    found = selectors.messages_matching(request.actor, request.GET.get("q", ""), request.GET.get("kind", ""))
    status = request.GET.get("status", "")
    table = MessageTable(found.filter(status=status) if status else found)
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    context = {
        "table": table,
        "chips": pages.status_chips(request, selectors.counts(found), status),
        "kinds": pages.kind_options(request.GET.get("kind", "")),
        "q": request.GET.get("q", ""),
        "status": status,
        "jobs": jobs.summary(clock.now()),
        "can_retry": access.can(request.actor, Permission.MESSAGING_RETRY),
    }
    return render(request, "messaging/message_list.html", context)


@access.requires(Permission.MESSAGING_READ)
@require_GET
def message_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One message with its words; reading them is kept in the audit."""
    message = get_object_or_404(selectors.messages_visible_to(request.actor), public_id=public_id)
    audit.record_read(request.actor, "messaging.message.read", message, purpose="查看消息内容")
    can_retry = message.can_be_retried and access.can(request.actor, Permission.MESSAGING_RETRY)
    context = {"message_": message, "rows": pages.facts_of(message), "can_retry": can_retry}
    return render(request, "messaging/message_detail.html", context)


@access.requires(Permission.MESSAGING_RETRY)
@require_POST
def message_retry(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send a stopped message again."""
    try:
        services.retry_message(actor=request.actor, public_id=public_id)
    except BusinessError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "已放回待发，马上重发。")
    return redirect("messaging:message-detail", public_id=public_id)


@access.requires(Permission.MESSAGING_RETRY)
@require_POST
def jobs_revive(request: HttpRequest) -> HttpResponse:
    """Try the dead jobs of a kind again."""
    revived = services.revive_jobs(actor=request.actor, kind=request.POST.get("kind", ""))
    messages.success(request, f"{revived} 项任务重新排队。")
    return redirect("messaging:message-list")


@access.requires(Permission.ALARM_ACKNOWLEDGE)
@require_GET
def alarm_list(request: HttpRequest) -> HttpResponse:
    """Open alarms, and those that are over."""
    table = AlarmTable(selectors.past_alarms())
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    return render(request, "messaging/alarm_list.html", {"alarms_open": selectors.open_alarms(), "table": table})


@access.requires(Permission.ALARM_ACKNOWLEDGE)
@require_POST
def alarm_acknowledge(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take an alarm in hand."""
    try:
        services.acknowledge_alarm(actor=request.actor, public_id=public_id)
    except BusinessError as error:
        messages.error(request, error.message)
    return redirect("messaging:alarm-list")


@access.requires(Permission.MESSAGING_RETRY)
@require_http_methods(["GET", "POST"])
def policy(request: HttpRequest) -> HttpResponse:
    """The quiet hours, and when alarms go further."""
    form = PolicyForm(request.POST or None, instance=selectors.policy())
    if form.is_valid():
        try:
            services.change_policy(actor=request.actor, **form.cleaned_data)
        except BusinessError as error:
            apply_error(form, error)
        else:
            messages.success(request, "已保存，对以后的消息和还没有上报的告警起作用。")
            return redirect("messaging:policy")
    return render(request, "messaging/policy.html", {"form": form}, status=422 if form.errors else 200)


@access.public_page
@require_http_methods(["GET", "POST"])
def demo_phone(request: HttpRequest) -> HttpResponse:
    """What was sent to a number, as its phone would show it; the address exists in the demonstration only."""
    typed = request.POST or (request.GET if "number" in request.GET else None)
    form = NumberForm(typed)
    number = pages.number_of(form.cleaned_data["number"]) if form.is_valid() else ""
    shown = selectors.to_number(number) if number else None
    return render(request, "messaging/demo_phone.html", {"form": form, "number": number, "shown": shown})
