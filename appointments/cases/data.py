"""What opens a file and what a check found, as values."""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class CaseData:
    """A person and an item."""

    service_id: int
    name: str
    id_kind: str
    number: str
    person_key: str
    birth_date: date | None
    phone: str
    language: str
    facts: dict[str, Any]
    told: dict[str, Any]
    visit_at: datetime | None = None

    @property
    def key(self) -> tuple[str, int]:
        """What makes one file: the person and the item."""
        return self.person_key, self.service_id

    def fields(self) -> dict[str, Any]:
        """Return the columns of the file."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True, kw_only=True)
class FindingData:
    """One thing that a check found; empty words for the applicant mean that there is nothing to tell."""

    check_name: str
    code: str
    level: str
    officer_words: str
    applicant_zh: str = ""
    applicant_en: str = ""
    params: dict[str, Any] = field(default_factory=dict)
    fix_by: datetime | None = None

    def fields(self) -> dict[str, Any]:
        """Return the columns of the finding."""
        return asdict(self)
