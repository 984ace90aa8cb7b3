"""Plans with answers that the pages' tests name, bookings of them, and bands that are full or nearly so."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from appointments.booking import selectors, services
from appointments.booking.data import BookingData, PersonData
from appointments.booking.enums import Channel
from appointments.booking.models import Band, Booking, Lane
from appointments.catalogue import plans
from appointments.catalogue.plans import Plan, PlannedItem, PlannedPerson
from tests.factories import appointments
from wuxue_exit_entry.audit.actors import PUBLIC
from wuxue_exit_entry.kernel import clock

resident_number = appointments.resident_id
ADULT = {"age": "18-59", "state_worker": "no", "military": "no", "hukou": "wuxue", "urgent": "no"}
CHILD = {"age": "0-15", "escort": "guardian", "child_id": "no", "hukou": "wuxue", "urgent": "no"}
HMT_ADULT = {"age": "18-59", "urgent": "no"}
PHONE = "13800000026"


def make_plan(*people: Sequence[tuple[str, dict[str, str]]]) -> Plan:
    """Return a plan of (item, answers) per person; one adult with a first passport when nothing is said."""
    chosen = people or ([("PP-NEW", ADULT)],)
    return plans.make(PlannedPerson(tuple(PlannedItem(*item) for item in person)) for person in chosen)


def make_person(number: str = "", **fields: Any) -> PersonData:
    """Return one adult."""
    return appointments.person(**{"name": "刘明"} | ({"number": number} if number else {}) | fields)


def make_data(plan: Plan | None = None, start: datetime | None = None, **fields: Any) -> BookingData:
    """Return everything that a booking takes."""
    plan = plan or make_plan()
    given: dict[str, Any] = {"people": tuple(make_person() for _ in plan.people), "phone": PHONE, "notice_version": "1"}
    return BookingData(plan=plan, start=start or free_start(plan), **given | fields)


def make_booking(plan: Plan | None = None, start: datetime | None = None, key: str = "", **fields: Any) -> Booking:
    """Book online through the service."""
    data = make_data(plan, start, **fields)
    return services.book(actor=PUBLIC, data=data, channel=Channel.ONLINE, idempotency_key=key)


def free_starts(plan: Plan) -> Iterator[datetime]:
    """Return the free starts of a plan from the first on."""
    days = selectors.slot_days(lane=plan.lane, minutes=plan.minutes)
    return (slot.start for day in days for slot in day.slots if slot.is_free)


def free_start(plan: Plan) -> datetime:
    """Return the first free start of a plan."""
    return next(free_starts(plan))


def fill(lane: str, *starts: datetime, leave: int = 0) -> None:
    """Let nothing but `leave` places be left at these starts."""
    row = Lane.objects.get(code=lane)
    for start in starts:
        Band.objects.update_or_create(
            lane=row,
            start=start,
            defaults={"minutes": 30, "planned": leave, "capacity": leave},
            create_defaults={"minutes": 30, "planned": leave, "capacity": leave},
        )


def fill_everything(lane: str = "cn_documents") -> None:
    """Fill every band of the lane's window but those that hold bookings."""
    for day in selectors.slot_days(lane=lane, minutes=1):
        for slot in day.slots:
            band, _ = Band.objects.get_or_create(
                lane_id=slot.lane_id,
                start=slot.start,
                defaults={"minutes": 30, "planned": 0, "capacity": 0},
            )
            Band.objects.filter(pk=band.pk).update(planned=band.booked, capacity=band.booked)


def at(text: str) -> datetime:
    """Return a moment in the hall: «2026-12-03 10:00»."""
    return clock.local(datetime.fromisoformat(text))
