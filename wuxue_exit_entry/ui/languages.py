"""The same page in the other language."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language

NAMES = {"zh-hans": "中文", "en": "English"}
TAGS = {"zh-hans": "zh-Hans", "en": "en"}


@dataclass(frozen=True)
class Other:
    """A link to this page in another language, named in that language."""

    code: str
    name: str
    tag: str
    url: str


def tag() -> str:
    """Return the language in force as `<html lang>` wants it."""
    return TAGS.get(get_language() or "zh-hans", "zh-Hans")


def other(request: HttpRequest | None) -> Other:
    """Return the link to this page in the other language."""
    code = "zh-hans" if (get_language() or "").startswith("en") else "en"
    path = request.get_full_path() if request is not None else "/"
    return Other(code, NAMES[code], TAGS[code], translate_url(path, code))
