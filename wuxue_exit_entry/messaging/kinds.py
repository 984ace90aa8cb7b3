"""Kinds of messages: an area declares each with its words in both languages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import translation

from wuxue_exit_entry.ui import formats

CHINESE, ENGLISH = "zh-hans", "en"
Words = str | Callable[[dict[str, Any]], str]


@dataclass(frozen=True, kw_only=True)
class MessageKind:
    """One kind. `zh` and `en` are a `str.format` pattern or a function of the context; subjects are for e-mail."""

    code: str
    label: str
    zh: Words
    en: Words
    subject_zh: Words = "武穴出入境办证大厅"
    subject_en: Words = "Wuxue exit-entry service hall"
    urgent: bool = False

    def __post_init__(self) -> None:
        _kinds[self.code] = self

    def render(self, language: str, context: Mapping[str, Any]) -> tuple[str, str]:
        """Return subject and body in `language`, whatever language the one who triggers it reads."""
        language = supported(language)
        subject, body = (self.subject_en, self.en) if language == ENGLISH else (self.subject_zh, self.zh)
        with translation.override(language):
            return _said(subject, language, context), _said(body, language, context)


_kinds: dict[str, MessageKind] = {}


def all_kinds() -> list[MessageKind]:
    """Return every declared kind."""
    return [_kinds[code] for code in sorted(_kinds)]


def label_of(code: str) -> str:
    """Return the label of a kind, or the code itself."""
    return _kinds[code].label if code in _kinds else code


def supported(language: str) -> str:
    """Return the one of the two languages that `language` means."""
    return ENGLISH if language.lower().startswith("en") else CHINESE


def _said(pattern: Words, language: str, context: Mapping[str, Any]) -> str:
    if callable(pattern):
        return str(pattern(dict(context))).strip()
    return pattern.format_map({name: _in_words(value, language) for name, value in context.items()}).strip()


def _in_words(value: Any, language: str) -> str:
    if isinstance(value, datetime):
        return formats.daytime(value, language)
    if isinstance(value, date):
        return formats.day(value, language)
    return str(value)
