"""The only way to take a place and to give one back: conditional updates of counters, never a read before a write."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext_lazy as _

from appointments.booking.models import Band, ExtraPlace, TakenPlace
from appointments.booking.rules import Spec
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.errors import BusinessError

LOCK = "SELECT id FROM appointments_band WHERE lane_id = %s AND start = ANY(%s) ORDER BY start FOR UPDATE"
TAKE = """
UPDATE appointments_band AS band SET booked = band.booked + 1
FROM (SELECT id FROM appointments_band WHERE lane_id = %s AND start = ANY(%s) ORDER BY start FOR UPDATE) AS wanted
WHERE band.id = wanted.id AND band.booked < band.capacity + band.extra
RETURNING band.id
"""
TAKE_EXTRA = """
UPDATE appointments_band AS band SET booked = band.booked + 1, extra = band.extra + 1
FROM (SELECT id FROM appointments_band WHERE lane_id = %s AND start = ANY(%s) ORDER BY start FOR UPDATE) AS wanted
WHERE band.id = wanted.id
RETURNING band.id
"""
GIVE_BACK = """
UPDATE appointments_band AS band
SET booked = band.booked - 1,
    extra = band.extra - given.extra,
    capacity = GREATEST(band.planned, band.booked - 1 - (band.extra - given.extra))
FROM (
    SELECT locked.id, given.extra
    FROM (SELECT id FROM appointments_band WHERE id = ANY(%s) ORDER BY start FOR UPDATE) AS locked
    JOIN unnest(%s, %s) AS given (id, extra) ON given.id = locked.id
) AS given
WHERE band.id = given.id
"""


class SlotFull(BusinessError):
    """The band has no place left; `details["nearest"]` is filled by whoever can offer others."""


def take(*, lane_id: int, specs: Sequence[Spec], extra: bool = False) -> list[int]:
    """Take one place in every band of `specs`, all or nothing; return the band ids.

    With `extra` the places are made on the spot. Raises SlotFull; the caller's transaction must roll back then.
    """
    starts = [spec.start for spec in specs]
    statement = TAKE_EXTRA if extra else TAKE
    taken = _run(statement, lane_id, starts)
    if len(taken) < len(starts):
        _insert_missing(lane_id, specs)
        missing = _untaken(taken, lane_id, starts)
        taken += _run(statement, lane_id, missing)
    if len(taken) < len(starts):
        raise SlotFull("slot_full", _("这个时段刚刚约满，请换一个时段。"), field="start")
    return taken


def lock(*, lane_id: int, starts: Sequence[datetime]) -> None:
    """Lock the bands of a move, old and new, in their order, so that two people who swap never wait in a circle."""
    _run(LOCK, lane_id, starts)


def record_taken(
    band_ids: Sequence[int], *, booking_id: int | None = None, offer_id: int | None = None, extra: bool = False
) -> None:
    """Write down who holds the places just taken."""
    TakenPlace.objects.bulk_create(
        TakenPlace(band_id=band, booking_id=booking_id, offer_id=offer_id, is_extra=extra) for band in band_ids
    )


def explain_extra(band_ids: Sequence[int], *, reason: str, by: int | None) -> None:
    """Write down why and by whom places beyond the capacity were made."""
    now = clock.now()
    ExtraPlace.objects.bulk_create(
        ExtraPlace(band_id=band, places=1, reason=reason, made_at=now, made_by_id=by) for band in band_ids
    )


def give_back(*, booking_id: int | None = None, offer_id: int | None = None, keep: Sequence[datetime] = ()) -> int:
    """Give back the places of a booking or an offer but those that start at `keep`; return how many.

    Deleting the holder's rows decides who gives back, so that doing it twice frees nothing twice.
    """
    rows = _release_rows(booking_id, offer_id, keep)
    if rows:
        bands = [band for band, _ in rows]
        with connection.cursor() as cursor:
            cursor.execute(GIVE_BACK, [bands, bands, [int(extra) for _, extra in rows]])
    return len(rows)


def held_starts(*, booking_id: int) -> set[datetime]:
    """Return the starts of the bands that a booking holds."""
    return set(TakenPlace.objects.filter(booking_id=booking_id).values_list("band__start", flat=True))


def _release_rows(booking_id: int | None, offer_id: int | None, keep: Sequence[datetime]) -> list[tuple[int, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM appointments_takenplace AS place USING appointments_band AS band"
            " WHERE band.id = place.band_id AND NOT band.start = ANY(%s)"
            " AND (place.booking_id = %s OR place.offer_id = %s) RETURNING place.band_id, place.is_extra",
            [list(keep), booking_id, offer_id],
        )
        return cursor.fetchall()


def _run(statement: str, lane_id: int, starts: Sequence[datetime]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [lane_id, list(starts)])
        return [row[0] for row in cursor.fetchall()]


def _insert_missing(lane_id: int, specs: Sequence[Spec]) -> None:
    """Bring the rows of `specs` into being where they are not."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO appointments_band (lane_id, start, minutes, planned, capacity, extra, booked)"
            " VALUES (%s, %s, %s, %s, %s, 0, 0) ON CONFLICT (lane_id, start) DO NOTHING",
            [(lane_id, spec.start, spec.minutes, spec.capacity, spec.capacity) for spec in specs],
        )


def _untaken(taken: Sequence[int], lane_id: int, starts: Sequence[datetime]) -> list[datetime]:
    rows = Band.objects.filter(lane_id=lane_id, start__in=starts).exclude(pk__in=taken)
    return list(rows.values_list("start", flat=True))
