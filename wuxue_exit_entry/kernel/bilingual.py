"""Words that come from a table in both languages, shown in the reader's."""

from django.utils import translation
from django.utils.functional import lazystr
from django.utils.translation import get_language

from wuxue_exit_entry.kernel.errors import Sentence


class _Pair:
    def __init__(self, zh: str, en: str) -> None:
        self._zh, self._en = zh, en

    def __str__(self) -> str:
        return self._en if (get_language() or "").startswith("en") else self._zh


def words(zh: str, en: str) -> Sentence:
    """Chinese, or English for whoever reads English; decided when it is shown."""
    return lazystr(_Pair(zh, en))


def both(label: Sentence) -> tuple[str, str]:
    """Return a label in Chinese and in English, whoever reads now."""
    with translation.override("zh-hans"):
        zh = str(label)
    with translation.override("en"):
        return zh, str(label)
