"""Reads what the checks need of a chunk of bookings, in a number of queries that does not grow with the chunk."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import prefetch_related_objects

from appointments.booking import rules as booking_rules
from appointments.booking import selectors as booking
from appointments.booking.enums import Channel
from appointments.booking.models import BookedItem, BookedPerson, Booking, Lane
from appointments.booking.rules import Spec
from appointments.cases import selectors as cases
from appointments.cases.models import Case
from appointments.catalogue import rules as catalogue_rules
from appointments.catalogue import selectors as catalogue
from appointments.catalogue.conditions import Facts
from appointments.catalogue.rules import Checklist
from appointments.catalogue.sources import Receipt
from appointments.catalogue.specs import Catalogue, ServiceSpec
from appointments.sweep import registers, rules
from appointments.sweep.data import Person, Subject, Visit
from appointments.sweep.outside import Outside
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.messaging import selectors as messaging
from wuxue_exit_entry.workdays import selectors as workdays


class Surroundings:
    """What is the same for many bookings: calendar, catalogue of a day, opening of a lane; read once each."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.calendar = workdays.calendar()
        self.outside = Outside()
        self._catalogues: dict[date, Catalogue] = {}
        self._openings: dict[tuple[int, date], list[Spec]] = {}
        self._lists: dict[tuple[object, ...], tuple[Facts, Checklist]] = {}

    def catalogue(self, day: date) -> Catalogue:
        """Return the catalogue in force on `day`."""
        if day not in self._catalogues:
            self._catalogues[day] = catalogue.catalogue(day)
        return self._catalogues[day]

    def checklist(
        self, day: date, spec: ServiceSpec, answers: Mapping[str, str], beside: Sequence[str]
    ) -> tuple[Facts, Checklist]:
        """Return facts and list of an item; `beside` are the families of the person's other items in the visit.

        The same answers are worked out once.
        """
        key = (day, spec.code, tuple(sorted(answers.items())), tuple(sorted(beside)))
        if key not in self._lists:
            facts = catalogue_rules.facts_of(spec, answers, beside)
            self._lists[key] = facts, catalogue_rules.checklist(spec, facts, self.catalogue(day).sources)
        return self._lists[key]

    def is_open(self, lane: Lane, start: datetime, minutes: int) -> bool:
        """Tell whether the hall still plans places for the whole visit."""
        day = clock.local(start).date()
        if (lane.pk, day) not in self._openings:
            self._openings[lane.pk, day] = booking.specs_of_day(lane=lane, day=day, calendar=self.calendar)
        needed = booking_rules.bands_needed(self._openings[lane.pk, day], start, minutes)
        return bool(needed) and all(spec.capacity for spec in needed)


@dataclass(frozen=True)
class Reading:
    """One booked item with its subject; no subject when the catalogue knows the item no more."""

    booking: Booking
    item: BookedItem
    subject: Subject | None = None
    receipts: Mapping[str, Receipt] = field(default_factory=dict)


def read(bookings: Sequence[Booking], around: Surroundings) -> list[Reading]:
    """Return the items of `bookings` as the checks see them."""
    prefetch_related_objects(bookings, "people", "items__service", "items__person")
    shared = _Shared(bookings)
    return [
        _reading(one, item, around, shared)
        for one in bookings
        for item in sorted(one.items.all(), key=lambda item: (item.person.position, item.pk))
    ]


class _Shared:
    """What has to be asked for a whole chunk at once."""

    def __init__(self, bookings: Sequence[Booking]) -> None:
        keys = {person.person_key for one in bookings for person in one.people.all()}
        self.listed = registers.current().listed(keys)
        self.failed = messaging.not_delivered(Booking, [one.code for one in bookings])
        self.files: dict[tuple[str, str], list[Case]] = defaultdict(list)
        for case in cases.running_of(keys):
            self.files[case.person_key, case.service.family].append(case)


def _reading(one: Booking, item: BookedItem, around: Surroundings, shared: _Shared) -> Reading:
    day = clock.local(one.start).date()
    spec = around.catalogue(day).services.get(item.service.code)
    if spec is None:
        return Reading(one, item)
    beside = [other.family for other in one.items.all() if other.person_id == item.person_id and other.pk != item.pk]
    facts, checklist = around.checklist(day, spec, item.facts, beside)
    receipts = around.outside.ask(item, checklist)
    subject = Subject(
        now=around.now,
        fix_by=rules.fix_by(one.start, around.now, around.calendar),
        visit=_visit(one, around, has_failed=one.code in shared.failed),
        person=_person(item.person, is_listed=item.person_key in shared.listed),
        spec=spec,
        facts=facts,
        checklist=checklist,
        sources={code: receipt.outcome for code, receipt in receipts.items()},
        running=_running(one, item, shared.files[item.person_key, item.family]),
    )
    return Reading(one, item, subject, receipts)


def _visit(one: Booking, around: Surroundings, *, has_failed: bool) -> Visit:
    return Visit(
        start=one.start,
        minutes=one.minutes,
        needed_minutes=_needed_minutes(one, around),
        lane_is_open=one.lane.is_open,
        places_are_open=one.channel == Channel.GREEN or around.is_open(one.lane, one.start, one.minutes),
        phone_is_mobile=one.phone_is_mobile,
        message_failed=has_failed,
    )


def _needed_minutes(one: Booking, around: Surroundings) -> int:
    services = around.catalogue(clock.local(one.start).date()).services
    people: dict[int, list[ServiceSpec]] = defaultdict(list)
    for item in one.items.all():
        if spec := services.get(item.service.code):
            people[item.person_id].append(spec)
    return catalogue_rules.visit_minutes(people.values())


def _person(row: BookedPerson, *, is_listed: bool) -> Person:
    return Person(
        id_kind=row.id_kind,
        number=row.number,
        birth_date=row.birth_date,
        sex=row.sex,
        nationality=row.nationality,
        declared_filed=row.declared_filed,
        guardian_name=row.guardian_name,
        escort_name=row.escort_name,
        is_listed=is_listed,
    )


def _running(one: Booking, item: BookedItem, files: Iterable[Case]) -> tuple[str, ...]:
    """Return the states of the person's files of the family; its own file counts when it is older than the booking.

    A file is one per person and item, so a new booking may find the file of an application that is under way.
    """
    others = (case for case in files if case.pk != item.case_id or _is_older(case, one))
    return tuple(case.status for case in others)


def _is_older(case: Case, one: Booking) -> bool:
    return case.arrived_at is not None and case.arrived_at < one.created_at
