"""Conditions as data: an OR of ANDs over facts, three-valued, so that a missing fact never decides anything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from math import inf
from typing import Any, NamedTuple


class Span(NamedTuple):
    """A whole number of which only the band is known, both ends included."""

    low: float
    high: float


class NotAsked(Enum):
    """The value of a fact whose question the earlier answers rule out: it equals nothing, and that is known."""

    NOT_ASKED = "not_asked"


NOT_ASKED = NotAsked.NOT_ASKED
Value = bool | int | str | Span | NotAsked
Facts = Mapping[str, Value]
Clause = Mapping[str, Any]
Condition = Sequence[Sequence[Clause]]

OPERATORS = {
    "=": "是",
    "!=": "不是",
    "<": "小于",
    "<=": "不大于",
    ">": "大于",
    ">=": "不小于",
    "in": "是其中之一",
    "not_in": "不是其中任何一个",
}
_ORDERED = ("<", "<=", ">", ">=")
_LISTED = ("in", "not_in")


@dataclass(frozen=True)
class FactType:
    """What a condition may say about a fact."""

    label: str
    kind: str  # yes_no | choice | age
    values: Mapping[str, str]


Vocabulary = Mapping[str, FactType]


def holds(condition: Condition, facts: Facts) -> bool | None:
    """Whether the condition is met; None while the facts do not settle it. An empty condition always holds."""
    if not condition:
        return True
    return _any(_all(_clause(clause, facts) for clause in clauses) for clauses in condition)


def _any(answers: Any) -> bool | None:
    seen = list(answers)
    if True in seen:
        return True
    return None if None in seen else False


def _all(answers: Any) -> bool | None:
    seen = list(answers)
    if False in seen:
        return False
    return None if None in seen else True


def _clause(clause: Clause, facts: Facts) -> bool | None:
    value = facts.get(clause["fact"])
    if value is None:
        return None
    operator, wanted = clause["op"], clause["value"]
    if value is NOT_ASKED:
        return operator in ("!=", "not_in")
    if operator in _ORDERED:
        return _ordered(value, operator, wanted)
    found = _any(_same(value, one) for one in (wanted if operator in _LISTED else [wanted]))
    if found is None:
        return None
    return found if operator in ("=", "in") else not found


def _span(value: Any) -> Span | None:
    if isinstance(value, Span):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return Span(value, value)


def _same(value: Value, wanted: Any) -> bool | None:
    if isinstance(value, bool) != isinstance(wanted, bool):
        return None
    have, want = _span(value), _span(wanted)
    if have is None or want is None:
        return value == wanted if type(value) is type(wanted) else None
    if want.low < have.low or want.high > have.high:
        return False
    return True if have.low == have.high else None


def _ordered(value: Value, operator: str, wanted: Any) -> bool | None:
    have, want = _span(value), _span(wanted)
    if have is None or want is None:
        return None
    if operator in (">", "<="):
        above = _beyond(have.low > want.high, have.high <= want.low)
        return above if operator == ">" or above is None else not above
    below = _beyond(have.high < want.low, have.low >= want.high)
    return below if operator == "<" or below is None else not below


def _beyond(yes: bool, no: bool) -> bool | None:
    return True if yes else False if no else None


def facts_used(condition: Condition) -> set[str]:
    """The facts that a condition speaks of."""
    return {clause["fact"] for clauses in condition for clause in clauses}


# -- written form: `age < 16 and escort = entrusted or loss in lost,stolen` ------------------------------------------


def parse(text: str) -> list[list[dict[str, Any]]]:
    """Read the written form.

    Raises ValueError with a sentence.
    """
    text = " ".join(text.split())
    if not text:
        return []
    return [[_parse_clause(part) for part in group.split(" and ")] for group in text.split(" or ")]


def _parse_clause(text: str) -> dict[str, Any]:
    words = text.split(" ")
    if len(words) != 3 or words[1] not in OPERATORS:
        raise ValueError(f"「{text}」要写成「事实 比较 值」，三部分用空格隔开，比较只能是 {'、'.join(OPERATORS)}。")
    fact, operator, value = words
    if operator in _LISTED:
        return {"fact": fact, "op": operator, "value": [_parse_value(one) for one in value.split(",")]}
    return {"fact": fact, "op": operator, "value": _parse_value(value)}


def _parse_value(text: str) -> bool | int | str:
    text = text.strip()
    if text in ("yes", "no"):
        return text == "yes"
    return int(text) if text.lstrip("-").isdecimal() else text


def write(condition: Condition) -> str:
    """The written form of a condition."""
    return " or ".join(
        " and ".join(f"{clause['fact']} {clause['op']} {_write_value(clause['value'])}" for clause in clauses)
        for clauses in condition
    )


def _write_value(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ",".join(_write_value(one) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


# -- for the keeper -----------------------------------------------------------------------------------------------


def validate_condition(condition: Any, vocabulary: Vocabulary) -> list[str]:
    """Everything wrong with a condition, in sentences; an empty list when it may be saved."""
    if not isinstance(condition, list) or not all(isinstance(group, list) for group in condition):
        return ["条件要写成若干组，组与组之间是“或者”，组内是“并且”。"]
    if any(not group for group in condition):
        return ["有一组是空的：空组永远成立，请删掉。"]
    return [
        problem
        for number, group in enumerate(condition, 1)
        for clause in group
        for problem in _clause_problems(clause, vocabulary, number)
    ]


def _clause_problems(clause: Any, vocabulary: Vocabulary, number: int) -> list[str]:
    if not isinstance(clause, dict) or set(clause) != {"fact", "op", "value"}:
        return [f"第 {number} 组有一条不是“事实、比较、值”三样。"]
    fact = vocabulary.get(clause["fact"])
    if fact is None:
        return [f"第 {number} 组：没有叫「{clause['fact']}」的事实。"]
    if clause["op"] not in OPERATORS:
        return [f"第 {number} 组：「{clause['op']}」不是可用的比较。"]
    if (clause["op"] in _LISTED) != isinstance(clause["value"], list):
        return [f"第 {number} 组「{fact.label}」：in 和 not_in 后面要列出几个值，其他比较只写一个值。"]
    values = clause["value"] if isinstance(clause["value"], list) else [clause["value"]]
    if not values:
        return [f"第 {number} 组「{fact.label}」：没有列出值。"]
    return [problem for value in values if (problem := _value_problem(fact, clause["op"], value, number))]


def _value_problem(fact: FactType, operator: str, value: Any, number: int) -> str:
    where = f"第 {number} 组「{fact.label}」："
    if fact.kind == "age":
        whole = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 130
        return "" if whole else f"{where}年龄要写 0 到 130 的整数。"
    if operator in _ORDERED:
        return f"{where}只有年龄能比大小。"
    if fact.kind == "yes_no":
        return "" if isinstance(value, bool) else f"{where}只能是 yes 或 no。"
    return "" if value in fact.values else f"{where}没有「{value}」这个选项，可用 {'、'.join(fact.values)}。"


def in_words(condition: Condition, vocabulary: Vocabulary) -> str:
    """A condition as a keeper reads it."""
    if not condition:
        return "总是"
    return "；或者".join("，并且".join(_clause_words(clause, vocabulary) for clause in group) for group in condition)


def _clause_words(clause: Clause, vocabulary: Vocabulary) -> str:
    fact = vocabulary.get(clause["fact"], FactType(clause["fact"], "choice", {}))
    values = clause["value"] if isinstance(clause["value"], list) else [clause["value"]]
    if fact.kind == "age":
        return f"年龄{OPERATORS[clause['op']]} {'、'.join(map(str, values))}"
    said = "或".join(f"“{_answer_words(fact, value)}”" for value in values)
    return f"「{fact.label}」{'答' if clause['op'] in ('=', 'in') else '不答'}{said}"


def _answer_words(fact: FactType, value: Any) -> str:
    return {True: "是", False: "不是"}[value] if isinstance(value, bool) else fact.values.get(str(value), str(value))


def parse_span(text: str) -> Span:
    """The band written as `16-59` or `60-`."""
    low, _, high = text.partition("-")
    return Span(int(low), int(high) if high else inf)
