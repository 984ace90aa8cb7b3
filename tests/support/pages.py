"""Reading pages without a browser."""

import re
from html import unescape
from typing import Any

from django.http import HttpResponse

from wuxue_exit_entry.messaging.models import Message


def text_of(response: HttpResponse) -> str:
    """Return a page's source, entities resolved."""
    return unescape(response.content.decode())


def sealed(response: HttpResponse) -> str:
    """Return the sealed field of a page."""
    found = re.search(r'name="draft" value="([^"]+)"', response.content.decode())
    assert found, "no sealed field on the page"
    return unescape(found[1])


def last_code(phone: str) -> str:
    """Return the one-time code that was sent last to a phone."""
    body = Message.objects.filter(recipient=phone, kind="booking.phone_code").order_by("-id")[0].body
    found = re.search(r"\d{6}", body)
    assert found
    return found[0]


def errors_of(response: HttpResponse) -> list[str]:
    """Return the words beside the fields."""
    return [
        re.sub(r"<[^>]+>|错误：|Error: ?", "", words).strip()
        for words in re.findall(r'class="field-error"[^>]*>(.*?)</p>', text_of(response), re.S)
    ]


def values_of(response: HttpResponse) -> dict[str, Any]:
    """Return what stands in the text fields of a page."""
    fields = re.findall(r"<input[^>]*>", response.content.decode())
    pairs = [(re.search(r'name="([^"]+)"', one), re.search(r'value="([^"]*)"', one)) for one in fields]
    return {name[1]: unescape(value[1]) for name, value in pairs if name and value}
