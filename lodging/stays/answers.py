"""Remarks and outcomes in words, the same for form, file and API."""

from typing import Any

from lodging.stays import codes, fields
from lodging.stays.enums import Severity
from lodging.stays.judging import Remark
from lodging.stays.models import Receipt
from lodging.stays.services import Outcome, Report


def remark(one: Remark) -> dict[str, str]:
    """Return a remark in the reader's language: code, severity, field, message, fix."""
    code = codes.CODES[one.code]
    label = str(fields.BY_KEY[one.field].label) if one.field in fields.BY_KEY else one.field
    words = {"value": one.value, "fix": one.fix, "field": label}
    return {
        "code": one.code,
        "severity": code.severity.value,
        "field": one.field,
        "message": str(code.message).format_map(words),
        "fix": str(code.fix).format_map(words),
        "suggestion": one.fix,
    }


def outcome(one: Outcome) -> dict[str, Any]:
    """Return what became of one record: `status` is its own, `remarks` stand in the order of the form."""
    warned = one.is_accepted and any(codes.CODES[r.code].severity == Severity.WARNING for r in one.remarks)
    return {
        "row": one.row,
        "client_ref": one.client_ref,
        "status": "accepted_with_warnings" if warned and one.status == "accepted" else one.status,
        "stay": one.stay.public_id if one.stay else None,
        "version": one.stay.version if one.stay else None,
        "missing": list(one.stay.missing) if one.stay else [],
        "remarks": [remark(r) for r in one.remarks],
    }


def report(made: Report) -> dict[str, Any]:
    """Return everything handed in at once."""
    return summed_up([outcome(one) for one in made.outcomes], made.receipt)


def summed_up(results: list[dict[str, Any]], receipt: Receipt | None) -> dict[str, Any]:
    """Return the answer over `results`; it says «accepted» only when every record was."""
    rejected = sum(one["status"] == "rejected" for one in results)
    accepted = len(results) - rejected
    return {
        "status": "accepted" if not rejected else "partial" if accepted else "rejected",
        "accepted": accepted,
        "rejected": rejected,
        "receipt": receipt.number if receipt else None,
        "results": results,
    }
