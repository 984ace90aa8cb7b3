"""Two roles: the owner migrates, the application serves and owns nothing."""

from django.conf import settings
from django.db import migrations

MISSING = (
    "The database role {role!r} does not exist. The owner migrates, this other role serves the application. Create it"
    " once as a superuser: CREATE ROLE {role} LOGIN PASSWORD '…'; or name an existing one in DATABASE_APP_ROLE."
)


def grant(apps, editor):
    role = settings.DATABASE_APP_ROLE
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            raise RuntimeError(MISSING.format(role=role))
    name = editor.quote_name(role)
    editor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
    # Apps that depend on nothing may have come first; what comes later falls under the default privileges.
    editor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}")
    editor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}")
    editor.execute(f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {name}")
    editor.execute(
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {name}"
    )
    editor.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {name}")


def revoke(apps, editor):
    name = editor.quote_name(settings.DATABASE_APP_ROLE)
    editor.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM {name}")
    editor.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM {name}")


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    run_before = [
        ("contenttypes", "0001_initial"),
        ("auth", "0001_initial"),
        ("accounts", "0001_initial"),
        ("attachments", "0001_initial"),
    ]
    operations = [migrations.RunPython(grant, revoke)]
