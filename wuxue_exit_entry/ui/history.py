"""What people changed in a record: consecutive versions of django-simple-history held against each other."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wuxue_exit_entry.ui import formats

KINDS = {"+": "建立", "~": "改动", "-": "删除"}


@dataclass(frozen=True)
class Field:
    """A field that is shown: its label, and how a value is written (sealed ones masked)."""

    label: str
    write: Callable[[Any], str] = str


@dataclass(frozen=True)
class Change:
    """One field, before and after."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Version:
    """One saved version: when, by whom, and exactly which fields differ from the one before."""

    at: datetime
    who: str
    kind: str
    changes: tuple[Change, ...]


def versions(rows: Sequence[Any], fields: Mapping[str, Field]) -> list[Version]:
    """Return the versions of one record, given newest first, each with what it changed; those that show nothing go."""
    pairs = zip(rows, [*rows[1:], None], strict=True)
    found = [Version(new.history_date, _who(new), _kind(new), tuple(_changes(new, old, fields))) for new, old in pairs]
    return [version for version in found if version.changes or version.kind != KINDS["~"]]


def _who(row: Any) -> str:
    return str(row.history_user) if row.history_user_id else "系统"


def _kind(row: Any) -> str:
    return KINDS.get(row.history_type, row.history_type)


def _changes(new: Any, old: Any, fields: Mapping[str, Field]) -> Iterable[Change]:
    if old is None:
        return
    for name, field in fields.items():
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Change(field.label, _written(before, field), _written(after, field))


def _written(value: Any, field: Field) -> str:
    if value in (None, ""):
        return "（空）"
    return formats.stamp(value) if isinstance(value, datetime) else field.write(value)
