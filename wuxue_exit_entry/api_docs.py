"""The API's documentation as one plain page, drawn from the schema: works offline and under the CSP."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from drf_spectacular.generators import SchemaGenerator

from wuxue_exit_entry.accounts.access import public_page

METHODS = ("get", "post", "put", "patch", "delete")
Schema = dict[str, Any]


@dataclass(frozen=True)
class Field:
    """One field of a body, or one parameter."""

    name: str
    kind: str
    note: str
    required: bool


@dataclass(frozen=True)
class Operation:
    """One address and verb."""

    anchor: str
    method: str
    path: str
    summary: str
    text: str
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    answers: tuple[tuple[str, tuple[Field, ...]], ...]


@public_page
def docs(request: HttpRequest) -> HttpResponse:
    """Show every operation of version 1."""
    return render(request, "api/docs.html", {"operations": operations()})


@cache
def operations() -> tuple[Operation, ...]:
    """Every operation of the schema; the schema does not change while the process runs."""
    schema = SchemaGenerator().get_schema(request=None, public=True)
    return tuple(_operations(schema))


def _operations(schema: Schema) -> Iterator[Operation]:
    for path, verbs in schema["paths"].items():
        for method in METHODS:
            if method in verbs:
                yield _operation(schema, path, method, verbs[method])


def _operation(schema: Schema, path: str, method: str, found: Schema) -> Operation:
    answers = tuple(
        (status, _fields(schema, _content(answer))) for status, answer in sorted(found.get("responses", {}).items())
    )
    text = found.get("description", "").strip()
    return Operation(
        anchor=found["operationId"],
        method=method.upper(),
        path=path,
        summary=found.get("summary") or text.split("\n")[0],
        text=text if found.get("summary") else "",
        parameters=tuple(
            Field(f"{one['name']} ({one['in']})", _kind(one["schema"]), _note(one), one.get("required", False))
            for one in found.get("parameters", [])
        ),
        body=_fields(schema, _content(found.get("requestBody", {}))),
        answers=answers,
    )


def _content(holder: Schema) -> Schema:
    kinds: dict[str, Schema] = holder.get("content", {})
    nothing: Schema = {}
    chosen: Schema = next(iter(kinds.values()), nothing).get("schema", nothing)
    return chosen


def _fields(schema: Schema, shape: Schema, prefix: str = "", depth: int = 0) -> tuple[Field, ...]:
    """The fields of a shape, nested ones by dotted name, lists with []."""
    shape = _resolved(schema, shape)
    if shape.get("type") == "array":
        return _fields(schema, shape["items"], f"{prefix}[]", depth)
    found: list[Field] = []
    for name, inner in shape.get("properties", {}).items():
        full = f"{prefix}.{name}".lstrip(".")
        real = _resolved(schema, inner)
        found.append(Field(full, _kind(real), _note(inner) or _note(real), name in shape.get("required", [])))
        if depth < 4:
            found += _fields(schema, real, full, depth + 1)
    return tuple(found)


def _resolved(schema: Schema, shape: Schema) -> Schema:
    for reference in [shape, *shape.get("allOf", [])]:
        if "$ref" in reference:
            named: Schema = schema["components"]["schemas"][reference["$ref"].rsplit("/", 1)[1]]
            return named
    return shape


def _kind(shape: Schema) -> str:
    kind = shape.get("format") or shape.get("type") or "object"
    return " | ".join(kind) if isinstance(kind, list) else str(kind)


def _note(shape: Schema) -> str:
    options = "、".join(str(one) for one in shape.get("enum", []))
    return " ".join(part for part in (shape.get("description", "").split("\n")[0], options) if part)
