"""Sealing: once a minute, what is settled below the oldest running transaction gets its place in a keyed chain.

By transaction horizon and never by id: an id is drawn before its transaction commits, so a later id may be visible
while an earlier one is still on its way. The chain's codes are also kept in a file outside the database.
"""

import fcntl
import hashlib
import hmac
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from wuxue_exit_entry.audit.models import AuditSeal

BATCH = 10_000
ENTRY = struct.Struct(">Q16s")
GENESIS = "0" * 64
_LOCK = 0x5EA1
# Written out, so that a column added later does not change what old seals say.
_ROW = (
    "ROW(id, at, actor_kind, actor_id, actor_name, unit_id, ip, request_id, verb, target_type, target_id,"
    " before, after, reason, purpose, cluster, xid)::text"
)
_EVENTS = f"SELECT id, xid, {_ROW} FROM audit_auditevent WHERE cluster = %s AND (xid, id) > (%s, %s)"  # noqa: S608 -- constants
_SETTLED = " AND xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
_IN_ORDER = " ORDER BY xid, id"


class SealConflictError(Exception):
    """The file and the table disagree: nobody may seal on before a person has looked."""


@dataclass(frozen=True)
class Line:
    """One line of the file outside the database."""

    number: int
    at: str
    count: int
    code: str

    def text(self) -> str:
        """Return the line as written."""
        return f"{self.number} {self.at} {self.count} {self.code}\n"

    @classmethod
    def parsed(cls, text: str) -> "Line":
        """Read a line.

        Raises ValueError when it is not one.
        """
        number, at, count, code = text.split()
        return cls(int(number), at, int(count), code)


def seal() -> int:
    """Seal whatever is settled and return how many events that were; 0 when another process is at it.

    Raises SealConflictError.
    """
    with exclusively(wait=False) as mine:
        if not mine:
            return 0
        _catch_the_file_up()
        return sum(seal_.count for cluster in _clusters() for seal_ in _seal_cluster(cluster))


@contextmanager
def exclusively(*, wait: bool) -> Iterator[bool]:
    """Hold the one lock of the seals, table and file together."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_{'' if wait else 'try_'}advisory_lock(%s)", [_LOCK])
        held = cursor.fetchone()[0] is not False
    try:
        yield held
    finally:
        if held:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def code_of(seal_: AuditSeal, previous: str) -> str:
    """Return the keyed code of a seal, which covers the one before it."""
    facts = f"{previous}|{seal_.number}|{seal_.cluster}|{seal_.last_xid}|{seal_.last_id}|{seal_.count}|"
    digest = hashlib.sha256(bytes(seal_.entries)).hexdigest()
    return hmac.new(settings.AUDIT_SEAL_KEY.encode(), (facts + digest).encode(), hashlib.sha256).hexdigest()


def digest_of(row: str) -> bytes:
    """Return what a seal keeps of one event."""
    return hashlib.sha256(row.encode()).digest()[:16]


def events_after(cluster: int, marker: tuple[int, int], *, settled: bool, limit: int | None) -> tuple[str, list[int]]:
    """Return the query of the events of `cluster` beyond `marker`, in sealing order."""
    query = _EVENTS + (_SETTLED if settled else "") + _IN_ORDER + (" LIMIT %s" if limit else "")
    return query, [cluster, *marker, *([limit] if limit else [])]


def current_cluster() -> int:
    """Return the identity of this PostgreSQL cluster; a restored copy has another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT system_identifier FROM pg_control_system()")
        return int(cursor.fetchone()[0])


def file_lines(path: Path, size: int | None = None) -> Iterator[Line]:
    """Yield the lines of the file, up to `size` bytes."""
    read = 0
    with path.open(encoding="ascii") as file:
        for text in file:
            read += len(text)
            if size is not None and read > size:
                return
            yield Line.parsed(text)


def _clusters() -> list[int]:
    """Return the cluster of the last seal, when the database was restored elsewhere since, and the present one."""
    last = AuditSeal.objects.order_by("-number").values_list("cluster", flat=True).first()
    present = current_cluster()
    return [present] if last in (None, present) else [last, present]


def _seal_cluster(cluster: int) -> Iterator[AuditSeal]:
    # What another cluster wrote is settled: its transactions ended before the copy was made.
    settled = cluster == current_cluster()
    while True:
        made = _seal_batch(cluster, settled=settled)
        if made is None:
            return
        _append([_line(made)])
        yield made


@transaction.atomic(durable=True)
def _seal_batch(cluster: int, *, settled: bool) -> AuditSeal | None:
    previous = AuditSeal.objects.order_by("-number").first()
    mine = AuditSeal.objects.filter(cluster=cluster).order_by("-number").first()
    marker = (mine.last_xid, mine.last_id) if mine else (0, 0)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL TimeZone = 'UTC'")
        cursor.execute(*events_after(cluster, marker, settled=settled, limit=BATCH))
        rows = cursor.fetchall()
    if not rows:
        return None
    made = AuditSeal(
        number=previous.number + 1 if previous else 1,
        cluster=cluster,
        last_xid=rows[-1][1],
        last_id=rows[-1][0],
        count=len(rows),
        entries=b"".join(ENTRY.pack(row[0], digest_of(row[2])) for row in rows),
    )
    made.code = code_of(made, previous.code if previous else GENESIS)
    made.save(force_insert=True)
    return made


def _line(seal_: AuditSeal) -> Line:
    return Line(seal_.number, seal_.at.isoformat().replace("+00:00", "Z"), seal_.count, seal_.code)


def _catch_the_file_up() -> None:
    """Append what a kill between commit and append left out.

    Raises SealConflictError when the file knows seals that the table lost.
    """
    last = _last_line()
    known = AuditSeal.objects.filter(number=last.number).values_list("code", flat=True).first() if last else GENESIS
    if last and known != last.code:
        raise SealConflictError(f"seal {last.number} of {settings.AUDIT_SEAL_FILE} is not the one in the table")
    missing = AuditSeal.objects.filter(number__gt=last.number if last else 0).defer("entries").order_by("number")
    _append([_line(seal_) for seal_ in missing.iterator()])


def _last_line() -> Line | None:
    path = Path(settings.AUDIT_SEAL_FILE)
    if not path.exists() or not path.stat().st_size:
        return None
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 4096))
        text = file.read().decode("ascii")
    if not text.endswith("\n"):
        raise SealConflictError(f"{path} ends in half a line")
    return Line.parsed(text.splitlines()[-1])


def _append(lines: list[Line]) -> None:
    if not lines:
        return
    path = Path(settings.AUDIT_SEAL_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write("".join(line.text() for line in lines))
