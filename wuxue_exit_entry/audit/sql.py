"""SQL for migrations: tables to which rows are only added."""

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$
"""


def append_only(table: str) -> migrations.RunPython:
    """Return the operation that makes `table` refuse UPDATE, DELETE and TRUNCATE, from its owner as well.

    Its migration depends on ("audit", "0001_roles"), which gives the rights that this takes away.
    """

    def forwards(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
        name, role = editor.quote_name(table), editor.quote_name(settings.DATABASE_APP_ROLE)
        trigger = editor.quote_name(f"{table}_append_only")
        editor.execute(FUNCTION, params=None)
        editor.execute(
            f"CREATE TRIGGER {trigger} BEFORE UPDATE OR DELETE OR TRUNCATE ON {name}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        editor.execute(f"REVOKE ALL ON {name} FROM {role}")
        editor.execute(f"GRANT SELECT, INSERT ON {name} TO {role}")

    def backwards(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
        name, role = editor.quote_name(table), editor.quote_name(settings.DATABASE_APP_ROLE)
        editor.execute(f"DROP TRIGGER {editor.quote_name(table + '_append_only')} ON {name}")
        editor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {name} TO {role}")

    return migrations.RunPython(forwards, backwards)
