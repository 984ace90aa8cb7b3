"""Conditions decide only what the facts settle."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appointments.catalogue import conditions
from appointments.catalogue.conditions import NOT_ASKED, FactType, Span, holds, parse

FACTS = ["age", "state_worker", "dest"]


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("", {}, True),
        ("age < 16", {}, None),
        ("age < 16", {"age": 15}, True),
        ("age < 16", {"age": 16}, False),
        ("age < 16", {"age": Span(0, 15)}, True),
        ("age < 16", {"age": Span(16, 17)}, False),
        ("age < 16", {"age": Span(10, 20)}, None),
        ("age >= 16", {"age": Span(10, 20)}, None),
        ("age >= 16", {"age": Span(16, inf)}, True),
        ("age > 60", {"age": Span(60, 130)}, None),
        ("age <= 15", {"age": Span(0, 15)}, True),
        ("age = 16", {"age": 16}, True),
        ("age = 16", {"age": Span(0, 15)}, False),
        ("age != 16", {"age": Span(16, 17)}, None),
        ("state_worker = yes", {"state_worker": True}, True),
        ("state_worker = yes", {"state_worker": False}, False),
        ("state_worker != yes", {"state_worker": False}, True),
        ("state_worker = yes", {"state_worker": 1}, None),
        ("dest in hk,both", {"dest": "both"}, True),
        ("dest in hk,both", {"dest": "macao"}, False),
        ("dest not_in hk,both", {"dest": "macao"}, True),
        ("dest not_in hk,both", {}, None),
        ("dest < 3", {"dest": "hk"}, None),
        ("dest = hk", {"dest": NOT_ASKED}, False),
        ("dest in hk,both", {"dest": NOT_ASKED}, False),
        ("dest not_in hk,both", {"dest": NOT_ASKED}, True),
        ("dest != hk", {"dest": NOT_ASKED}, True),
        ("age < 16", {"age": NOT_ASKED}, False),
        ("age < 16 and dest = hk", {"age": 20}, False),
        ("age < 16 and dest = hk", {"age": 10}, None),
        ("age < 16 or dest = hk", {"age": 10}, True),
        ("age < 16 or dest = hk", {"age": 20}, None),
    ],
)
def test_holds(text: str, facts: dict, expected: bool | None) -> None:
    assert holds(parse(text), facts) is expected


values = {
    "age": st.integers(0, 100),
    "state_worker": st.booleans(),
    "dest": st.sampled_from(["hk", "macao", "both"]),
}
clauses = st.one_of(
    st.builds(
        lambda op, value: {"fact": "age", "op": op, "value": value},
        st.sampled_from(["=", "!=", "<", "<=", ">", ">="]),
        st.integers(0, 100),
    ),
    st.builds(
        lambda op, some: {"fact": "age", "op": op, "value": some},
        st.sampled_from(["in", "not_in"]),
        st.lists(st.integers(0, 100), min_size=1, max_size=3),
    ),
    st.builds(
        lambda op, value: {"fact": "state_worker", "op": op, "value": value},
        st.sampled_from(["=", "!="]),
        st.booleans(),
    ),
    st.builds(
        lambda op, some: {"fact": "dest", "op": op, "value": some},
        st.sampled_from(["in", "not_in"]),
        st.lists(values["dest"], min_size=1, max_size=3),
    ),
)
written = st.lists(st.lists(clauses, min_size=1, max_size=4), max_size=4)
known = st.fixed_dictionaries({}, optional=values)


@given(written, known, st.sampled_from(FACTS), st.data())
def test_another_fact_never_flips_a_settled_answer(condition, facts, fact, data) -> None:
    before = holds(condition, facts)
    if fact in facts or before is None:
        return
    assert holds(condition, {**facts, fact: data.draw(values[fact])}) is before


@given(written, known, st.integers(0, 20), st.integers(0, 20))
def test_a_narrower_age_never_flips_a_settled_answer(condition, facts, below, above) -> None:
    age = facts.get("age", 40)
    before = holds(condition, {**facts, "age": Span(age - below, age + above)})
    if before is not None:
        assert holds(condition, {**facts, "age": age}) is before


@given(written, known)
def test_everything_known_settles_everything(condition, facts) -> None:
    complete = {"age": 30, "state_worker": True, "dest": "hk", **facts}

    assert holds(condition, complete) in (True, False)


@given(written)
def test_written_form_reads_back(condition) -> None:
    assert parse(conditions.write(condition)) == condition


WORDS = {
    "age": FactType("年龄", "age", {}),
    "state_worker": FactType("备案人员", "yes_no", {}),
    "dest": FactType("去哪里", "choice", {"hk": "香港", "macao": "澳门"}),
}


@pytest.mark.parametrize(
    ("condition", "part"),
    [
        ("age", "若干组"),
        ([[]], "空组"),
        ([[{"fact": "age"}]], "三样"),
        ([[{"fact": "height", "op": "=", "value": 1}]], "没有叫「height」的事实"),
        ([[{"fact": "age", "op": "~", "value": 1}]], "不是可用的比较"),
        ([[{"fact": "age", "op": "in", "value": 1}]], "列出几个值"),
        ([[{"fact": "age", "op": "=", "value": [1]}]], "只写一个值"),
        ([[{"fact": "age", "op": "in", "value": []}]], "没有列出值"),
        ([[{"fact": "age", "op": "<", "value": "16"}]], "整数"),
        ([[{"fact": "age", "op": "<", "value": True}]], "整数"),
        ([[{"fact": "state_worker", "op": "=", "value": "yes"}]], "yes 或 no"),
        ([[{"fact": "dest", "op": "=", "value": "tw"}]], "没有「tw」这个选项"),
        ([[{"fact": "dest", "op": "<", "value": "hk"}]], "只有年龄能比大小"),
    ],
)
def test_validation_says_what_is_wrong(condition, part: str) -> None:
    problems = conditions.validate_condition(condition, WORDS)

    assert len(problems) == 1
    assert part in problems[0]


def test_validation_accepts_a_good_condition() -> None:
    assert conditions.validate_condition(parse("age < 16 and state_worker = no or dest in hk,macao"), WORDS) == []


@pytest.mark.parametrize("text", ["age", "age <", "age ~ 3", "age < 16 and", "or age < 3"])
def test_unreadable_written_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="要写成"):
        parse(text)


def test_condition_in_words() -> None:
    condition = parse("age < 16 and state_worker = no or dest in hk,macao")

    assert (
        conditions.in_words(condition, WORDS) == "年龄小于 16，并且「备案人员」答“不是”；或者「去哪里」答“香港”或“澳门”"
    )
    assert conditions.in_words([], WORDS) == "总是"
