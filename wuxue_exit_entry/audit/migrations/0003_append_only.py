"""Events and seals are only added, and each event carries the transaction that wrote it."""

from django.db import migrations

from wuxue_exit_entry.audit.sql import append_only

STAMP = """
CREATE FUNCTION audit_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.xid := pg_current_xact_id()::text::bigint;
    SELECT system_identifier INTO NEW.cluster FROM pg_control_system();
    RETURN NEW;
END $$;
CREATE TRIGGER audit_auditevent_stamp BEFORE INSERT ON audit_auditevent
    FOR EACH ROW EXECUTE FUNCTION audit_stamp();
"""
UNSTAMP = "DROP TRIGGER audit_auditevent_stamp ON audit_auditevent; DROP FUNCTION audit_stamp();"


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_initial")]
    operations = [
        migrations.RunSQL(STAMP, UNSTAMP),
        append_only("audit_auditevent"),
        append_only("audit_auditseal"),
    ]
