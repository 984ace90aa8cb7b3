"""Reads the catalogue's TOML files into rows: item patterns expanded, conditions parsed, language pairs split."""

import tomllib
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from appointments.catalogue import conditions
from appointments.catalogue.enums import FactKind, Unit

FOLDER = Path(__file__).parent / "data"
CONDITIONED = 10  # priority of a figure with a condition, unless it names its own
Row = dict[str, Any]
# Columns that hold [Chinese, English].
_PAIRS = {"name", "title", "summary", "audience", "refer", "text", "help", "hint"}
_PAIRS |= {"why", "how", "when", "copies", "evidence", "covers"}


@cache
def _tables() -> dict[str, list[Row]]:
    tables: dict[str, list[Row]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for name, rows in tomllib.loads(path.read_text(encoding="utf-8")).items():
            tables.setdefault(name, []).extend(rows)
    return tables


def rows(name: str) -> list[Row]:
    """The rows of a table, language pairs as `*_zh` and `*_en`."""
    return [_split(row) for row in _tables()[name]]


def _split(row: Row) -> Row:
    flat: Row = {}
    for key, value in row.items():
        if key in _PAIRS and isinstance(value, list):
            flat[f"{key}_zh"], flat[f"{key}_en"] = value
        else:
            flat[key] = value
    return flat


def services() -> list[Row]:
    """Items in the order of the files; a `refer` that names another item takes its words."""
    found = rows("service")
    by_code = {row["code"]: row for row in found}
    for number, row in enumerate(found, 1):
        row["sort"] = number * 10
        if same := row.pop("refer", ""):
            row["refer_zh"], row["refer_en"] = by_code[same]["refer_zh"], by_code[same]["refer_en"]
    return found


def matching(patterns: Sequence[str]) -> list[str]:
    """The item codes that any of the patterns names.

    Raises ValueError when a pattern names none.
    """
    codes = [row["code"] for row in _tables()["service"]]
    for pattern in patterns:
        if not any(fnmatchcase(code, pattern) for code in codes):
            raise ValueError(f"no item matches {pattern}")
    return [code for code in codes if any(fnmatchcase(code, pattern) for pattern in patterns)]


def per_service(name: str) -> Iterator[Row]:
    """The rows of a table that names items by pattern, once for each item, conditions parsed."""
    for row in rows(name):
        patterns = row.pop("services")
        row["condition"] = conditions.parse(row.pop("condition", ""))
        for code in matching(patterns):
            yield {**row, "service": code}


def figures() -> Iterator[Row]:
    """Fees and limits; a fee is in yuan, a condition gives priority."""
    for row in per_service("figure"):
        row.setdefault("unit", Unit.CNY if row["kind"] == FactKind.FEE else Unit.TEXT)
        row.setdefault("priority", CONDITIONED if row["condition"] else 0)
        yield row


def questions() -> list[Row]:
    """The questions, their options with split language pairs."""
    found = rows("question")
    for row in found:
        row["options"] = [_split(option) for option in row.get("options", [])]
    return found


def asks() -> Iterator[Row]:
    """Which item asks which question when; the order is the question's own unless the item says otherwise."""
    order = {row["fact"]: row["sort"] for row in rows("question")}
    for row in rows("ask"):
        for code in matching(row["services"]):
            for fact in row["questions"]:
                yield {
                    "service": code,
                    "question": fact,
                    "order": row.get("order", order[fact]),
                    "ask_when": conditions.parse(row.get("ask_when", "")),
                    "only": row.get("only", []),
                }


def bases() -> Iterator[Row]:
    """Which item stands on which articles of which law."""
    for row in rows("law"):
        for applies in row["applies"]:
            for code in matching(applies["services"]):
                yield {"service": code, "basis": row["code"], "articles": applies.get("articles", "")}
