"""The embedded servers: who may do what, where the data lies, and that a kill is survived."""

from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from wuxue_exit_entry.embedded import layout, postgres


@pytest.mark.django_db
class TestRoles:
    def test_application_serves_and_is_no_superuser(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user, usesuper, usecreatedb FROM pg_user WHERE usename = current_user")
            assert cursor.fetchone() == ("wuxue_app", False, False)

    @pytest.mark.parametrize("statement", ["CREATE TABLE mine (a int)", "TRUNCATE jobs_job", "CREATE ROLE friend"])
    def test_application_changes_no_structure(self, statement: str) -> None:
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(statement)

    def test_owner_owns_every_table(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
            assert cursor.fetchall() == [("wuxue_owner",)]

    def test_nobody_is_trusted(self) -> None:
        with postgres.connect("superuser", "postgres") as cursor:
            cursor.execute("SELECT DISTINCT auth_method FROM pg_hba_file_rules")
            assert cursor.fetchall() == [("scram-sha-256",)]


def test_private_dir_refuses_a_folder_that_others_may_read(tmp_path: Path) -> None:
    open_folder = tmp_path / "open"
    open_folder.mkdir(mode=0o755)
    with pytest.raises(layout.LayoutError, match="not a private folder"):
        layout.private_dir(open_folder, open_folder.stat().st_uid, open_folder.stat().st_gid)


def test_socket_dir_is_short_even_below_a_deep_checkout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    deep = tmp_path / ("a" * 60) / ("b" * 60)
    monkeypatch.setattr(layout, "VAR_DIR", deep)
    assert len(str(layout.socket_dir() / layout.SOCKET_NAME)) <= layout.SOCKET_PATH_LIMIT


def test_data_moves_out_of_a_checkout_that_the_server_cannot_enter(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setattr(layout, "VAR_DIR", closed / "var")
    monkeypatch.setattr(layout, "server_account", lambda: layout.pwd.getpwnam("nobody"))
    home = layout.postgres_home()
    assert home.parent == layout.STATE_DIR
    assert layout.postgres_home() == home
    assert closed.stat().st_mode & 0o777 == 0o700
