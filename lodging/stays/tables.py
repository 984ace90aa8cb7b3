"""The code tables as programs and drop-downs read them."""

from collections.abc import Iterable
from typing import Any

from foreigners.people import document_kinds, purposes
from foreigners.people.enums import PersonCategory
from lodging.stays import codes, rules
from wuxue_exit_entry.kernel import bilingual, countries
from wuxue_exit_entry.kernel.errors import Sentence

BATCH_LIMIT = 200


def tables() -> dict[str, Any]:
    """Return every table and the limits of the API."""
    return {
        "documents": _entries((kind.key, kind.label) for kind in document_kinds.document_kinds().values()),
        "stay_kinds": _entries((kind.key, kind.label) for kind in document_kinds.visa_kinds().values()),
        "purposes": _entries(purposes.purposes().items()),
        "countries": [{"key": row.alpha3, "zh": row.zh, "en": row.en} for row in countries.table().values()],
        "categories": [{"key": one.value, "zh": str(one.label)} for one in PersonCategory],
        "batch_limit": BATCH_LIMIT,
        "deadline_hours": rules.HOTEL_HOURS,
    }


def errors() -> list[dict[str, Any]]:
    """Return the table of remarks in the reader's language."""
    return [
        {
            "code": one.code,
            "severity": one.severity.value,
            "message": str(one.message),
            "fix": str(one.fix),
            "valid_from": one.valid_from,
            "valid_until": one.valid_until,
        }
        for one in codes.CODES.values()
    ]


def _entries(entries: Iterable[tuple[str, Sentence]]) -> list[dict[str, str]]:
    return [dict(zip(("key", "zh", "en"), (key, *bilingual.both(label)), strict=True)) for key, label in entries]
