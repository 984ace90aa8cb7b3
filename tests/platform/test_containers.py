"""What the containers do, without Docker: the same scripts, with a served database and secrets from files."""

import http.client
import os
import re
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import yaml

from tests.support.server import Part, free_port
from tests.support.waiting import eventually
from wuxue_exit_entry.embedded import layout, postgres, valkey

COMPOSE = yaml.safe_load((layout.BASE_DIR / "docker-compose.yml").read_text(encoding="utf-8"))


def test_compose_file_follows_the_published_schema() -> None:
    check = [str(layout.BASE_DIR / ".venv/bin/check-jsonschema"), "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run(
        [*check, "docker-compose.yml"], cwd=layout.BASE_DIR, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "ok -- validation done\n")


def test_compose_has_the_parts_that_embedded_mode_has() -> None:
    assert set(COMPOSE["services"]) == {"prepare", "web", "worker", "beat", "postgres", "redis"}
    assert {COMPOSE["services"][part]["command"][0] for part in ("web", "worker", "beat")} == {"web", "worker", "beat"}


def test_compose_names_every_secret_as_a_file_and_holds_none() -> None:
    environment = COMPOSE["services"]["web"]["environment"]
    given = {name for name in environment if re.search("URL_FILE|KEY", name)}
    assert given == {
        "DATABASE_URL_FILE",
        "REDIS_URL_FILE",
        "SECRET_KEY_FILE",
        "SEALING_KEYS_FILE",
        "AUDIT_SEAL_KEY_FILE",
    }
    assert all(str(environment[name]).startswith("/run/secrets/") for name in given)
    assert set(COMPOSE["secrets"]) == {name for service in COMPOSE["services"].values() for name in service["secrets"]}


def test_only_prepare_knows_the_owner() -> None:
    knowing = {name for name, service in COMPOSE["services"].items() if "database_owner_url" in service["secrets"]}
    assert knowing == {"prepare"}


def test_every_step_of_the_image_is_a_script() -> None:
    text = (layout.BASE_DIR / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    steps = re.findall(r"^RUN (.*)$", text, flags=re.MULTILINE)
    assert [step for step in steps if not step.startswith(("sh deploy/", "useradd "))] == []


def test_secrets_are_made_once_and_their_folder_is_closed(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    made, again = make_secrets(folder), make_secrets(folder)
    assert made == again
    assert set(made) == set(COMPOSE["secrets"])
    assert folder.stat().st_mode & 0o077 == 0
    assert made["app_password"] in made["database_url"]
    assert len({made[name] for name in made if "url" not in name}) == 7


def make_secrets(folder: Path) -> dict[str, str]:
    subprocess.run(["sh", "deploy/make-secrets", str(folder)], cwd=layout.BASE_DIR, check=True)
    return {path.name: path.read_text() for path in folder.iterdir()}


@dataclass
class Site:
    """A site as compose lays it out: its roles and database, its broker, its secrets in files."""

    name: str
    folder: Path
    environment: dict[str, str]

    def run(self, *command: str) -> str:
        done = subprocess.run(
            command, cwd=layout.BASE_DIR, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture
def site(django_db_setup: None, database_name: str, tmp_path: Path) -> Iterator[Site]:
    name = f"site_{database_name}"
    folder = tmp_path / "secrets"
    made = make_secrets(folder)
    port = free_port()
    host = str(layout.socket_dir()).replace("/", "%2F")
    for role in ("app", "owner"):
        url = f"postgresql://{name}_{role}:{made[f'{role}_password']}@{host}/{name}"
        (folder / ("database_url" if role == "app" else "database_owner_url")).write_text(url)
    (folder / "redis_url").write_text(f"redis://:{made['redis_password']}@127.0.0.1:{port}/0")
    try:
        yield Site(name, folder, _environment(name, folder, tmp_path, port))
    finally:
        _drop(name)


def _environment(name: str, folder: Path, tmp_path: Path, port: int) -> dict[str, str]:
    """Return what compose gives its containers, with the paths of this machine."""
    given: dict[str, Any] = COMPOSE["services"]["prepare"]["environment"]
    files = {key: str(folder / Path(value).name) for key, value in given.items() if key.endswith("_FILE")}
    return {
        "PATH": os.environ["PATH"],
        **files,
        "VAR_DIR": str(tmp_path / "var"),
        "STATIC_ROOT": str(tmp_path / "static"),
        "ALLOWED_HOSTS": "hall.example",
        "BEHIND_TLS": "true",
        "DATABASE_APP_ROLE": f"{name}_app",
        "HOST": "127.0.0.1",
        "PORT": str(free_port()),
        "SECRETS_DIR": str(folder),
        "OWNER_ROLE": f"{name}_owner",
        "APP_ROLE": f"{name}_app",
        "HALL_DATABASE": name,
        "PGHOST": str(layout.socket_dir()),
        "PGUSER": layout.ROLES["superuser"],
        "PGPASSWORD": layout.role_password("superuser"),
        "REDIS_PASSWORD_FILE": str(folder / "redis_password"),
        "REDIS_PORT": str(port),
        "REDIS_BIND": "127.0.0.1",
        "REDIS_DIR": str(tmp_path),
    }


def _drop(name: str) -> None:
    with postgres.connect("superuser", "postgres") as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        for role in ("app", "owner"):
            cursor.execute(f"DROP ROLE IF EXISTS {name}_{role}")


@pytest.mark.faults
def test_scripts_bring_a_site_up(site: Site, tmp_path: Path) -> None:
    site.environment["PATH"] = f"{postgres.binaries()}:{site.environment['PATH']}"
    site.run("bash", "deploy/make-roles")
    site.run("sh", "deploy/build", site.environment["STATIC_ROOT"])
    site.run("sh", "deploy/start", "prepare")
    broker = Part("broker", ["sh", "deploy/start-broker", valkey.command()[0]], site.environment, tmp_path)
    parts = [Part(name, ["sh", "deploy/start", name], site.environment, tmp_path) for name in ("web", "worker", "beat")]
    try:
        for part in (broker, *parts):
            part.start()
        eventually(lambda: health(site) == http.client.OK, 60, every=0.5)
        site.run("sh", "deploy/start", "probe")
        assert valkey.answers((site.folder / "redis_url").read_text())
        with closing(psycopg2.connect((site.folder / "database_url").read_text())) as link, link.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM appointments_service")
            assert cursor.fetchone()[0] > 0
    finally:
        for part in (*parts, broker):
            part.stop()


def health(site: Site) -> int:
    """Ask for health as the proxy that ends TLS does."""
    with closing(http.client.HTTPConnection("127.0.0.1", int(site.environment["PORT"]), timeout=5)) as connection:
        try:
            connection.request("GET", "/healthz/", headers={"Host": "hall.example", "X-Forwarded-Proto": "https"})
            return connection.getresponse().status
        except OSError:
            return 0


def test_nothing_of_a_site_has_a_default_secret() -> None:
    bare = {"PATH": os.environ["PATH"], "DATABASE_URL": "postgresql://a@127.0.0.1/b", "REDIS_URL": "redis://127.0.0.1"}
    done = subprocess.run(
        [str(layout.BASE_DIR / ".venv/bin/python"), "manage.py", "check"],
        cwd=layout.BASE_DIR,
        env={**bare, "DEBUG": "true", "SECRET_KEY": secrets.token_hex(32)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "SEALING_KEYS" in done.stderr
