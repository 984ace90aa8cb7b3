"""What the files of the repository promise: environment, locks, containers, Makefile."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = ("wuxue_exit_entry", "appointments", "foreigners", "lodging", "liaison")
READS = re.compile(r"""\benv\.(?:str|bool|int|float|list|path)\(\s*"([A-Z_]+)\"""")
SECRETS = re.compile(r"""\b(?:optional_)?secret\(\s*"([A-Z_]+)\"""")


def sources() -> list[Path]:
    found = [path for package in SOURCES for path in (ROOT / package).rglob("*.py")]
    return [path for path in found if path.name not in {"settings_test.py"}]


def test_environment_read_is_the_environment_of_the_example() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources())
    secrets = set(SECRETS.findall(text))
    read = set(READS.findall(text)) | secrets | {f"{name}_FILE" for name in secrets}
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert read == set(re.findall(r"^([A-Z_]+)=", example, flags=re.MULTILINE))


def test_environment_is_read_through_env_only() -> None:
    allowed = {"env.py", "manage.py", "wsgi.py", "celery.py"}
    raw = re.compile(r"os\.environ\[|os\.environ\.get\(|os\.getenv\(")
    assert [p.name for p in sources() if p.name not in allowed and raw.search(p.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
class TestLock:
    def test_holds_no_addresses_and_no_paths(self, name: str) -> None:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert re.findall(r".*(?://|file:| @ |^-|index|/\w).*", text, flags=re.MULTILINE) == []

    def test_has_a_hash_for_every_package(self, name: str) -> None:
        blocks = re.split(r"\n(?=\S)", (ROOT / name).read_text(encoding="utf-8").strip())
        assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []

    def test_satisfies_the_project(self, name: str) -> None:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        wanted = project["project"]["dependencies"] + (project["dependency-groups"]["dev"] if "dev" in name else [])
        locked = dict(re.findall(r"^([\w.-]+)==([\w.]+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
        versions = {canonicalize_name(package): version for package, version in locked.items()}
        for requirement in map(Requirement, wanted):
            found = versions.get(canonicalize_name(requirement.name), "")
            assert requirement.specifier.contains(found), f"{requirement} is not in {name}: run `make lock`"


def test_every_dependency_says_why() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lists = re.findall(r"^(?:dependencies|dev) = \[\n(.*?)^\]", text, flags=re.MULTILINE | re.DOTALL)
    lines = [line for block in lists for line in block.splitlines() if line.strip()]
    assert len(lists) == 2
    assert [line for line in lines if not re.search(r",\s+# \S+", line)] == []
