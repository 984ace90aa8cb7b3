"""The verbs of a file: open, register, arrive, tick, accept, complete, second trip, close."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from simple_history.utils import bulk_create_with_history

from appointments.cases import rules, selectors
from appointments.cases.data import CaseData, FindingData
from appointments.cases.enums import LIVE_CASES, CaseStatus, FindingStatus, Level
from appointments.cases.findings import FindingChange
from appointments.cases.models import Case, Finding, MaterialTick, SecondTrip
from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.kernel import clock, constraints
from wuxue_exit_entry.kernel.errors import BusinessError

constraints.register(
    "appointments_case_acceptance_number", "acceptance_taken", "这个受理号已登记在另一份档案上，请核对后再扫。"
)


@transaction.atomic
def open_cases(*, actor: Actor, data: Sequence[CaseData]) -> list[Case]:
    """Return the live file of each person and item in the order of `data`, opened where there was none.

    The files are locked until the transaction ends; the number of statements does not grow with `data`.
    """
    live = selectors.locked_live_cases(data)
    missing = {one.key: one for one in data if one.key not in live}
    if missing:
        try:
            with transaction.atomic():
                live |= _opened(actor, list(missing.values()))
        except IntegrityError:  # somebody opened one of them meanwhile: theirs is the file
            return open_cases(actor=actor, data=data)
    for one in data:
        _follow_visit(live[one.key], one)
    return [live[one.key] for one in data]


def _opened(actor: Actor, data: Sequence[CaseData]) -> dict[tuple[str, int], Case]:
    now = clock.now()
    rows = [Case(**one.fields(), opened_at=now, changed_at=now) for one in data]
    cases = bulk_create_with_history(rows, Case)
    opened = [(case, None, {"service": case.service_id}) for case in cases]
    audit.record_all(actor, "appointments.case.opened", opened)
    return {one.key: case for one, case in zip(data, cases, strict=True)}


def _follow_visit(case: Case, data: CaseData) -> None:
    """Let a file that was there before the booking learn when the visit is and what was told for it."""
    if data.visit_at and case.visit_at != data.visit_at:
        case.visit_at, case.facts, case.told = data.visit_at, data.facts, data.told
        case.phone, case.language = data.phone, data.language
        save(case)


@transaction.atomic
def record_all_findings(*, actor: Actor, found: Sequence[tuple[Case, Sequence[FindingData]]]) -> set[int]:
    """Bring the open findings of locked files to what a check run found; return whose applicants must know of a change.

    A finding that an officer corrected stays corrected while the check goes on saying the same. The number of
    statements does not grow with `found`.
    """
    now = clock.now()
    known = selectors.known_findings([case.pk for case, _ in found])
    changes = [FindingChange(case, known.get(case.pk, {}), findings, now) for case, findings in found]
    Finding.objects.filter(pk__in=[pk for one in changes for pk in one.gone]).update(
        status=FindingStatus.CLEARED, last_seen_at=now
    )
    Finding.objects.filter(pk__in=[pk for one in changes for pk in one.seen_again]).update(last_seen_at=now)
    Finding.objects.bulk_update([row for one in changes for row in one.reworded], FindingChange.WORDS)
    Finding.objects.bulk_create([row for one in changes for row in one.fresh])
    _set_levels(changes, now)
    audit.record_all(
        actor, "appointments.case.findings_changed", [(one.case, one.before, one.after) for one in changes if one]
    )
    return {one.case.pk for one in changes if one.concerns_applicant}


def _set_levels(changes: Sequence[FindingChange], now: datetime) -> None:
    for level in Level.values:
        moved = [one.case for one in changes if one.level == level and (one or one.case.level != level)]
        Case.objects.filter(pk__in=[case.pk for case in moved]).update(level=level, changed_at=now)
        for case in moved:
            case.level = level


def level_of(case: Case) -> str:
    """Return the worst level of the open findings, green when there is none."""
    return rules.worst(case.findings.filter(status=FindingStatus.OPEN).values_list("level", flat=True))


@transaction.atomic
def register_cases(*, actor: Actor, public_ids: Sequence[str]) -> list[Case]:
    """Register files, each with who and when; those already registered stay as they are. Returns the newly registered.

    Raises BusinessError("not_green") when several are registered at once and one is not green.
    """
    access.require(actor, Permission.CASE_REGISTER)
    waiting = Case.objects.select_for_update(of=("self",)).filter(public_id__in=public_ids, status=CaseStatus.PREPARED)
    cases = list(waiting.order_by("pk"))
    if len(public_ids) > 1 and any(case.level != Level.GREEN for case in cases):
        raise BusinessError("not_green", "批量登记只收结论为「齐」的档案，其余请逐件处理。")
    for case in cases:
        move(case, CaseStatus.REGISTERED, "registered", actor)
        audit.record(actor, "appointments.case.registered", case)
    return cases


def move(case: Case, status: CaseStatus, what: str, actor: Actor) -> None:
    """Move a file to `status` with who and when, and keep the version as history.

    Raises BusinessError("not_possible") when the life of a file does not lead there.
    """
    if not rules.can_move(case.status, status):
        raise BusinessError("not_possible", f"「{case.get_status_display()}」的档案不能改为「{status.label}」。")
    case.status = status
    now = clock.now()
    setattr(case, f"{what}_at", now)
    setattr(case, f"{what}_by_id", actor.user_id)
    save(case)


def save(case: Case) -> None:
    """Write a file unless somebody changed it meanwhile; one version later.

    Raises BusinessError("changed_meanwhile").
    """
    mine = Case.objects.filter(pk=case.pk, version=case.version).update(version=F("version") + 1)
    if not mine:
        raise BusinessError("changed_meanwhile", "这份档案刚刚被同事改过，请刷新后再办。")
    case.version += 1
    case.changed_at = clock.now()
    case.save()


@transaction.atomic
def correct_finding(*, actor: Actor, finding_id: int, reason: str) -> Finding:
    """Set a finding aside with a reason; it goes on being shown as corrected."""
    access.require(actor, Permission.FINDING_CORRECT)
    if not reason.strip():
        raise BusinessError("reason_missing", "请写明更正的理由。", field="reason", status=400)
    corrected = Finding.objects.filter(pk=finding_id, status=FindingStatus.OPEN).update(
        status=FindingStatus.CORRECTED,
        correction=reason.strip(),
        corrected_at=clock.now(),
        corrected_by_id=actor.user_id,
    )
    finding = Finding.objects.select_related("case").get(pk=finding_id)
    if corrected:
        Case.objects.filter(pk=finding.case_id).update(level=level_of(finding.case), changed_at=clock.now())
        audit.record(actor, "appointments.finding.corrected", finding.case, after={"code": finding.code}, reason=reason)
    return finding


@transaction.atomic
def arrive(*, actor: Actor, booking_id: int) -> None:
    """Mark the files of a booking as arrived."""
    for case in _locked(items__booking_id=booking_id):
        if rules.can_move(case.status, CaseStatus.ARRIVED):
            move(case, CaseStatus.ARRIVED, "arrived", actor)
            audit.record(actor, "appointments.case.arrived", case)


@transaction.atomic
def arrive_without_booking(*, actor: Actor, public_id: str) -> Case:
    """Mark the file of somebody who stands at the window without a booking as arrived; again changes nothing."""
    access.require(actor, Permission.ARRIVAL_CHECK_IN)
    case = _one(public_id)
    if case.status in (CaseStatus.PREPARED, CaseStatus.REGISTERED, CaseStatus.SECOND_TRIP):
        move(case, CaseStatus.ARRIVED, "arrived", actor)
        audit.record(actor, "appointments.case.arrived", case)
    return case


@transaction.atomic
def start_service(*, actor: Actor, public_id: str) -> Case:
    """Record the first service at a window; a second call changes nothing."""
    access.require(actor, Permission.CASE_TICK)
    case = _one(public_id)
    if case.served_at is None:
        move(case, CaseStatus.SERVED, "served", actor)
        audit.record(actor, "appointments.case.served", case)
    return case


@transaction.atomic
def tick_material(*, actor: Actor, public_id: str, material: str, seen: bool) -> Case:
    """Tick a material as seen at the window, or take the tick back."""
    access.require(actor, Permission.CASE_TICK)
    case = _one(public_id)
    if seen:
        MaterialTick.objects.get_or_create(
            case=case, material=material, defaults={"ticked_at": clock.now(), "ticked_by_id": actor.staff_id}
        )
    else:
        MaterialTick.objects.filter(case=case, material=material).delete()
    audit.record(actor, "appointments.case.material_ticked", case, after={"material": material, "seen": seen})
    if case.status == CaseStatus.ARRIVED:
        start_service(actor=actor, public_id=public_id)
    return case


@transaction.atomic
def record_acceptance(*, actor: Actor, public_id: str, number: str) -> Case:
    """Record the acceptance number that the national system gave.

    Raises BusinessError: acceptance_bad, acceptance_taken, not_possible.
    """
    access.require(actor, Permission.CASE_COMPLETE)
    case = _one(public_id)
    case.acceptance_number = rules.clean_acceptance_number(number)
    if not case.acceptance_number:
        raise BusinessError(
            "acceptance_bad", "受理号应为 8 到 40 位字母或数字，请重新扫描。", field="number", status=400
        )
    with constraints.translated():
        move(case, CaseStatus.ACCEPTED, "accepted", actor)
    audit.record(actor, "appointments.case.accepted", case, after={"acceptance_number": case.acceptance_number})
    return case


@transaction.atomic
def complete(*, actor: Actor, public_id: str) -> Case:
    """Complete a file that has been accepted."""
    access.require(actor, Permission.CASE_COMPLETE)
    case = _one(public_id)
    move(case, CaseStatus.DONE, "done", actor)
    audit.record(actor, "appointments.case.done", case)
    return case


@transaction.atomic
def record_second_trip(*, actor: Actor, public_id: str, material: str, question: str, note: str) -> Case:
    """Record which requirement was missed, so that the person has to come again."""
    access.require(actor, Permission.CASE_COMPLETE)
    if not (material or note.strip()):
        raise BusinessError("reason_missing", "请选缺了哪一样，或写明原因。", field="material", status=400)
    case = _one(public_id)
    if not rules.can_move(case.status, CaseStatus.SECOND_TRIP):
        raise BusinessError("not_possible", f"「{case.get_status_display()}」的档案不能改为「须再来」。")
    SecondTrip.objects.create(
        case=case,
        material=material,
        question=question,
        note=note.strip(),
        recorded_at=clock.now(),
        recorded_by_id=actor.staff_id,
    )
    case.status = CaseStatus.SECOND_TRIP
    save(case)
    audit.record(actor, "appointments.case.second_trip", case, after={"material": material, "question": question})
    return case


@transaction.atomic
def move_visit(*, booking_id: int, visit_at: datetime) -> None:
    """Let the files of a booking follow its new time."""
    for case in _locked(items__booking_id=booking_id):
        case.visit_at = visit_at
        save(case)


@transaction.atomic
def change_phone(*, booking_id: int, phone: str) -> None:
    """Let the files of a booking follow its new telephone number."""
    for case in _locked(items__booking_id=booking_id):
        case.phone = phone
        save(case)


@transaction.atomic
def close_for_booking(*, actor: Actor, booking_id: int, because: str) -> None:
    """Close the files of a booking that has ended before it was served."""
    for case in _locked(items__booking_id=booking_id):
        if rules.can_move(case.status, CaseStatus.CLOSED):
            case.status, case.closed_at, case.closed_because = CaseStatus.CLOSED, clock.now(), because
            save(case)
            audit.record(actor, "appointments.case.closed", case, reason=because)


def mark_told(*, finding_ids: Sequence[int], at: datetime) -> None:
    """Remember when findings were told to the applicant."""
    Finding.objects.filter(pk__in=finding_ids).update(told_at=at)


def _one(public_id: str) -> Case:
    return selectors.locked_case(public_id)


def _locked(**which: object) -> list[Case]:
    ids = Case.objects.filter(status__in=LIVE_CASES, **which).values("pk")
    return list(Case.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
