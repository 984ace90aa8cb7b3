"""外国人永久居留身份证, new and old form (trial T11)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuxue_exit_entry.kernel import countries, identity
from wuxue_exit_entry.kernel.identity import IdentityProblem, pr_card

TODAY = date(2026, 11, 25)
AMERICAN = "942840198802140017"


def parse(typed):
    return identity.parse("pr_card", typed, today=TODAY)


def code_of(typed):
    with pytest.raises(IdentityProblem) as raised:
        parse(typed)
    return raised.value.code


def number(province="42", nationality="840", born="19880214", serial="001"):
    first = f"9{province}{nationality}{born}{serial}"
    return first + identity.check_digit(first)


@pytest.mark.parametrize(
    ("typed", "nationality", "region"),
    [
        (AMERICAN, "USA", "42"),
        ("942392198802140016", "JPN", "42"),
        ("932682198501010017", "SAU", "32"),
        ("USA421188021401", "USA", "4211"),
        ("usa 4211 8802 1401", "USA", "4211"),
    ],
)
def test_t11_good_cards_say_nationality_birth_and_province(typed, nationality, region):
    read = parse(typed)
    born = date(1985, 1, 1) if nationality == "SAU" else date(1988, 2, 14)
    assert (read.nationality, read.birth_date, read.region, read.sex) == (nationality, born, region, None)


@pytest.mark.parametrize(
    ("stated", "codes"),
    [
        ({"nationality": "USA", "birth_date": date(1988, 2, 14)}, []),
        ({"nationality": "JPN"}, ["nationality_differs"]),
        ({"birth_date": date(1988, 2, 15)}, ["birth_differs"]),
        ({"nationality": "JPN", "birth_date": date(1988, 2, 15)}, ["birth_differs", "nationality_differs"]),
        ({"sex": "F"}, []),
    ],
)
@pytest.mark.parametrize("typed", [AMERICAN, "USA421188021401"])
def test_t11_each_contradiction_is_named(typed, stated, codes):
    assert [problem.code for problem in identity.contradictions(parse(typed), **stated)] == codes


def test_t11_wrong_check_digit_is_refused():
    assert code_of("942840198802140018") == "checksum"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("421182199003072035", "not_pr_card"),
        (number(province="94"), "pr_card_province"),
        (number(born="19880231"), "birth_impossible"),
        (number(born="20270101"), "birth_future"),
        ("94284019880214001", "pr_card_form"),
        ("421182900307203", "pr_card_form"),
        ("US4211880214011", "pr_card_form"),
        ("USA991188021401", "pr_card_province"),
        ("USA421188023101", "birth_impossible"),
        ("US1421188021401", "pr_card_form"),
    ],
)
def test_refused(typed, code):
    assert code_of(typed) == code


def test_unknown_nationality_code_is_no_reason_to_refuse():
    read = parse(number(nationality="999"))
    assert (read.nationality, read.birth_date) == ("", date(1988, 2, 14))
    assert identity.contradictions(read, nationality="USA") == ()


@pytest.mark.parametrize(
    ("digits", "expected"),
    [
        ("880214", [date(1988, 2, 14)]),
        ("490522", [date(1949, 5, 22)]),
        ("260301", [date(1926, 3, 1), date(2026, 3, 1)]),
        ("270115", [date(1927, 1, 15)]),
        ("000229", [date(2000, 2, 29)]),
        ("880231", []),
    ],
)
def test_two_digits_of_a_year(digits, expected):
    assert list(pr_card.birth_dates_of(digits, TODAY)) == expected


def test_old_card_of_a_child_or_a_centenarian_leaves_the_birth_open():
    read = parse("USA421126030101")
    assert read.birth_date is None
    assert identity.contradictions(read, birth_date=date(2026, 3, 1)) == ()
    assert identity.contradictions(read, birth_date=date(1926, 3, 1)) == ()
    assert [problem.code for problem in identity.contradictions(read, birth_date=date(2026, 3, 2))] == ["birth_differs"]


def test_sex_and_birth_of_a_resident_are_held_against_what_was_stated():
    read = identity.parse("resident_id", "421182199003072035", today=TODAY)
    assert identity.contradictions(read, birth_date=date(1990, 3, 7), sex="M", nationality="CHN") == ()
    found = identity.contradictions(read, birth_date=date(1990, 3, 8), sex="F")
    assert [problem.code for problem in found] == ["birth_differs", "sex_differs"]


@given(
    st.sampled_from([country for country in countries.table().values() if country.numeric]),
    st.dates(date(1900, 1, 1), TODAY),
    st.integers(0, 17),
    st.sampled_from("0123456789X"),
)
def test_every_country_is_read_and_every_wrong_sign_noticed(country, born, position, sign):
    good = number(nationality=country.numeric, born=f"{born:%Y%m%d}")
    read = parse(good)
    assert (read.nationality, read.birth_date) == (country.alpha3, born)
    assert parse(read.grouped).number == good
    wrong = good[:position] + sign + good[position + 1 :]
    if wrong != good:
        with pytest.raises(IdentityProblem):
            parse(wrong)
