"""What a check digit cannot see: all single-character substitutions in a zone of each form, and what is left of them.

A substitution escapes a check digit when both characters have the same value modulo 10, in any position, because the
weights 7, 3 and 1 share no factor with 10. Names, codes, nationality and sex have no check digit at all.
"""

from collections import Counter
from datetime import date
from functools import cache

import pytest

from wuxue_exit_entry.kernel import mrz
from wuxue_exit_entry.kernel.mrz import Form
from wuxue_exit_entry.kernel.mrz.layout import ALPHABET, LAYOUTS, check_digit

TODAY = date(2026, 11, 25)
# Characters that are one and the same to a check digit.
TWINS = ["0AKU<", "1BLV", "2CMW", "3DNX", "4EOY", "5FPZ", "6GQ", "7HR", "8IS", "9JT"]
DATES = {"birth", "birth_check", "expiry", "expiry_check"}
CHECKED = {"number", "number_check", *DATES, "optional", "optional_2", "optional_check", "composite"}
CODES = {Form.TD1: "ID", Form.TD2: "ID", Form.TD3: "P", Form.MRV_A: "V", Form.MRV_B: "V"}
# Element: substitutions, those that every check digit lets pass, those that no other check sees either.
TD3 = {
    "code": (72, 72, 36),
    "issuer": (108, 108, 3),
    "names": (1404, 1404, 988),
    "number": (324, 24, 24),
    "number_check": (36, 0, 0),
    "nationality": (108, 108, 3),
    "birth": (216, 19, 0),
    "birth_check": (36, 0, 0),
    "sex": (36, 36, 2),
    "expiry": (216, 20, 0),
    "expiry_check": (36, 0, 0),
    "optional": (504, 47, 47),
    "optional_check": (36, 0, 0),
    "composite": (36, 0, 0),
}


@cache
def zone(form):
    width = {Form.TD1: 15, Form.TD2: 7, Form.TD3: 14, Form.MRV_A: 16, Form.MRV_B: 8}[form]
    return mrz.render(
        form, code=CODES[form], issuer="KOR", surname="KIM", given_names="MINSU", number="M12345678",
        nationality="KOR", birth=date(1990, 3, 7), sex="M", expiry=date(2031, 1, 1), optional="1234567"[:width],
    ).replace("\n", "")  # fmt: skip


def element(layout, index):
    for name in ("names", "number", "nationality", "birth", "expiry", "optional", "optional_2"):
        start, stop = getattr(layout, name)
        if start <= index < stop:
            return name
        if index == stop and name in {"number", "birth", "expiry"}:
            return f"{name}_check"
    if index < 5:
        return "code" if index < 2 else "issuer"
    return {layout.sex: "sex", layout.optional_check: "optional_check", layout.composite: "composite"}[index]


def passes(layout, text):
    """Whether every check digit is exactly right."""
    for start, stop in (layout.number, layout.birth, layout.expiry):
        if check_digit(text[start:stop]) != text[stop]:
            return False
    if layout.optional_check >= 0 and check_digit(text[slice(*layout.optional)]) != text[layout.optional_check]:
        return False
    total = check_digit("".join(text[slice(*span)] for span in layout.composite_over))
    return layout.composite < 0 or total == text[layout.composite]


@cache
def tried(form):
    """Each substitution as element, was, becomes, whether check digits pass, whether nothing at all is told."""
    layout, text = LAYOUTS[form], zone(form)
    told = set(mrz.parse(text, today=TODAY).codes)
    rows = []
    for index, was in enumerate(text):
        for sign in ALPHABET.replace(was, ""):
            changed = text[:index] + sign + text[index + 1 :]
            unseen = passes(layout, changed)
            silent = unseen and not set(mrz.parse(changed, today=TODAY).codes) - told
            rows.append((element(layout, index), was, sign, unseen, silent))
    return rows


def counted(form):
    every, unseen, silent = Counter(), Counter(), Counter()
    for name, _, _, passed, told_nothing in tried(form):
        every[name] += 1
        unseen[name] += passed
        silent[name] += told_nothing
    return {name: (every[name], unseen[name], silent[name]) for name in every}


def share(form, column):
    rows = [row for name, row in counted(form).items() if name in CHECKED]
    return sum(row[column] for row in rows) / sum(row[0] for row in rows)


def test_the_zone_itself_is_without_fault():
    assert mrz.parse(zone(Form.TD3), today=TODAY).problems == ()


def test_of_a_passport_element_by_element():
    assert counted(Form.TD3) == TD3


@pytest.mark.parametrize("form", [Form.TD1, Form.TD2, Form.TD3])
def test_eight_in_a_hundred_escape_the_check_digits_and_fewer_the_other_checks(form):
    assert 0.07 < share(form, 1) < 0.09
    assert share(form, 2) < share(form, 1)


@pytest.mark.parametrize("form", list(Form))
def test_in_dates_nothing_is_left(form):
    assert {name: row[2] for name, row in counted(form).items() if name in DATES} == dict.fromkeys(DATES, 0)


@pytest.mark.parametrize("form", [Form.TD1, Form.TD2, Form.TD3])
def test_what_is_left_under_check_digits_are_twins_by_name(form):
    left = {frozenset((was, sign)) for name, was, sign, _, silent in tried(form) if silent and name in CHECKED}
    twins = {frozenset((one, other)) for group in TWINS for one in group for other in group if one != other}
    assert left <= twins
    assert all({check_digit(sign) for sign in group} == {check_digit(group[0])} for group in TWINS)


def test_of_what_readers_confuse_three_pairs_escape():
    confused = ["O0", "I1", "B8", "S5", "Z2", "G6", "Q0", "D0", "L1", "K<"]
    same = [pair for pair in confused if check_digit(pair[0]) == check_digit(pair[1])]
    assert same == ["G6", "L1", "K<"]


@pytest.mark.parametrize("form", list(Form))
def test_a_nationality_becomes_another_only_by_a_code_that_exists(form):
    left = {(name, was, sign) for name, was, sign, _, silent in tried(form) if silent and name == "nationality"}
    assert len(left) <= 3
    for was, sign in {(was, sign) for _, was, sign in left}:
        assert mrz.parse(zone(form).replace("KOR", "KOR".replace(was, sign)), today=TODAY).document.nationality


def test_names_have_no_check_and_this_is_said():
    assert counted(Form.TD3)["names"][1] == counted(Form.TD3)["names"][0]
    assert "没有校验位" in str(mrz.NAMES_UNCHECKED)
