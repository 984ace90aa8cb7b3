"""Sealing under concurrent writers, and twenty ways of tampering with the result."""

import subprocess
import sys
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from tests.support import database
from tests.support.waiting import eventually
from wuxue_exit_entry.audit import seals, services, verification
from wuxue_exit_entry.audit.actors import SYSTEM
from wuxue_exit_entry.audit.models import AuditEvent, AuditSeal
from wuxue_exit_entry.embedded import layout


def record(number=0):
    return services.record(SYSTEM, "test.thing.done", "test.thing", after={"n": number})


def test_untouched_audit_verifies(sealed_events, seal_file):
    record()
    verdict = verification.verify()
    assert (verdict.events, verdict.seals, verdict.unsealed) == (12, 3, 1)
    assert len(seal_file.read_text().splitlines()) == 3


def test_empty_audit_verifies(empty_audit):
    assert verification.verify() == verification.Verdict(0, 0, 0)
    assert seals.seal() == 0


def test_sealing_again_finds_nothing(sealed_events):
    assert seals.seal() == 0
    assert AuditSeal.objects.count() == 3


def test_a_late_commit_with_an_early_id_is_sealed_later_and_not_lost(empty_audit, seal_all):
    started, go_on = threading.Event(), threading.Event()

    def slow_writer():
        with transaction.atomic():
            record(1)
            started.set()
            go_on.wait(20)
        connection.close()

    writer = threading.Thread(target=slow_writer)
    writer.start()
    started.wait(20)
    later = record(2)
    assert seals.seal() == 0, "what began after a transaction that still runs has to wait for it"
    go_on.set()
    writer.join(20)
    seal_all(2)
    assert AuditEvent.objects.order_by("id").first().pk < later.pk
    assert verification.verify().events == 2


def test_sealing_by_id_order_would_lose_the_late_commit(empty_audit):
    """The control: with the horizon off, the early id is skipped and the audit no longer verifies."""
    started, go_on = threading.Event(), threading.Event()

    def slow_writer():
        with transaction.atomic():
            record(1)
            started.set()
            go_on.wait(20)
        connection.close()

    writer = threading.Thread(target=slow_writer)
    writer.start()
    started.wait(20)
    record(2)
    with seals.exclusively(wait=True):
        assert seals._seal_batch(seals.current_cluster(), settled=False).count == 1
    go_on.set()
    writer.join(20)
    with pytest.raises(verification.TamperedError):
        verification.verify()


def test_many_writers_while_the_sealing_goes_on(empty_audit):
    stop, sealed = threading.Event(), threading.Event()

    def write():
        for number in range(60):
            if number == 30:
                assert sealed.wait(60), "nothing was sealed beside the writers"
            with transaction.atomic():
                record(number)
        connection.close()

    def seal_on():
        while not stop.is_set():
            if seals.seal():
                sealed.set()
        connection.close()

    writers = [threading.Thread(target=write) for _ in range(6)]
    sealers = [threading.Thread(target=seal_on) for _ in range(2)]
    for thread in writers + sealers:
        thread.start()
    for thread in writers:
        thread.join(60)
    stop.set()
    for thread in sealers:
        thread.join(60)
    eventually(lambda: seals.seal() or verification.verify().unsealed == 0)
    verdict = verification.verify()
    assert (verdict.events, verdict.unsealed) == (360, 0)
    assert verdict.seals > 1


def test_kill_between_commit_and_file_is_caught_up(sealed_events, seal_file, seal_all):
    lines = seal_file.read_text().splitlines(keepends=True)
    seal_file.write_text("".join(lines[:-1]))
    with pytest.raises(verification.TamperedError, match="file ends before seal 3"):
        verification.verify()
    record()
    seal_all(1)
    assert verification.verify().seals == 4


def test_sealing_stops_when_the_file_knows_more_than_the_table(sealed_events, owner):
    untie(owner)
    owner.execute("DELETE FROM audit_auditseal WHERE number = 3")
    record()
    with pytest.raises(seals.SealConflictError):
        seals.seal()


def test_events_of_a_restored_copy_are_sealed_on(sealed_events, owner, seal_all):
    """A copy restored elsewhere has another cluster and younger transaction numbers."""
    untie(owner)
    record(1)
    owner.execute("UPDATE audit_auditevent SET cluster = 42")
    owner.execute("UPDATE audit_auditseal SET cluster = 42")
    rewrite_chain(owner)
    record(2)
    seal_all(2)
    assert verification.verify().events == 14


# -- tampering --------------------------------------------------------------------------------------------------------
def untie(owner):
    for table in ("audit_auditevent", "audit_auditseal"):
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_append_only")


def rewrite_chain(owner, *, file=True):
    """What the owner does who has the key as well: compute everything anew, also in the file."""
    lines, previous = [], seals.GENESIS
    for seal in AuditSeal.objects.order_by("number"):
        with connection.cursor() as cursor:
            cursor.execute("SET TimeZone = 'UTC'")
            ids = [entry[0] for entry in seals.ENTRY.iter_unpack(bytes(seal.entries))]
            cursor.execute(f"SELECT id, {seals._ROW} FROM audit_auditevent WHERE id = ANY(%s) ORDER BY xid, id", [ids])
            rows = cursor.fetchall()
        seal.entries = b"".join(seals.ENTRY.pack(pk, seals.digest_of(row)) for pk, row in rows)
        seal.count = len(rows)
        seal.code = previous = seals.code_of(seal, previous)
        owner.execute(
            "UPDATE audit_auditseal SET entries = %s, count = %s, code = %s WHERE number = %s",
            [seal.entries, seal.count, seal.code, seal.number],
        )
        lines.append(seals._line(seal).text())
    if file:
        seals.settings.AUDIT_SEAL_FILE.write_text("".join(lines))


COLUMNS = "at, actor_kind, actor_name, request_id, verb, target_type, target_id, reason, purpose, cluster, xid"
ATTACKS = {
    "edit of a value": ("UPDATE audit_auditevent SET after = '9' WHERE id = {5}", "event {5} was altered"),
    "edit of the actor": ("UPDATE audit_auditevent SET actor_id = 1 WHERE id = {0}", "event {0} was altered"),
    "edit of the time": (
        "UPDATE audit_auditevent SET at = at - interval '1 second' WHERE id = {11}",
        "event {11} was altered",
    ),
    "null for empty": ("UPDATE audit_auditevent SET after = NULL WHERE id = {4}", "event {4} was altered"),
    "delete of the first": ("DELETE FROM audit_auditevent WHERE id = {0}", "event {0} was deleted"),
    "delete in the middle": ("DELETE FROM audit_auditevent WHERE id = {6}", "event {6} was deleted"),
    "delete of the last": ("DELETE FROM audit_auditevent WHERE id = {11}", "event {11} was deleted"),
    "delete of all events": ("DELETE FROM audit_auditevent", "event {0} was deleted"),
    "insert behind the seals": (
        "INSERT INTO audit_auditevent (id, {columns}) SELECT 900, {columns} FROM audit_auditevent WHERE id = {5}",
        "event 900 was inserted",
    ),
    "copy in place of a deleted one": (
        "DELETE FROM audit_auditevent WHERE id = {5};"
        " INSERT INTO audit_auditevent (id, {columns}) SELECT {5}, {columns} FROM audit_auditevent WHERE id = {6}",
        "event {5} was altered",
    ),
    "swap of two events": (
        "UPDATE audit_auditevent SET id = 901 WHERE id = {4}; UPDATE audit_auditevent SET id = {4} WHERE id = {5};"
        " UPDATE audit_auditevent SET id = {5} WHERE id = 901",
        "event {4} was altered",
    ),
    "move to a later transaction": (
        "UPDATE audit_auditevent SET xid = xid + 100000 WHERE id = {2}",
        "event {3} was inserted",
    ),
    "cut tail of seals": ("DELETE FROM audit_auditseal WHERE number = 3", "the tail was cut: the file knows seal 3"),
    "cut tail of seals and events": (
        "DELETE FROM audit_auditseal WHERE number >= 2; DELETE FROM audit_auditevent WHERE id >= {4}",
        "the tail was cut: the file knows seal 2",
    ),
    "all seals gone": ("DELETE FROM audit_auditseal", "the tail was cut: the file knows seal 1"),
    "first seal gone": ("DELETE FROM audit_auditseal WHERE number = 1", "seal 1 is missing"),
    "code of a seal": ("UPDATE audit_auditseal SET code = repeat('0', 64) WHERE number = 2", "seal 2 was altered"),
    "count of a seal": ("UPDATE audit_auditseal SET count = 3 WHERE number = 2", "seal 2 was altered"),
    "two seals swapped": (
        "UPDATE audit_auditseal SET number = 9 WHERE number = 1;"
        " UPDATE audit_auditseal SET number = 1 WHERE number = 2;"
        " UPDATE audit_auditseal SET number = 2 WHERE number = 9",
        "seal 1 was altered",
    ),
    "one entry cut from a seal": (
        "UPDATE audit_auditseal SET entries = substr(entries, 1, 72), count = 3 WHERE number = 3;"
        " DELETE FROM audit_auditevent WHERE id = {11}",
        "seal 3 was altered",
    ),
}


def test_every_attack_is_noticed_and_the_first_bad_row_named(sealed_events, owner):
    untie(owner)
    owner.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER audit_auditevent_stamp")
    owner.execute("CREATE TABLE events AS TABLE audit_auditevent; CREATE TABLE seals AS TABLE audit_auditseal")
    for name, (attack, expected) in ATTACKS.items():
        owner.execute(attack.format(*sealed_events, columns=COLUMNS))
        with pytest.raises(verification.TamperedError) as found:
            verification.verify()
        assert expected.format(*sealed_events) in str(found.value), name
        owner.execute(
            "DELETE FROM audit_auditevent; DELETE FROM audit_auditseal;"
            "INSERT INTO audit_auditevent TABLE events; INSERT INTO audit_auditseal TABLE seals;"
        )
        assert verification.verify().events == 12, name
    assert len(ATTACKS) == 20


def test_recomputed_chain_is_noticed_against_the_file(sealed_events, owner):
    untie(owner)
    owner.execute("UPDATE audit_auditevent SET verb = 'nothing' WHERE id = %s", [sealed_events[5]])
    rewrite_chain(owner, file=False)
    with pytest.raises(verification.TamperedError, match="seal 2 differs from the file"):
        verification.verify()


def test_missing_file_is_noticed(sealed_events, seal_file):
    seal_file.unlink()
    with pytest.raises(verification.TamperedError, match="file ends before seal 1"):
        verification.verify()


def test_half_a_line_in_the_file_is_noticed(sealed_events, seal_file):
    seal_file.write_text(seal_file.read_text() + "4 2026-")
    with pytest.raises(CommandError):
        call_command("verify_audit")
    record()
    with pytest.raises(seals.SealConflictError):
        seals.seal()


def test_another_key_is_noticed(sealed_events, settings):
    settings.AUDIT_SEAL_KEY = "ef" * 32
    with pytest.raises(verification.TamperedError, match="seal 1 was altered"):
        verification.verify()


def test_command_says_by_its_exit_code(sealed_events, seal_file, database_name, owner):
    environment = {"AUDIT_SEAL_FILE": str(seal_file)}
    assert "12 events under 3 seals" in database.manage("verify_audit", database=database_name, **environment)
    untie(owner)
    owner.execute("DELETE FROM audit_auditevent WHERE id = %s", [sealed_events[3]])
    done = subprocess.run(
        [sys.executable, "manage.py", "verify_audit"],
        cwd=layout.BASE_DIR,
        env={**database.settings_environment(database_name), "PATH": "", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert f"event {sealed_events[3]} was deleted" in done.stderr
