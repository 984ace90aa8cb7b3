"""What the code promises beyond the import contracts: foreign keys point down, layers keep to their work, sizes."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("wuxue_exit_entry", "appointments", "foreigners", "lodging", "liaison")
PLATFORM = "wuxue_exit_entry."
FUNCTION_LINES, MODULE_LINES, TEST_LINES, TEMPLATE_LINES = 50, 400, 500, 120
EXAMPLES = "gallery_data.py"  # examples of every component are long lists, not logic
THIN = ("views", "api", "forms", "tasks")


def modules() -> list[Path]:
    found = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def is_thin(path: Path) -> bool:
    """Whether a module is a view, API, form or task layer, `keeper_views.py` and `views/desk.py` included."""
    names = [path.stem, path.parent.name]
    return any(name == layer or name.endswith(f"_{layer}") for name in names for layer in THIN)


def layer_heights() -> dict[str, int]:
    """Return the height of every package in the contract «imports run one way», higher is nearer to the user."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = next(c["layers"] for c in settings["contracts"] if c["name"] == "imports run one way")
    return {package.strip(): height for height, layer in enumerate(reversed(layers)) for package in layer.split("|")}


def foreign_keys() -> list[tuple[str, str, str]]:
    """Return (package, field, package pointed at) for relations between two packages of ours, history rows included."""
    ours = {config.name for config in apps.get_app_configs() if config.name.startswith(PACKAGES)}
    found = []
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey | models.ManyToManyField):
                source, target = model._meta.app_config.name, field.related_model._meta.app_config.name
                if {source, target} <= ours and source != target:
                    found.append((source, f"{model.__name__}.{field.name}", target))
    return found


def test_foreign_keys_point_down() -> None:
    height = layer_heights()
    assert [key for key in foreign_keys() if height[key[0]] <= height[key[2]]] == []


def test_thin_layers_leave_the_database_to_selectors_and_services() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in modules()
        if is_thin(path)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "history"}
    ]
    assert found == []


def test_views_are_short() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.name} {length}"
        for path in modules()
        if path.stem.endswith("views")
        for node in functions(path)
        if (length := (node.end_lineno or 0) - node.lineno + 1) > 25
    ]
    assert found == []


def test_functions_are_short() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.name} {length}"
        for path in modules()
        if path.name != EXAMPLES
        for node in functions(path)
        if (length := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION_LINES
    ]
    assert found == []


@pytest.mark.parametrize(
    ("folders", "pattern", "limit"),
    [(PACKAGES, "*.py", MODULE_LINES), (("tests",), "*.py", TEST_LINES), (("templates",), "*.html", TEMPLATE_LINES)],
)
def test_files_are_short(folders: tuple[str, ...], pattern: str, limit: int) -> None:
    found = [
        f"{path.relative_to(ROOT)} {length}"
        for folder in folders
        for path in (ROOT / folder).rglob(pattern)
        if "migrations" not in path.parts and (length := path.read_text(encoding="utf-8").count("\n")) > limit
    ]
    assert found == []


def test_nobody_but_jobs_sends_tasks() -> None:
    """Services write rows, and the tick finds them."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in modules()
        if "jobs" not in path.parts and path.name != "celery.py"  # beat's own first tick
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"delay", "apply_async", "send_task"}
    ]
    assert found == []


def test_no_signals_and_no_save_overrides() -> None:
    found = []
    for path in modules():
        text = path.read_text(encoding="utf-8")
        if "django.db.models.signals" in text or "django.dispatch" in text:
            found.append(f"{path.relative_to(ROOT)}: signals")
        if path.stem == "models":
            found += [f"{path.relative_to(ROOT)}: {f.name}()" for f in functions(path) if f.name in {"save", "delete"}]
    assert found == []
