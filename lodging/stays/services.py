"""The verbs of a stay: report or correct it, check out, cancel, say that nobody came."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from foreigners.people import services as people
from lodging.hotels.models import Hotel, HotelKey
from lodging.stays import codes, fields, judging, rules, selectors
from lodging.stays.enums import ReportChannel, Severity, StayStatus
from lodging.stays.judging import Judged, Remark
from lodging.stays.models import Receipt, Stay, ZeroReport
from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.kernel import clock, locks
from wuxue_exit_entry.kernel.errors import BusinessError, NotFound
from wuxue_exit_entry.kernel.public_ids import new_booking_code
from wuxue_exit_entry.privacy import masks

STORED = (*fields.BY_KEY, "document_raw")
_SEALED = {"document_raw", *(field.key for field in fields.FIELDS if field.sealed)}


@dataclass
class Outcome:
    """What became of one record, in the order handed in."""

    row: int
    client_ref: str
    status: str = "rejected"  # accepted, unchanged, corrected, rejected
    remarks: list[Remark] = field(default_factory=list)
    stay: Stay | None = None

    @property
    def is_accepted(self) -> bool:
        """Whether it stands in the books now."""
        return self.status != "rejected"


@dataclass
class Report:
    """Everything handed in at once."""

    outcomes: list[Outcome]
    receipt: Receipt | None = None

    @property
    def accepted(self) -> int:
        """How many were taken."""
        return sum(outcome.is_accepted for outcome in self.outcomes)

    @property
    def rejected(self) -> int:
        """How many were not."""
        return len(self.outcomes) - self.accepted


class RowsRejected(BusinessError):
    """An atomic batch with a record that cannot be taken: nothing was."""

    def __init__(self, report: Report) -> None:
        super().__init__("rows_rejected", _("这一批里有不能接收的记录，按要求整批没有接收。"), status=422)
        self.report = report


@transaction.atomic
def report(
    *,
    actor: Actor,
    hotel: Hotel,
    rows: Sequence[Any],
    channel: ReportChannel,
    key: HotelKey | None = None,
    atomic: bool = False,
    dry_run: bool = False,
    loose: bool = False,
) -> Report:
    """Judge records and take the good ones: new references are stays, known ones corrections, the same is unchanged.

    Late is taken and said. `atomic` takes all or nothing; `dry_run` judges and writes nothing.
    Raises NotPermitted, NotFound for another hotel, RowsRejected.
    """
    require_desk(actor, hotel)
    now = clock.now()
    judged = [judging.judge(row, now=now, loose=loose) for row in rows]
    refs = [_reference(row, one) for row, one in zip(rows, judged, strict=True)]
    made = Report(
        [
            Outcome(n, str(ref or ""), remarks=one.remarks)
            for n, (ref, one) in enumerate(zip(refs, judged, strict=True), start=1)
        ]
    )
    taken = {
        n: ref for n, (ref, one) in enumerate(zip(refs, judged, strict=True)) if ref and not is_rejected(one.remarks)
    }
    if atomic and len(taken) < len(rows):
        raise RowsRejected(made)
    _warn_of_same_guests(hotel, judged, refs)
    if dry_run:
        for n in taken:
            made.outcomes[n].status = "accepted"
        return made
    writing = _Writing(actor, hotel, channel, key, now)
    for chunk in _rounds(taken):
        writing.take([(taken[n], judged[n], _digest(rows[n]), made.outcomes[n]) for n in chunk])
    made.receipt = _receipt(writing, made)
    return made


@transaction.atomic
def amend(*, actor: Actor, stay: Stay, changes: Mapping[str, Any], channel: ReportChannel) -> Report:
    """Correct some items of a stay; the others stay as they were reported.

    Raises NotFound.
    """
    if stay.hotel is None:
        raise NotFound
    row = {**as_written(stay), **changes, fields.REFERENCE: str(stay.client_ref)}
    return report(actor=actor, hotel=stay.hotel, rows=[row], channel=channel, loose=channel == ReportChannel.FORM)


def as_written(stay: Stay) -> dict[str, str]:
    """Return the items of a stay as text, as they could be handed in again."""
    values = {key: getattr(stay, key) for key in fields.BY_KEY}
    return {
        key: value.isoformat() if isinstance(value, date | datetime) else str(value)
        for key, value in values.items()
        if value not in (None, "")
    }


@transaction.atomic
def check_out(*, actor: Actor, stay: Stay, at: datetime | None = None) -> Stay:
    """Let a guest leave; leaving again changes nothing.

    Raises NotFound, BusinessError(cancelled, leave_before_stay).
    """
    stay = _locked(actor, stay)
    if stay.status == StayStatus.CANCELLED:
        raise BusinessError("cancelled", _("这一条已经撤销。"))
    if stay.status == StayStatus.LEFT:
        return stay
    left = at or clock.now()
    if left < stay.stay_date:
        raise BusinessError("leave_before_stay", _("离店时间早于入住时间。"), "leave_date", status=400)
    stay.leave_date, stay.status = left, StayStatus.LEFT
    stay.version += 1
    stay.save()
    audit.record(actor, "lodging.stay.checked_out", stay, after={"leave_date": left})
    return stay


@transaction.atomic
def cancel(*, actor: Actor, stay: Stay, reason: str) -> Stay:
    """Cancel a report that should not exist; the row is kept, cancelling again changes nothing.

    Raises NotFound, BusinessError(reason_missing).
    """
    if not reason.strip():
        raise BusinessError("reason_missing", _("请写明撤销的原因。"), "reason", status=400)
    stay = _locked(actor, stay)
    if stay.status == StayStatus.CANCELLED:
        return stay
    stay.status, stay.cancelled_at, stay.cancel_reason = StayStatus.CANCELLED, clock.now(), reason.strip()[:200]
    stay.version += 1
    stay.save()
    audit.record(actor, "lodging.stay.cancelled", stay, reason=reason)
    return stay


def is_rejected(remarks: Sequence[Remark]) -> bool:
    """Whether one of the remarks is an error."""
    return any(codes.CODES[remark.code].severity == Severity.ERROR for remark in remarks)


class _Writing:
    """Takes judged records of one hotel into the books."""

    def __init__(self, actor: Actor, hotel: Hotel, channel: ReportChannel, key: HotelKey | None, now: datetime) -> None:
        self.actor, self.hotel, self.channel, self.key, self.now = actor, hotel, channel, key, now
        self.written: list[Stay] = []

    def take(self, records: Sequence[tuple[UUID, Judged, str, Outcome]]) -> None:
        """Write records whose references differ from one another."""
        locks.hold(f"lodging.stay:{self.hotel.unit_id}:{ref}" for ref, *_ in records)
        known = selectors.by_reference(self.hotel.unit_id, [ref for ref, *_ in records])
        fresh = [record for record in records if record[0] not in known]
        self._make(fresh)
        for ref, judged, digest, outcome in records:
            if ref in known:
                self._correct(known[ref], judged, digest, outcome)

    def _make(self, records: Sequence[tuple[UUID, Judged, str, Outcome]]) -> None:
        if not records:
            return
        joined = people.join(actor=self.actor, holders=[_holder(judged) for _, judged, _, _ in records])
        stays = []
        for (ref, judged, digest, outcome), one in zip(records, joined, strict=True):
            stay = Stay(
                unit_id=self.hotel.unit_id,
                hotel=self.hotel,
                client_ref=ref,
                payload_digest=digest,
                person=one.person,
                document=one.document,
                channel=self.channel,
                first_accepted_at=self.now,
                reported_by_id=self.actor.user_id,
                reported_key=self.key,
                **_stored(judged),
            )
            self._time(stay, judged)
            _finish(stay, judged)
            outcome.stay, outcome.status = stay, "accepted"
            stays.append(stay)
        bulk_create_with_history(stays, Stay)
        self.written += stays
        self._follow(stays)

    def _time(self, stay: Stay, judged: Judged) -> None:
        """Fix the timeliness once and for all: by this first report, our own outages taken off."""
        stopped = timedelta()
        if self.now > rules.deadline(stay.stay_date):
            stopped = rules.stopped(stay.stay_date, self.now, selectors.outages(stay.stay_date, self.now))
        stay.stopped_seconds = int(stopped.total_seconds())
        stay.delay_grade = rules.delay_grade(self.now, rules.deadline(stay.stay_date, stopped))
        if stay.delay_grade:
            judged.say("late", "stay_date", str(stay.delay_grade))

    def _follow(self, stays: Sequence[Stay]) -> None:
        audit.record_all(
            self.actor,
            "lodging.stay.registered",
            [(stay, None, {"delay_grade": stay.delay_grade, "missing": stay.missing}) for stay in stays],
        )
        for stay in stays:
            _note(self.hotel, stay)
        nights = {clock.local(stay.stay_date).date() for stay in stays}
        ZeroReport.objects.filter(hotel=self.hotel, night__in=nights, withdrawn_at=None).update(withdrawn_at=self.now)

    def _correct(self, stay: Stay, judged: Judged, digest: str, outcome: Outcome) -> None:
        outcome.stay = stay
        if stay.status == StayStatus.CANCELLED:
            outcome.remarks.append(Remark("cancelled", ""))
            return
        if stay.payload_digest == digest:
            outcome.status = "unchanged"
            return
        new = _stored(judged)
        new["leave_date"] = new["leave_date"] or stay.leave_date  # a correction brings nobody back into the house
        changed = [name for name, value in new.items() if getattr(stay, name) != value]
        before = _shown(stay, changed)
        [one] = people.join(actor=self.actor, holders=[_holder(judged)])
        for name, value in new.items():
            setattr(stay, name, value)
        stay.person, stay.document, stay.payload_digest = one.person, one.document, digest
        stay.version += 1
        _finish(stay, judged)
        stay.save()
        outcome.status = "corrected"
        self.written.append(stay)
        audit.record(self.actor, "lodging.stay.corrected", stay, before=before, after=_shown(stay, changed))
        _note(self.hotel, stay)


def _stored(judged: Judged) -> dict[str, Any]:
    return {name: judged.values[name] for name in STORED if name in judged.values}


def _shown(stay: Stay, names: Sequence[str]) -> dict[str, Any]:
    """Return items as the audit keeps them: numbers masked, whatever they look like."""
    values = {name: getattr(stay, name) for name in names}
    return {name: masks.mask_number(value) if name in _SEALED else value for name, value in values.items()}


def _finish(stay: Stay, judged: Judged) -> None:
    stay.missing = list(judged.missing)
    stay.remarks = sorted({remark.code for remark in judged.remarks})
    stay.status = StayStatus.LEFT if stay.leave_date else StayStatus.IN_HOUSE


def _holder(judged: Judged) -> people.Holder:
    values = judged.values
    shared = ("surname", "given_name", "name_zh", "sex", "birth_date", "nationality", "category")
    return people.Holder(
        **{name: values[name] for name in shared},
        kind=values["document_type"],
        number=values["document_number"],
        key=values["document_key"],
        issuer=values["document_issuer"] or values["nationality"],
        expires_on=values["document_expiry"],
    )


def _note(hotel: Hotel, stay: Stay) -> None:
    people.note_lodging(
        person_id=stay.person_id,
        where=hotel.organisation.name,
        station_id=hotel.organisation.station.unit_id if hotel.organisation.station else None,
        since=stay.stay_date,
        until=stay.leave_date,
        stay_until=stay.stay_until,
    )


def _reference(row: Any, judged: Judged) -> UUID | None:
    try:
        return UUID(str(row.get(fields.REFERENCE)))
    except (ValueError, AttributeError):
        if isinstance(row, Mapping):
            judged.say("client_ref_missing", fields.REFERENCE)
        return None


def _digest(row: Mapping[str, Any]) -> str:
    content = {str(key): value for key, value in row.items() if key != fields.REFERENCE and value not in (None, "")}
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str, ensure_ascii=True).encode()).hexdigest()


def _rounds(taken: Mapping[int, UUID]) -> list[list[int]]:
    """Split into rounds in each of which a reference stands once: a later one corrects the earlier."""
    rounds: list[list[int]] = []
    times: Counter[UUID] = Counter()
    for n, ref in taken.items():
        if times[ref] == len(rounds):
            rounds.append([])
        rounds[times[ref]].append(n)
        times[ref] += 1
    return rounds


def _warn_of_same_guests(hotel: Hotel, judged: Sequence[Judged], refs: Sequence[UUID | None]) -> None:
    numbers = {one.values["document_number"] for one in judged if one.values.get("document_number")}
    inside = selectors.rooms_of_documents(hotel, numbers) if numbers else {}
    for one, ref in zip(judged, refs, strict=True):
        found = inside.get(one.values.get("document_number", ""))
        if found and found[0] != ref:
            one.say("same_guest", "document_number", found[1])


def _receipt(writing: _Writing, made: Report) -> Receipt | None:
    if not writing.written:
        return None
    receipt = Receipt.objects.create(
        number=f"{clock.today():%Y%m%d}-{new_booking_code()}",
        unit_id=writing.hotel.unit_id,
        hotel=writing.hotel,
        channel=writing.channel,
        accepted=made.accepted,
        rejected=made.rejected,
        rejects=[
            {"row": one.row, "client_ref": one.client_ref, "codes": [r.code for r in one.remarks]}
            for one in made.outcomes
            if not one.is_accepted
        ],
    )
    Stay.objects.filter(pk__in=[stay.pk for stay in writing.written]).update(receipt=receipt)
    return receipt


def _locked(actor: Actor, stay: Stay) -> Stay:
    if actor.is_tenant and actor.unit_id != stay.unit_id:
        raise NotFound
    access.require(actor, Permission.DESK_REGISTER)
    return Stay.objects.select_for_update().get(pk=stay.pk)


def require_desk(actor: Actor, hotel: Hotel) -> None:
    """Let only the desk of this hotel through.

    Raises NotFound, NotPermitted.
    """
    if not actor.is_tenant or actor.unit_id != hotel.unit_id:
        raise NotFound
    access.require(actor, Permission.DESK_REGISTER)
