"""Synthetic people and the bookings they make, through the same services as real ones."""

from datetime import date, datetime, time
from itertools import count

from appointments.booking import selectors, services
from appointments.booking.data import BookingData, PersonData
from appointments.booking.enums import Channel
from appointments.booking.models import Booking
from appointments.catalogue import plans, rules
from appointments.catalogue import selectors as catalogue
from appointments.catalogue.specs import Plan, PlannedItem, PlannedPerson
from wuxue_exit_entry.audit.actors import PUBLIC, Actor
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.identity import check_digit

PLAIN = {"age": "18-59", "filed": "no", "military": "no"}
_serial = count(1)


def resident_id(birth: date = date(1990, 3, 7), serial: int | None = None) -> str:
    """A number of Wuxue with a right check digit; every call another person."""
    body = f"421182{birth:%Y%m%d}{(serial or next(_serial)) % 1000:03d}"
    return body + check_digit(body)


def person(**changes) -> PersonData:
    """An adult of Wuxue."""
    birth = changes.pop("birth", date(1990, 3, 7))
    return PersonData(**{"name": "刘晓婷", "id_kind": "resident_id", "number": resident_id(birth)} | changes)


def answers(service: str, **chosen: str) -> dict[str, str]:
    """Answers to every question of an item: those chosen, else the plainest adult's."""
    spec, given = catalogue.spec(service), dict(chosen)
    while question := rules.next_question(spec, given):
        assert question.fact not in given, f"{given[question.fact]!r} does not answer {question.fact}"
        values = [option.value for option in question.options] or ["no"]
        given[question.fact] = PLAIN[question.fact] if PLAIN.get(question.fact) in values else values[0]
    return given


def plan(*services_of_people: str | tuple[str, ...], **chosen: str) -> Plan:
    """A plan with one entry per person."""
    people = [(codes,) if isinstance(codes, str) else codes for codes in services_of_people or ("PP-NEW",)]
    return plans.make(
        PlannedPerson(tuple(PlannedItem(code, answers(code, **chosen)) for code in codes)) for codes in people
    )


def band(day: date, hour: str) -> datetime:
    """A moment of the hall."""
    return datetime.combine(day, time.fromisoformat(hour), clock.SHANGHAI)


def data(*, start: datetime, people: tuple[PersonData, ...] = (), **changes) -> BookingData:
    """A booking as handed in."""
    people = people or (person(),)
    given = {"plan": plan(), "phone": f"138{next(_serial):08d}", "notice_version": "test"} | changes
    return BookingData(start=start, people=people, **given)


def book(
    *, start: datetime, actor: Actor = PUBLIC, channel: Channel = Channel.ONLINE, key: str = "", **changes
) -> Booking:
    """A booking in the database."""
    return services.book(actor=actor, data=data(start=start, **changes), channel=channel, idempotency_key=key)


def first_free(lane: str = "cn_documents", minutes: int = 20) -> datetime:
    """The first free start of the window."""
    slot = selectors.next_free(lane=lane, minutes=minutes)
    assert slot is not None
    return slot.start
