"""Every verb that the code records has words, and no words are kept for a verb that nothing records."""

import ast
from collections.abc import Iterator

from appointments.catalogue.kinds import ENTRIES, PARTS
from appointments.catalogue.models import Confirmable, Service
from tests.guards.test_code import functions, modules
from wuxue_exit_entry.audit import words

DOORS = {"record", "record_all", "record_read"}


def is_record(node: ast.AST) -> bool:
    """Whether a node is `audit.record(...)` or one of its sisters."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in DOORS):
        return False
    return isinstance(node.func.value, ast.Name) and node.func.value.id == "audit"


def texts(node: ast.expr, around: ast.AST) -> Iterator[str]:
    """What an expression may be: texts, or a pattern with `*` for what varies."""
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body, around)
        yield from texts(node.orelse, around)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)
    elif isinstance(node, ast.Name):
        given = [
            one for one in ast.walk(around) if isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) == node.id
        ]
        assert given, f"where does {node.id} come from?"
        for one in given:
            yield from texts(one.value, around)
    else:
        raise AssertionError(f"write the verb out: {ast.unparse(node)}")


def recorded() -> set[str]:
    found: set[str] = set()
    for path in modules():
        for function in functions(path):
            for call in filter(is_record, ast.walk(function)):
                verb = call.args[1] if len(call.args) > 1 else next(k.value for k in call.keywords if k.arg == "verb")
                found |= set(texts(verb, function))
    return found


def kept() -> set[str]:
    """The verbs of what the keeper of the catalogue saves, whose names hold the kind of row."""
    models = {kind.model for kind in (*PARTS.values(), *ENTRIES.values())} | {Service}
    acts = {model: ["created", "changed", *["confirmed"] * issubclass(model, Confirmable)] for model in models}
    return {f"appointments.{model._meta.model_name}.{act}" for model in models for act in acts[model]}


def test_every_recorded_verb_has_words_and_nothing_else_has() -> None:
    verbs = recorded()
    assert {verb for verb in verbs if "*" in verb} == {"appointments.*.*", "appointments.*.confirmed"}
    assert len(verbs) > 90
    assert {verb for verb in verbs if "*" not in verb} | kept() == words.known()


def test_words_tell_the_verbs_apart() -> None:
    said = [words.words_of(verb) for verb in words.known()]
    assert {one for one in said if said.count(one) > 1} == set()
