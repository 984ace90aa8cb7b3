"""Reads of files; every list starts from what the actor may see."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import F, QuerySet

from appointments.cases.data import CaseData
from appointments.cases.enums import LIVE_CASES, FindingStatus
from appointments.cases.models import Case, Finding
from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.kernel.errors import NotFound


def cases_visible_to(actor: Actor) -> QuerySet[Case]:
    """Return the files of the hall for its officers, none for others."""
    if access.can(actor, Permission.CASE_READ):
        return Case.objects.select_related("service")
    return Case.objects.none()


def case_for(actor: Actor, public_id: str) -> Case:
    """Return one file that the actor may see.

    Raises NotFound.
    """
    case = cases_visible_to(actor).filter(public_id=public_id).first()
    if case is None:
        raise NotFound
    return case


def locked_case(public_id: str) -> Case:
    """Return one file, locked until the transaction ends.

    Raises NotFound.
    """
    case = Case.objects.select_for_update(of=("self",)).select_related("service").filter(public_id=public_id).first()
    if case is None:
        raise NotFound
    return case


def locked_live_cases(data: Sequence[CaseData]) -> dict[tuple[str, int], Case]:
    """Return the live files of these people and items, locked in one order until the transaction ends."""
    rows = Case.objects.select_for_update(of=("self",)).filter(
        person_key__in={one.person_key for one in data},
        service_id__in={one.service_id for one in data},
        status__in=LIVE_CASES,
    )
    return {(case.person_key, case.service_id): case for case in rows.order_by("pk")}


def known_findings(case_ids: Sequence[int]) -> dict[int, dict[str, Finding]]:
    """Return the findings of files that are not cleared, by file and code."""
    known: dict[int, dict[str, Finding]] = defaultdict(dict)
    for finding in Finding.objects.filter(case_id__in=case_ids).exclude(status=FindingStatus.CLEARED):
        known[finding.case_id][finding.code] = finding
    return known


def open_for_applicant(booking_id: int) -> QuerySet[Finding]:
    """Return what the applicant of a booking has still to mend, in a stable order; nothing else is shown to them.

    Each with `item_id`, the booked item that it is about.
    """
    open_ = Finding.objects.filter(case__items__booking_id=booking_id, status=FindingStatus.OPEN)
    told = open_.exclude(applicant_zh="").annotate(item_id=F("case__items__pk"))
    return told.order_by("case__items__person__position", "item_id", "pk")


def codes_for_applicants(case_ids: Iterable[int | None]) -> Iterable[tuple[int, str]]:
    """Return file and code of every open finding that has words for the applicant."""
    open_ = Finding.objects.filter(case_id__in=list(case_ids), status=FindingStatus.OPEN)
    return open_.exclude(applicant_zh="").values_list("case_id", "code")


def running_of(person_keys: Iterable[str]) -> QuerySet[Case]:
    """Return the live files of people, with their items."""
    return Case.objects.filter(person_key__in=set(person_keys), status__in=LIVE_CASES).select_related("service")
