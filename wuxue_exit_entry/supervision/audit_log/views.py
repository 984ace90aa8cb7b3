"""The auditor reads and searches; that is itself an event."""

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST
from django_tables2 import RequestConfig

from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit import selectors, words
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.audit.models import AuditEvent
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.supervision.audit_log.forms import AuditSearchForm
from wuxue_exit_entry.supervision.audit_log.tables import AuditTable
from wuxue_exit_entry.ui import exports, parts

MOST_EXPORTED = 50_000
_KINDS = {"staff": "工作人员", "public": "公众", "system": "系统", "api": "接口"}
HEADER = (
    "时间",
    "身份",
    "人员",
    "动作",
    "代码",
    "对象类别",
    "对象",
    "之前",
    "之后",
    "理由",
    "用途",
    "地址",
    "请求",
    "编号",
)


@access.requires(Permission.AUDIT_READ)
@require_GET
def event_list(request: HttpRequest) -> HttpResponse:
    """Events that match the address."""
    form = AuditSearchForm(request.GET)
    table = AuditTable(selectors.events(**form.criteria()))
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    audit.record_read(request.actor, "audit.log.read", None, purpose=_words(form))
    context = {
        "form": form,
        "table": table,
        "seal": selectors.last_seal(),
        "unsealed": selectors.oldest_unsealed(),
        "query": request.GET.urlencode(),
    }
    return render(request, "audit_log/event_list.html", context)


@access.requires(Permission.AUDIT_READ)
@require_GET
def event_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One event, whole."""
    event = get_object_or_404(selectors.events(), pk=pk)
    audit.record_read(request.actor, "audit.log.read", event, purpose="查看一条审计事件")
    context = {"title": words.words_of(event.verb), "rows": _facts(event), "changes": _changes(event)}
    return render(request, "audit_log/event_detail.html", context)


@access.requires(Permission.AUDIT_READ)
@require_POST
def event_export(request: HttpRequest) -> HttpResponse:
    """The matching events as a workbook, newest first."""
    form = AuditSearchForm(request.GET)
    found = selectors.events(**form.criteria())[:MOST_EXPORTED]
    audit.record_read(request.actor, "audit.log.exported", None, purpose=_words(form))
    return exports.response("审计日志", HEADER, _lines(found.iterator(chunk_size=2000)))


def _words(form: AuditSearchForm) -> str:
    used = [f"{form[name].label}={value}" for name, value in form.cleaned_data.items() if value]
    return f"检索：{'，'.join(used)}" if used else "浏览"


def _lines(events: Iterator[AuditEvent]) -> Iterator[list[Any]]:
    for event in events:
        yield [
            *(event.at, event.actor_kind, event.actor_name, words.words_of(event.verb), event.verb),
            *(event.target_type, event.target_id, _json(event.before), _json(event.after)),
            *(event.reason, event.purpose, event.ip, event.request_id, event.pk),
        ]


def _json(value: Any) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def _facts(event: AuditEvent) -> list[parts.Row]:
    facts = [
        ("时间", f"{clock.local(event.at):%Y-%m-%d %H:%M:%S}"),
        ("人员", event.actor_name),
        ("身份", _KINDS.get(event.actor_kind, event.actor_kind)),
        ("动作代码", event.verb),
        ("对象", f"{event.target_type} {event.target_id}".strip()),
        ("理由", event.reason),
        ("用途", event.purpose),
        ("地址", event.ip),
        ("请求", event.request_id),
        ("编号", event.pk),
    ]
    return [parts.Row(label, value) for label, value in facts if value]


def _changes(event: AuditEvent) -> list[dict[str, Any]]:
    before, after = event.before or {}, event.after or {}
    return [
        {"name": name, "before": _text(before.get(name)), "after": _text(after.get(name))}
        for name in dict.fromkeys([*before, *after])
    ]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else _json(value)
