"""The control of the booking benchmark: the rows that one booking writes, written by plain SQL and nothing else."""

from collections.abc import Sequence
from contextlib import closing
from typing import Any
from uuid import uuid4

import psycopg2
from psycopg2 import sql
from psycopg2.extras import Json

from appointments.booking.models import Booking
from wuxue_exit_entry.benchmarks.scratch import NAME
from wuxue_exit_entry.embedded import layout

LIMIT = """
INSERT INTO accounts_ratewindow AS w (key, started_at, ends_at, hits) VALUES (%s, now(), now() + interval '1 hour', 1)
ON CONFLICT (key) DO UPDATE SET hits = w.hits + 1
"""
TAKE = "UPDATE appointments_band SET booked = booked + 1 WHERE id = %s AND booked < capacity + extra"
Row = dict[str, Any]


class Sample:
    """The rows of one booking that came through the API, to be written again with keys of their own."""

    def __init__(self, booking: Booking, bands: Sequence[int]) -> None:
        self.bands = bands
        with closing(_connect()) as connection, connection.cursor() as cursor:
            self.booking = _row(cursor, "appointments_booking", "id", booking.pk)
            self.history = _row(cursor, "appointments_historicalbooking", "id", booking.pk)
            self.person = _row(cursor, "appointments_bookedperson", "booking_id", booking.pk)
            self.item = _row(cursor, "appointments_bookeditem", "booking_id", booking.pk)
            self.place = _row(cursor, "appointments_takenplace", "booking_id", booking.pk)
            self.event = _row(cursor, "audit_auditevent", "target_id", booking.code)
            self.message = _row(cursor, "messaging_message", "about_id", booking.code)
            self.job = _row(cursor, "jobs_job", "dedupe_key", self.message["public_id"])

    def write(self, numbers: Sequence[object]) -> None:
        """Write one booking for each number, each in a transaction, after the two counts of the limits."""
        with closing(_connect()) as connection, connection.cursor() as cursor:
            for number in numbers:
                key = uuid4().hex
                for limited in (key, "one address"):
                    cursor.execute(LIMIT, [limited])
                    connection.commit()
                self._write(cursor, key, self.bands[int(str(number)) % len(self.bands)])
                connection.commit()

    def _write(self, cursor: Any, key: str, band: int) -> None:
        cursor.execute(TAKE, [band])
        code = key[:12]
        booking = _insert(cursor, "appointments_booking", self.booking, code=code, idempotency_key=None)
        _insert(cursor, "appointments_historicalbooking", self.history, pk="history_id", id=booking, code=code)
        person = _insert(cursor, "appointments_bookedperson", self.person, booking_id=booking)
        mine = {"booking_id": booking, "person_id": person, "person_key": self.item["person_key"][:-32] + key}
        _insert(cursor, "appointments_bookeditem", self.item, **mine)
        _insert(cursor, "appointments_takenplace", self.place, booking_id=booking, band_id=band)
        _insert(cursor, "audit_auditevent", self.event, target_id=code)
        unique = {"public_id": code, "dedupe_key": key, "about_id": code}
        _insert(cursor, "messaging_message", self.message, **unique)
        _insert(cursor, "jobs_job", self.job, dedupe_key=key)


def _connect() -> Any:
    return psycopg2.connect(layout.database_url("app", NAME))


def _row(cursor: Any, table: str, column: str, value: object) -> Row:
    statement = sql.SQL("SELECT * FROM {} WHERE {} = %s LIMIT 1")
    cursor.execute(statement.format(sql.Identifier(table), sql.Identifier(column)), [value])
    names = [one.name for one in cursor.description]
    return dict(zip(names, cursor.fetchone(), strict=True))


def _insert(cursor: Any, table: str, row: Row, *, pk: str = "id", **changes: object) -> int:
    values = {name: value for name, value in {**row, **changes}.items() if name != pk}
    cursor.execute(
        f'INSERT INTO "{table}" ({", ".join(values)}) VALUES ({", ".join(["%s"] * len(values))}) RETURNING "{pk}"',  # noqa: S608 -- names of our own tables
        [Json(value) if isinstance(value, (dict, list)) else value for value in values.values()],
    )
    return int(cursor.fetchone()[0])
