"""A long audit is verified row by row, not loaded."""

import tracemalloc

from django.db import connection

from tests.support.waiting import eventually
from wuxue_exit_entry.audit import seals, verification

ROWS = 40_000
INSERT = """
INSERT INTO audit_auditevent (at, actor_kind, actor_name, request_id, verb, target_type, target_id, reason, purpose,
    after, cluster, xid)
SELECT now(), 'staff', '周敏', md5(n::text), 'appointments.booking.created', 'appointments.booking', 'B' || n, '', '',
    jsonb_build_object('status', 'booked', 'n', n), 0, 0 FROM generate_series(1, %s) n
"""


def test_memory_does_not_grow_with_the_audit(empty_audit):
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [ROWS])
    eventually(lambda: seals.seal() >= ROWS or verification.verify().unsealed == 0)
    tracemalloc.start()
    verdict = verification.verify()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (verdict.events, verdict.unsealed) == (ROWS, 0)
    assert verdict.seals >= ROWS // seals.BATCH
    assert peak < 16_000_000
