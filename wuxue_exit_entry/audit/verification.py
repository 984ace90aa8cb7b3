"""Reading the whole audit against its seals, in one pass and flat memory."""

from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from wuxue_exit_entry.audit import seals
from wuxue_exit_entry.audit.models import AuditEvent, AuditSeal
from wuxue_exit_entry.audit.seals import Line

Event = tuple[int, int, str]


class TamperedError(Exception):
    """The first thing that is not as it was sealed, in words."""


@dataclass(frozen=True)
class Verdict:
    """How much was read; `unsealed` events came after the last seal."""

    events: int
    seals: int
    unsealed: int


def verify() -> Verdict:
    """Check every event, every seal and the file outside the database.

    Raises TamperedError naming the first bad row.
    """
    with _one_moment() as lines, closing(_Reading(lines)) as reading:
        return reading.run()


class _Reading:
    """One pass: seals in order, beside them the events in sealing order and the lines of the file."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self.lines = lines
        self.streams: dict[int, Generator[Event, None, None]] = {}
        self.events = self.seals = 0
        self.code = seals.GENESIS
        self.cluster: int | None = None

    def run(self) -> Verdict:
        for seal_ in AuditSeal.objects.order_by("number").iterator(chunk_size=10):
            self._check_seal(seal_)
            self._check_events(seal_)
        beyond = next(self.lines, None)
        if beyond is not None:
            raise TamperedError(
                f"the tail was cut: the file knows seal {beyond.number}, the table ends at {self.seals}"
            )
        return Verdict(self.events, self.seals, self._unsealed())

    def close(self) -> None:
        """Give the cursors back while their transaction still runs."""
        for stream in self.streams.values():
            stream.close()

    def _check_seal(self, seal_: AuditSeal) -> None:
        self.seals += 1
        if seal_.number != self.seals:
            raise TamperedError(f"seal {self.seals} is missing")
        if seal_.code != seals.code_of(seal_, self.code):
            raise TamperedError(f"seal {seal_.number} was altered or stands in the wrong place")
        line = next(self.lines, None)
        if line is None:
            raise TamperedError(f"the file ends before seal {seal_.number}")
        if (line.number, line.count, line.code) != (seal_.number, seal_.count, seal_.code):
            raise TamperedError(f"seal {seal_.number} differs from the file: the chain was computed anew")
        self.code, self.cluster = seal_.code, seal_.cluster

    def _check_events(self, seal_: AuditSeal) -> None:
        stream = self._stream(seal_.cluster)
        for expected, digest in seals.ENTRY.iter_unpack(bytes(seal_.entries)):
            found = next(stream, None)
            if found is None or found[0] != expected:
                raise TamperedError(_gone_or_inserted(expected, found))
            if seals.digest_of(found[2]) != digest:
                raise TamperedError(f"event {expected} was altered")
            self.events += 1

    def _stream(self, cluster: int) -> Generator[Event, None, None]:
        if cluster not in self.streams:
            self.streams[cluster] = _events_of(cluster)
        return self.streams[cluster]

    def _unsealed(self) -> int:
        for cluster, stream in self.streams.items():
            left = next(stream, None) if cluster != self.cluster else None
            if left is not None:
                raise TamperedError(f"event {left[0]} was inserted behind the seals")
        return AuditEvent.objects.count() - self.events


def _gone_or_inserted(expected: int, found: Event | None) -> str:
    if found is not None and AuditEvent.objects.filter(pk=expected).exists():
        return f"event {found[0]} was inserted behind the seals, or event {expected} moved"
    return f"event {expected} was deleted"


def _events_of(cluster: int) -> Generator[Event, None, None]:
    query, values = seals.events_after(cluster, (0, 0), settled=False, limit=None)
    with connection.chunked_cursor() as cursor:
        cursor.itersize = 5000  # type: ignore[attr-defined]  # psycopg2's, behind the wrapper
        cursor.execute(query, values)
        yield from cursor


@contextmanager
def _one_moment() -> Iterator[Iterator[Line]]:
    """Show table and file as they are at one moment, while the sealing goes on."""
    fresh = not connection.in_atomic_block
    with transaction.atomic():
        with connection.cursor() as cursor:
            if fresh:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            cursor.execute("SET LOCAL TimeZone = 'UTC'")
        path = Path(settings.AUDIT_SEAL_FILE)
        with seals.exclusively(wait=True):
            AuditSeal.objects.exists()
            size = path.stat().st_size if path.exists() else 0
        yield seals.file_lines(path, size) if size else iter(())
