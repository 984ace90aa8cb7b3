"""What the application's role and the owner may do to the audit, tried by SQL."""

import psycopg2
import pytest
from django.db import DatabaseError, connection, transaction

from wuxue_exit_entry.audit import services
from wuxue_exit_entry.audit.actors import SYSTEM
from wuxue_exit_entry.audit.models import AuditEvent

CHANGES = [
    "UPDATE audit_auditevent SET verb = 'x'",
    "DELETE FROM audit_auditevent",
    "TRUNCATE audit_auditevent",
    "UPDATE audit_auditevent SET verb = 'x' WHERE false",
    "UPDATE audit_auditseal SET code = 'x'",
    "DELETE FROM audit_auditseal",
    "TRUNCATE audit_auditseal",
]
STRUCTURE = [
    "ALTER TABLE audit_auditevent DISABLE TRIGGER USER",
    "DROP TABLE audit_auditevent",
    "SET session_replication_role = replica",
    "CREATE TABLE public.mine (id int)",
    "UPDATE django_migrations SET name = 'x'",
]


@pytest.mark.parametrize("statement", CHANGES + STRUCTURE)
def test_application_is_refused(db, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("statement", CHANGES)
def test_owner_is_refused_by_the_trigger(owner, statement):
    with pytest.raises(psycopg2.DatabaseError, match="append-only"):
        owner.execute(statement)


def test_application_role_is_neither_superuser_nor_owner(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False, False)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user")
        assert cursor.fetchone() == (0,)


def test_application_may_use_every_other_table(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
            " AND NOT has_table_privilege(current_user, oid, 'SELECT')"
        )
        assert cursor.fetchall() == []


def test_transaction_and_cluster_are_stamped_whatever_was_given(db):
    event = AuditEvent(actor_kind="system", verb="x.y.done", xid=1, cluster=1)
    event.save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint, (SELECT system_identifier FROM pg_control_system())")
        assert AuditEvent.objects.values_list("xid", "cluster").get(pk=event.pk) == cursor.fetchone()


def test_event_goes_with_the_transaction_that_fails(db):
    with pytest.raises(ZeroDivisionError):
        _record_and_fail()
    assert not AuditEvent.objects.filter(verb="x.y.done").exists()


@transaction.atomic
def _record_and_fail():
    services.record(SYSTEM, "x.y.done", None)
    raise ZeroDivisionError
