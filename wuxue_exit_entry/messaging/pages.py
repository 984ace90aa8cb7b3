"""What the screens of this package show, put together for their templates."""

from django.http import HttpRequest

from wuxue_exit_entry.kernel import identity
from wuxue_exit_entry.messaging import kinds
from wuxue_exit_entry.messaging.enums import Channel, MessageStatus
from wuxue_exit_entry.messaging.models import Message
from wuxue_exit_entry.ui import formats, parts


def status_chips(request: HttpRequest, counts: dict[str, int], current: str) -> list[parts.Tab]:
    """Return a filter for each state that there is, the rest of the query kept."""
    states = [status for status in MessageStatus if counts.get(status) or status == current]
    all_ = parts.Tab("全部", _address(request, ""), current == "", sum(counts.values()))
    return [
        all_,
        *(
            parts.Tab(status.label, _address(request, status), status == current, counts.get(status, 0))
            for status in states
        ),
    ]


def _address(request: HttpRequest, status: str) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    query["status"] = status
    return f"?{query.urlencode()}"


def kind_options(current: str) -> list[tuple[str, str, bool]]:
    """Return code, label and whether chosen, for every kind."""
    return [(kind.code, kind.label, kind.code == current) for kind in kinds.all_kinds()]


def facts_of(message: Message) -> list[parts.Row]:
    """Return what is known of a message beside its words."""
    language = "英文" if message.language == kinds.ENGLISH else "中文"
    facts = [
        ("收件人", message.masked_recipient),
        ("渠道", f"{Channel(message.channel).label}，{language}"),
        ("事由", message.about_id),
        ("写成", formats.stamp(message.created_at)),
        ("应发", formats.stamp(message.due_at)),
        ("过期", formats.stamp(message.expires_at) if message.expires_at else ""),
        ("发出", formats.stamp(message.sent_at) if message.sent_at else ""),
        ("网关编号", message.provider_id),
        ("尝试", f"{message.attempts} 次" if message.attempts else ""),
        ("备注", message.last_error),
    ]
    return [parts.Row(label, value) for label, value in facts if value]


def number_of(typed: str) -> str:
    """Return a typed number as messages keep it, or as typed when it is none."""
    try:
        return identity.clean_phone(typed).number
    except identity.IdentityProblem:
        return typed
