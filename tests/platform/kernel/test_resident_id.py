"""Eighteen-digit numbers of residents and of 港澳台 residence permits."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuxue_exit_entry.kernel import identity
from wuxue_exit_entry.kernel.identity import Identity, IdentityProblem, IdKind, Sex
from wuxue_exit_entry.kernel.identity.resident import PROVINCES
from wuxue_exit_entry.kernel.text import Note

TODAY = date(2026, 11, 25)
GOOD = "421182199003072035"


def parse(typed: str, kind: str = "resident_id", today: date = TODAY) -> Identity:
    return identity.parse(kind, typed, today=today)


def problem(typed: str, kind: str = "resident_id") -> tuple[str, dict]:
    with pytest.raises(IdentityProblem) as raised:
        parse(typed, kind)
    return raised.value.code, raised.value.figures


def number(region: str = "421182", born: str = "19900307", serial: str = "203") -> str:
    first = region + born + serial
    return first + identity.check_digit(first)


def test_good_number_says_birth_sex_and_region():
    read = parse(GOOD)
    assert (read.kind, read.number, read.key, read.birth_date, read.sex, read.region, read.nationality) == (
        IdKind.RESIDENT_ID,
        GOOD,
        GOOD,
        date(1990, 3, 7),
        Sex.MALE,
        "421182",
        "",
    )


def test_even_serial_is_female():
    assert parse(number(serial="204")).sex == Sex.FEMALE


@pytest.mark.parametrize(
    ("typed", "notes"),
    [
        ("421182 19900307 2035", ()),
        ("421182-19900307-2035", ()),
        ("４２１１８２１９９００３０７２０３５", (Note.FULL_WIDTH,)),
        ("\u202d421182199003072035\u202c", (Note.INVISIBLE,)),
        ("421182\u00a019900307\u30002035", (Note.SPACES,)),
        ("421182–19900307−2035", (Note.DASHES,)),
        ("\u200f４２１１８２\u00a019900307‑2035", (Note.INVISIBLE, Note.SPACES, Note.FULL_WIDTH, Note.DASHES)),
    ],
)
def test_typed_form_is_forgiven_and_what_was_cleaned_is_said(typed, notes):
    read = parse(typed)
    assert (read.number, read.notes, read.typed) == (GOOD, notes, typed)


@pytest.mark.parametrize("last", ["X", "x", "Ｘ", "ｘ", "×", "Х", "Χ"])
def test_final_x_in_any_guise(last):
    assert parse("65310119920818204" + last).number == "65310119920818204X"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ("number_empty", {})),
        (" \u200b", ("number_empty", {})),
        ("4" * 300, ("number_too_long", {"longest": 60})),
        ("421182900307203", ("old_15_digits", {})),
        ("42118219900307203", ("wrong_length", {"wanted": 18, "typed": 17})),
        ("4211821990030720355", ("wrong_length", {"wanted": 18, "typed": 19})),
        ("42118219900307203A", ("not_digits", {})),
        ("X21182199003072035", ("not_digits", {})),
        ("4211821990030720😀5", ("not_digits", {})),
        ("421182199003072036", ("checksum", {})),
        (number(born="19900230"), ("birth_impossible", {})),
        (number(born="19901301"), ("birth_impossible", {})),
        (number(born="00000101"), ("birth_impossible", {})),
        (number(born="20261126"), ("birth_future", {})),
        (number(born="18751124"), ("birth_too_early", {})),
        (number(region="021182"), ("region_unknown", {})),
        (number(region="991182"), ("is_pr_card", {})),
        (number(region="161182"), ("region_unknown", {})),
        (number(region="810000"), ("is_hmt_residence", {})),
        ("942840198802140017", ("is_pr_card", {})),
    ],
)
def test_refused(typed, expected):
    assert problem(typed) == expected


@pytest.mark.parametrize("born", ["20261125", "19000101", "20000229", "18761125"])
def test_days_at_the_edges_are_taken(born):
    assert parse(number(born=born)).birth_date == date.fromisoformat(born)


@pytest.mark.parametrize(("region", "from_"), [("810000", "HKG"), ("820000", "MAC"), ("830000", "TWN")])
def test_hmt_residence_has_its_own_regions(region, from_):
    read = parse(number(region=region), "hmt_residence")
    assert (read.kind, read.region, read.birth_date) == (IdKind.HMT_RESIDENCE, region, date(1990, 3, 7))
    assert identity.resident.HMT_REGIONS[region] == from_


@pytest.mark.parametrize("region", ["810100", "421182", "840000"])
def test_hmt_residence_of_another_region_is_refused(region):
    assert problem(number(region=region), "hmt_residence") == ("not_hmt_residence", {})


def test_unknown_kind_is_refused():
    assert problem(GOOD, "driving_licence") == ("kind_unknown", {})


def test_nothing_personal_is_in_repr_or_in_problems():
    assert "4211" not in repr(parse(GOOD))
    assert "1990" not in repr(parse(GOOD))
    with pytest.raises(IdentityProblem) as raised:
        parse("421182199003072036")
    assert "4211" not in repr(raised.value)


def test_today_is_taken_from_the_clock():
    assert identity.parse("resident_id", GOOD).number == GOOD


@pytest.mark.parametrize(
    ("day", "age"), [("2026-03-06", 35), ("2026-03-07", 36), ("2026-03-08", 36), ("1990-03-07", 0)]
)
def test_age(day, age):
    assert parse(GOOD).age_on(date.fromisoformat(day)) == age


@pytest.mark.parametrize(
    ("day", "age"), [("2024-02-28", 15), ("2024-02-29", 16), ("2025-02-28", 16), ("2025-03-01", 17)]
)
def test_age_of_whoever_was_born_on_a_leap_day(day, age):
    assert parse(number(born="20080229")).age_on(date.fromisoformat(day)) == age


numbers = st.builds(
    lambda region, rest, born, serial: number(f"{region}{rest:04}", f"{born:%Y%m%d}", f"{serial:03}"),
    st.sampled_from([code for code in PROVINCES if code not in {"81", "82", "83"}]),
    st.integers(0, 9999),
    st.dates(date(1880, 1, 1), TODAY),
    st.integers(0, 999),
)


@given(numbers)
def test_reading_and_writing_in_groups_come_back_to_the_same(good):
    read = parse(good)
    assert read.number == good
    assert parse(read.grouped).number == good
    assert parse(good.lower()).key == read.key


@given(numbers, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_every_single_wrong_sign_is_noticed(good, position, sign):
    wrong = good[:position] + sign + good[position + 1 :]
    if wrong != good:
        with pytest.raises(IdentityProblem):
            parse(wrong)


@given(numbers, st.integers(0, 16))
def test_every_swap_of_neighbours_is_noticed(good, position):
    wrong = good[:position] + good[position + 1] + good[position] + good[position + 2 :]
    if wrong != good:
        with pytest.raises(IdentityProblem):
            parse(wrong)


@given(st.text(max_size=80))
def test_nothing_typed_breaks_the_reader(typed):
    for kind in IdKind:
        try:
            read = parse(typed, kind)
        except IdentityProblem:
            continue
        assert read.number.isascii()
        assert read.number.isalnum()


@given(numbers, st.integers(1, 40000))
def test_nobody_is_born_in_the_future(good, days):
    read = parse(good)
    with pytest.raises(IdentityProblem):
        parse(good, today=read.birth_date - timedelta(days=days))
