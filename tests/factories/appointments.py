"""Synthetic people and the bookings they make, through the same services as real ones."""

from datetime import date, datetime, time, timedelta
from itertools import count

from appointments.booking import selectors, services
from appointments.booking.data import BookingData, PersonData
from appointments.booking.enums import Channel
from appointments.booking.models import BookedItem, BookedPerson, Booking
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


def many(count_: int, starts: list[datetime], **fields) -> list[Booking]:
    """Bookings like a real one, inserted in bulk beside the services and the bands: for figures and kills."""
    like = book(start=first_free())
    person_, item = like.people.get(), like.items.get()
    rows = Booking.objects.bulk_create(
        Booking(
            lane=like.lane,
            start=starts[n % len(starts)],
            minutes=like.minutes,
            channel=like.channel,
            phone=f"139{n:08d}",
            plan=like.plan,
            told=like.told,
            notice_version=like.notice_version,
            created_at=like.created_at,
            **fields,
        )
        for n in range(count_)
    )
    births = [date(1950, 1, 1) + timedelta(days=n % 18_000) for n in range(count_)]
    numbers = [resident_id(birth, serial=900 - n // 18_000) for n, birth in enumerate(births)]
    people = BookedPerson.objects.bulk_create(
        BookedPerson(
            booking=row,
            position=0,
            name=person_.name,
            id_kind=person_.id_kind,
            number=number,
            typed=number,
            person_key=f"{person_.id_kind}:{number}",
            birth_date=birth,
            declared_filed=True,
        )
        for row, birth, number in zip(rows, births, numbers, strict=True)
    )
    BookedItem.objects.bulk_create(
        BookedItem(
            booking=row.booking,
            person=row,
            service=item.service,
            family=item.family,
            person_key=row.person_key,
            facts=item.facts,
        )
        for row in people
    )
    return rows
