"""Judges one chunk of bookings: verdicts, files, findings and what is to be told, in one small transaction."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from appointments.booking.models import BookedItem, Booking
from appointments.cases import rules as case_rules
from appointments.cases import services as cases
from appointments.cases.data import CaseData, FindingData
from appointments.cases.enums import Level
from appointments.cases.models import Case
from appointments.catalogue.sources import Receipt
from appointments.sweep import checks, selectors, subjects
from appointments.sweep.enums import SweepKind
from appointments.sweep.models import Sweep, Verdict
from appointments.sweep.selectors import Position
from appointments.sweep.subjects import Reading, Surroundings
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.audit.actors import SYSTEM
from wuxue_exit_entry.jobs import services as jobs
from wuxue_exit_entry.kernel import clock

CHUNK = 100
TELL = "appointments.tell_missing"
_LINK = """
UPDATE appointments_bookeditem AS item SET case_id = pair.case_id
FROM unnest(%s::bigint[], %s::bigint[]) AS pair (item_id, case_id) WHERE item.id = pair.item_id
"""
Found = list[tuple[Reading, list[FindingData]]]


@transaction.atomic
def judge_chunk(sweep: Sweep, around: Surroundings, after: Position | None, *, wait: bool) -> Position | None:
    """Judge the next bookings of a sweep and return how far that is; nothing when none was left.

    The locked bookings are looked up again among the verdicts: who held them before may have judged them.
    """
    locked = selectors.locked_chunk(selectors.unjudged(sweep), after, CHUNK, wait=wait)
    if not locked:
        return None
    given = selectors.judged_in(sweep, locked)
    late = sweep.kind == SweepKind.LATE
    judged = {key if late else key[0] for key in given}
    bookings = [one for one in locked if ((one.pk, one.slot_version) if late else one.pk) not in judged]
    if bookings:
        _judge(sweep, bookings, around)
    return locked[-1].start, locked[-1].pk


def _judge(sweep: Sweep, bookings: Sequence[Booking], around: Surroundings) -> None:
    found: Found = [(reading, _findings(reading)) for reading in subjects.read(bookings, around)]
    files = _open_files(found)
    pairs = [(case, findings) for case, (_, findings) in zip(files, found, strict=True)]
    cases.record_all_findings(actor=SYSTEM, found=pairs)
    verdicts = _verdicts(sweep, bookings, found)
    _insert(sweep, verdicts)
    _ensure_tellings(found, verdicts)


def _findings(reading: Reading) -> list[FindingData]:
    if reading.subject is None:
        return [
            FindingData(
                check_name="scope", code="scope.gone", level=Level.RED, officer_words="事项已停办，请联系申请人"
            )
        ]
    return checks.judge(reading.subject)


def _open_files(found: Found) -> list[Case]:
    files = cases.open_cases(actor=SYSTEM, data=[case_data(reading.booking, reading.item) for reading, _ in found])
    unlinked = []
    for case, (reading, _) in zip(files, found, strict=True):
        if reading.item.case_id != case.pk:
            unlinked.append(reading.item)
        reading.item.case = case
    _link(unlinked)
    return files


def _link(items: Sequence[BookedItem]) -> None:
    """Let booked items know their files, in one statement."""
    if items:
        with connection.cursor() as cursor:
            cursor.execute(_LINK, [[item.pk for item in items], [item.case_id for item in items]])


def case_data(booking: Booking, item: BookedItem) -> CaseData:
    """Return what opens the file of a booked item."""
    person = item.person
    return CaseData(
        service_id=item.service_id,
        name=person.name,
        id_kind=person.id_kind,
        number=person.number,
        person_key=person.person_key,
        birth_date=person.birth_date,
        phone=booking.phone,
        language=booking.language,
        facts=item.facts,
        told=told_of_item(booking.told, person.position, item.service.code),
        visit_at=booking.start,
    )


def told_of_item(told: dict[str, Any], position: int, code: str) -> dict[str, Any]:
    """Return the part of what was told that is about one item of one person, in the same shape."""
    people = told.get("people", [])
    if position >= len(people):
        return {}
    person = people[position]
    items = [item for item in person.get("items", []) if item.get("code") == code]
    papers = {paper for item in items for paper in item.get("papers", [])}
    bring = [paper for paper in person.get("bring", []) if paper.get("code") in papers]
    kept = {key: value for key, value in told.items() if key != "people"}
    return kept | {"people": [person | {"items": items, "bring": bring}]}


def _verdicts(sweep: Sweep, bookings: Sequence[Booking], found: Found) -> list[Verdict]:
    """Return a verdict each: what was found, at the level of the files, where a corrected finding counts no more."""
    lines: dict[int, list[dict[str, Any]]] = defaultdict(list)
    levels: dict[int, list[str]] = defaultdict(list)
    receipts: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for reading, findings in found:
        receipts[reading.booking.pk] += [_answer(reading.item, receipt) for receipt in reading.receipts.values()]
        lines[reading.booking.pk] += [_line(reading.item, finding) for finding in findings]
        levels[reading.booking.pk].append(reading.item.case.level)  # type: ignore[union-attr]  # just opened
    now = clock.now()
    return [
        Verdict(
            sweep=sweep,
            booking=one,
            slot_version=one.slot_version,
            level=case_rules.worst(levels[one.pk]),
            findings=lines[one.pk],
            receipts=receipts[one.pk],
            judged_at=now,
        )
        for one in bookings
    ]


def _line(item: BookedItem, finding: FindingData) -> dict[str, Any]:
    return {"item": item.pk, "code": finding.code, "level": str(finding.level), "params": finding.params}


def _answer(item: BookedItem, receipt: Receipt) -> dict[str, Any]:
    return {
        "item": item.pk,
        "source": receipt.source,
        "outcome": str(receipt.outcome),
        "receipt": receipt.receipt_no,
    }


def _insert(sweep: Sweep, verdicts: list[Verdict]) -> None:
    """Insert the verdicts; one that exists is an error, but in the late sweep it is brought up to a later move."""
    if sweep.kind == SweepKind.LATE:
        Verdict.objects.bulk_create(
            verdicts,
            update_conflicts=True,
            unique_fields=["sweep", "booking"],
            update_fields=["slot_version", "level", "findings", "receipts", "judged_at"],
        )
    else:
        Verdict.objects.bulk_create(verdicts)
    said = [(one.booking, None, _audited(sweep, one)) for one in verdicts]
    audit.record_all(SYSTEM, "appointments.booking.judged", said)


def _audited(sweep: Sweep, verdict: Verdict) -> dict[str, Any]:
    return {
        "sweep": sweep.public_id,
        "level": str(verdict.level),
        "findings": [line["code"] for line in verdict.findings],
    }


def _ensure_tellings(found: Found, verdicts: Sequence[Verdict]) -> None:
    """Make sure that whoever was last told something else than what is open now is told; what it is, is read then."""
    missing = selectors.open_for_applicants(reading.item for reading, _ in found)
    told = selectors.last_told(verdict.booking_id for verdict in verdicts)
    now = clock.now()
    changed = [one for one in verdicts if missing.get(one.booking_id, []) != told.get(one.booking_id, [])]
    wanted = [
        (f"{one.booking_id}:{one.sweep.public_id}:{one.slot_version}", {"booking_id": one.booking_id}, now)
        for one in changed
    ]
    jobs.ensure_many(TELL, wanted)
