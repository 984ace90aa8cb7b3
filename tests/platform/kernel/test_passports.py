"""Passports, foreign and Chinese."""

import pytest

from wuxue_exit_entry.kernel import identity
from wuxue_exit_entry.kernel.identity import IdentityProblem


def code_of(kind, typed):
    with pytest.raises(IdentityProblem) as raised:
        identity.parse(kind, typed)
    return raised.value.code


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("C01X00T47", "C01X00T47"),
        ("tr 123 4567", "TR1234567"),
        ("AB-12345", "AB12345"),
        ("12345", "12345"),
        ("ＡＢ１２３４５６７", "AB1234567"),
        ("D23145890734", "D23145890734"),
    ],
)
def test_foreign_passports(typed, number):
    read = identity.parse("passport", typed)
    assert (read.number, read.key, read.nationality, read.birth_date) == (number, number, "", None)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1234", "passport_form"),
        ("ABCDEFG", "passport_form"),
        ("A" * 10 + "123456", "passport_form"),
        ("护照12345", "passport_signs"),
        ("AB12345🙂", "passport_signs"),
        ("421182199003072035", "is_resident_id"),
        ("<script>1</script>", "passport_signs"),
    ],
)
def test_foreign_passports_refused(typed, code):
    assert code_of("passport", typed) == code


@pytest.mark.parametrize(
    "typed",
    ["E12345678", "EA1234567", "G12345678", "D1234567", "DE1234567", "SE1234567", "P1234567", "PE1234567", "141234567",
     "K12345678", "KJ1234567", "MA1234567", "H12345678"],
)  # fmt: skip
def test_chinese_passports(typed):
    assert identity.parse("cn_passport", typed).number == typed


@pytest.mark.parametrize("typed", ["E1234567890", "12345678", "EAB123456", "E12345"])
def test_chinese_passports_refused(typed):
    assert code_of("cn_passport", typed) == "cn_passport_form"
