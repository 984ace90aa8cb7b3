"""Many bookings at once: those that are due by the models, those of earlier years as copies of one row."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import count, islice

from django.db import connection
from psycopg2 import sql

from appointments.booking import selectors
from appointments.booking.enums import BookingStatus, Channel
from appointments.booking.models import Band, BookedItem, BookedPerson, Booking, Lane, TakenPlace
from appointments.catalogue import plans
from appointments.catalogue import selectors as catalogue
from appointments.catalogue.plans import Plan, PlannedItem, PlannedPerson
from wuxue_exit_entry.benchmarks import scratch
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.identity import IdKind, check_digit

ANSWERS = {"age": "18-59", "state_worker": "no", "military": "no", "hukou": "wuxue", "urgent": "no"}
PLENTY = 30_000
BATCH = 2_000
BANDS_SHARE = 4  # bookings of earlier years in one band
_numbers = count()


def plan() -> Plan:
    """Return what most people come for: one adult, one first passport."""
    return plans.make([PlannedPerson((PlannedItem("PP-NEW", ANSWERS),))])


def resident_number() -> str:
    """Return an invented number with a right check digit; never the same twice."""
    number = next(_numbers)
    body = f"421182{date(1970, 1, 1) + timedelta(days=number // 1000):%Y%m%d}{number % 1000:03}"
    return body + check_digit(body)


def free_starts(asked: Plan) -> list[datetime]:
    """Return the starts that the public may book."""
    days = selectors.slot_days(lane=asked.lane, minutes=asked.minutes)
    return [slot.start for day in days for slot in day.slots if slot.is_free]


def make_room(asked: Plan, starts: Sequence[datetime]) -> list[Band]:
    """Let the bands at these starts take as many as come."""
    lane = Lane.objects.get(code=asked.lane)
    given = {"minutes": 30, "planned": PLENTY, "capacity": PLENTY}
    return [Band.objects.update_or_create(lane=lane, start=start, defaults=given)[0] for start in starts]


def add_due(number: int, asked: Plan, starts: Sequence[datetime]) -> None:
    """Add `number` live bookings, spread over `starts`, each of somebody new."""
    bands = make_room(asked, starts)
    told, service = plans.told(asked, "zh-hans"), catalogue.service_keys(["PP-NEW"])["PP-NEW"]
    numbers = iter([resident_number() for _ in range(number)])
    for first in range(0, number, BATCH):
        people = list(islice(numbers, BATCH))
        chosen = [bands[(first + n) % len(bands)] for n in range(len(people))]
        made = Booking.objects.bulk_create(
            Booking(
                lane_id=band.lane_id,
                start=band.start,
                minutes=asked.minutes,
                channel=Channel.ONLINE,
                phone=f"137{first + n:08}",
                plan=asked.as_json(),
                told=told,
                notice_version="1",
                created_at=clock.now() - timedelta(days=2),
            )
            for n, band in enumerate(chosen)
        )
        rows = BookedPerson.objects.bulk_create(_person(one, typed) for one, typed in zip(made, people, strict=True))
        BookedItem.objects.bulk_create(
            BookedItem(
                booking_id=row.booking_id,
                person=row,
                service_id=service.pk,
                family=service.family,
                person_key=row.person_key,
                facts=ANSWERS,
            )
            for row in rows
        )
        TakenPlace.objects.bulk_create(
            TakenPlace(band=band, booking=one) for band, one in zip(chosen, made, strict=True)
        )
    _count_again(bands)


def end_all() -> None:
    """Let every live booking be over."""
    Booking.objects.filter(status=BookingStatus.BOOKED).update(status=BookingStatus.DONE)
    BookedItem.objects.filter(is_live=True).update(is_live=False)


def add_history(number: int) -> None:
    """Add `number` bookings of earlier years, copies of the newest one with codes, keys and places of their own."""
    newest = Booking.objects.order_by("-pk")[0]
    base = newest.pk
    band = Band.objects.filter(taken__booking=newest).get()
    earlier = sql.SQL("original.start - (60 + g / 16) * interval '1 day' - (g % 16) * interval '1 minute'")
    with scratch.superuser() as cursor:
        _copy(cursor, "appointments_band", band.pk, number // BANDS_SHARE, {"start": earlier, "booked": BANDS_SHARE})
        moved = {"code": _text("H", "g"), "idempotency_key": None, "status": "done", "start": earlier}
        _copy(cursor, "appointments_booking", base, number, moved)
        person, item, place = newest.people.get(), newest.items.get(), newest.places.get()
        own = {"booking_id": sql.SQL("{} + g").format(sql.Literal(base))}
        _copy(cursor, "appointments_bookedperson", person.pk, number, own | {"person_key": _text("H", "g")})
        of_person = {"person_id": sql.SQL("{} + g").format(sql.Literal(person.pk)), "is_live": False}
        _copy(cursor, "appointments_bookeditem", item.pk, number, own | of_person | {"person_key": _text("H", "g")})
        shared = sql.SQL("{} + (g + {}) / {}").format(*map(sql.Literal, (band.pk, BANDS_SHARE - 1, BANDS_SHARE)))
        _copy(cursor, "appointments_takenplace", place.pk, number, own | {"band_id": shared})
    scratch.analyze()


def _person(booking: Booking, typed: str) -> BookedPerson:
    kind = IdKind.RESIDENT_ID.value
    return BookedPerson(
        booking=booking,
        position=0,
        name="刘明",
        id_kind=kind,
        number=typed,
        typed=typed,
        person_key=f"{kind}:{typed}",
        birth_date=date.fromisoformat(f"{typed[6:10]}-{typed[10:12]}-{typed[12:14]}"),
        sex="M",
        nationality="CHN",
    )


def _count_again(bands: Sequence[Band]) -> None:
    for band in bands:
        Band.objects.filter(pk=band.pk).update(booked=TakenPlace.objects.filter(band=band).count())


def _text(prefix: str, expression: str) -> sql.Composable:
    return sql.SQL("{} || {}").format(sql.Literal(prefix), sql.SQL(expression))


def _copy(cursor: object, table: str, original: int, number: int, changes: Mapping[str, object]) -> None:
    """Copy one row `number` times with ids counted on from it; `g` in the changes counts from 1."""
    changes = {"id": sql.SQL("original.id + g"), **changes}
    columns = [column for column in _columns(table)]
    values = [
        _value(changes[column]) if column in changes else sql.Identifier("original", column) for column in columns
    ]
    statement = sql.SQL(
        "INSERT INTO {t} ({c}) OVERRIDING SYSTEM VALUE SELECT {v} FROM {t} AS original, {g} WHERE id = {id}"
    )
    series = sql.SQL("generate_series(1, {}) AS g").format(sql.Literal(number))
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    parts = {"t": sql.Identifier(table), "c": names, "v": sql.SQL(", ").join(values), "g": series}
    cursor.execute(statement.format(**parts, id=sql.Literal(original)))  # type: ignore[attr-defined]
    cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, original + number])  # type: ignore[attr-defined]


def _value(value: object) -> sql.Composable:
    return value if isinstance(value, sql.Composable) else sql.Literal(value)


def _columns(table: str) -> Iterator[str]:
    with connection.cursor() as cursor:
        return iter([column.name for column in connection.introspection.get_table_description(cursor, table)])
