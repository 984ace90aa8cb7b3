"""Telephone numbers (trial T43)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuxue_exit_entry.kernel import identity
from wuxue_exit_entry.kernel.identity import IdentityProblem


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("13800000001", "13800000001"),
        ("19800000001", "19800000001"),
        ("19200000001", "19200000001"),
        ("16600000001", "16600000001"),
        ("17000000001", "17000000001"),
        ("14700000001", "14700000001"),
        ("+86 138 0000 0001", "13800000001"),
        ("0086-13800000001", "13800000001"),
        ("8613800000001", "13800000001"),
        ("13800000086", "13800000086"),  # 0086 in the middle is no country code
        ("(+86)138-0000-0001", "13800000001"),
        ("138.0000.0001", "13800000001"),
    ],
)
def test_t43_mobiles_of_any_range(typed, number):
    full_width = typed.translate({ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789+()"})
    for form in (typed, full_width):
        phone = identity.clean_phone(form)
        assert (phone.number, phone.is_mobile) == (number, True)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0713-6200001", "0713-6200001"),
        ("07136200001", "0713-6200001"),
        ("（0713）6200001", "0713-6200001"),
        ("+86 713 6200001", "0713-6200001"),
        ("010 12345678", "010-12345678"),
        ("+86-10-12345678", "010-12345678"),
        ("027-87654321", "027-87654321"),
        ("0755 87654321", "0755-87654321"),
        ("+852 9123 4567", "+85291234567"),
        ("00852 91234567", "+85291234567"),
        ("+1 (202) 555-0100", "+12025550100"),
    ],
)
def test_t43_landlines_and_foreign_numbers_get_no_messages(typed, number):
    phone = identity.clean_phone(typed)
    assert (phone.number, phone.is_mobile) == (number, False)
    assert identity.clean_phone(phone.number).number == number


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("12345678901", "phone_mobile"),
        ("1380000000", "phone_mobile"),
        ("138000000011", "phone_mobile"),
        ("+86 12345678901", "phone_mobile"),
        ("", "phone_empty"),
        ("\u200b", "phone_empty"),
        ("6200001", "phone_area_code"),
        ("62000011", "phone_area_code"),
        ("0713-62000", "phone_mobile"),
        ("电话13800000001", "phone_signs"),
        ("138000😀00001", "phone_signs"),
        ("+852", "phone_foreign"),
        ("9" * 300, "phone_mobile"),
    ],
)
def test_refused(typed, code):
    with pytest.raises(IdentityProblem) as raised:
        identity.clean_phone(typed)
    assert raised.value.code == code


def test_number_is_not_in_repr():
    assert "138" not in repr(identity.clean_phone("13800000001"))


@given(st.integers(13_000_000_000, 19_999_999_999).map(str))
def test_every_mobile_is_taken_in_every_form(number):
    for typed in (number, f"+86{number}", f"{number[:3]} {number[3:7]} {number[7:]}"):
        assert identity.clean_phone(typed).number == number


@given(st.text(max_size=40))
def test_nothing_typed_breaks_the_reader(typed):
    try:
        number = identity.clean_phone(typed).number
    except IdentityProblem:
        return
    assert identity.clean_phone(number).number == number
