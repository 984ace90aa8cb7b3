"""Purposes of a stay: keys of our own, because the official codes (GA/T 704.7) were not found in any source."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from wuxue_exit_entry.kernel import bilingual
from wuxue_exit_entry.kernel.errors import Sentence

_FILE = Path(__file__).with_name("purposes.csv")


@cache
def purposes() -> Mapping[str, Sentence]:
    """Labels by key."""
    return {row["key"]: bilingual.words(row["zh"], row["en"]) for row in _rows()}


def purpose_key(written: str) -> str:
    """The key that a key or a label stands for; nothing when it is unknown."""
    return _names().get(written.strip().upper(), "")


@cache
def _names() -> Mapping[str, str]:
    return {row[name].upper(): row["key"] for row in _rows() for name in ("key", "zh", "en")}


@cache
def _rows() -> list[dict[str, str]]:
    with _FILE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
