"""Travel permits of Hong Kong, Macao and Taiwan residents, and those of our own citizens."""

from datetime import date

import pytest

from wuxue_exit_entry.kernel import identity
from wuxue_exit_entry.kernel.identity import IdentityProblem

TODAY = date(2026, 11, 25)


def parse(kind, typed):
    return identity.parse(kind, typed, today=TODAY)


@pytest.mark.parametrize(
    ("kind", "forms", "key"),
    [
        ("hk_macao_permit", ["H01234567", "H0123456702", "h0123 4567", "Ｈ01234567", "H0123456701"], "H01234567"),
        ("hk_macao_permit", ["M00000001", "m 0000 0001 00"], "M00000001"),
        (
            "taiwan_permit",
            ["01234567", "0123456702", "0123 4567", "０１２３４５６７", "0123456702(B)", "0123456702（b）"],
            "01234567",
        ),
    ],
)
def test_t13_old_and_new_form_are_one_person(kind, forms, key):
    read = [parse(kind, form) for form in forms]
    assert {one.key for one in read} == {key}
    assert [one.typed for one in read] == forms
    assert all(identity.same_person(read[0], other) for other in read)


def test_t13_different_numbers_are_different_people():
    assert not identity.same_person(parse("hk_macao_permit", "H01234567"), parse("hk_macao_permit", "M01234567"))
    assert not identity.same_person(parse("taiwan_permit", "01234567"), parse("taiwan_permit", "01234568"))


def test_equal_digits_of_two_kinds_are_two_people():
    assert not identity.same_person(parse("taiwan_permit", "01234567"), parse("passport", "01234567"))


def test_the_booklet_keeps_its_renewal_count_in_the_number():
    assert parse("hk_macao_permit", "H0123456702").number == "H0123456702"
    assert parse("taiwan_permit", "0123456702(B)").number == "0123456702B"


@pytest.mark.parametrize(("typed", "region"), [("H01234567", "HKG"), ("M01234567", "MAC")])
def test_permit_tells_the_region_and_no_nationality(typed, region):
    read = parse("hk_macao_permit", typed)
    assert (read.region, read.nationality, read.birth_date, read.sex) == (region, "", None, None)
    assert read.age_on(TODAY) is None
    assert read.grouped == typed


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        ("hk_macao_permit", "H0123456", "hk_macao_permit_form"),
        ("hk_macao_permit", "A01234567", "hk_macao_permit_form"),
        ("hk_macao_permit", "H012345678", "hk_macao_permit_form"),
        ("hk_macao_permit", "01234567", "hk_macao_permit_form"),
        ("hk_macao_permit", "HO1234567", "hk_macao_permit_form"),
        ("taiwan_permit", "0123456", "taiwan_permit_form"),
        ("taiwan_permit", "012345678", "taiwan_permit_form"),
        ("taiwan_permit", "T01234567", "taiwan_permit_form"),
        ("taiwan_permit", "01234567(B)", "taiwan_permit_form"),
        ("cn_hk_macao_permit", "H01234567", "cn_hk_macao_permit_form"),
        ("cn_taiwan_permit", "C01234567", "cn_taiwan_permit_form"),
    ],
)
def test_refused(kind, typed, code):
    with pytest.raises(IdentityProblem) as raised:
        parse(kind, typed)
    assert raised.value.code == code


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("cn_hk_macao_permit", "C12345678"),
        ("cn_hk_macao_permit", "CA1234567"),
        ("cn_hk_macao_permit", "w12345678"),
        ("cn_taiwan_permit", "L12345678"),
        ("cn_taiwan_permit", "T 1234 5678"),
    ],
)
def test_permits_of_our_own_citizens(kind, typed):
    assert parse(kind, typed).key == typed.upper().replace(" ", "")


@pytest.mark.parametrize(
    ("nationality", "codes"), [("HKG", []), ("MAC", ["region_differs"]), ("GBR", []), ("CHN", []), ("", [])]
)
def test_region_is_held_against_the_stated_nationality(nationality, codes):
    found = identity.contradictions(parse("hk_macao_permit", "H01234567"), nationality=nationality)
    assert [problem.code for problem in found] == codes
