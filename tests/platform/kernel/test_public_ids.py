"""Names in URLs and codes on the telephone."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuxue_exit_entry.kernel import public_ids


def test_public_ids_have_twelve_signs_and_do_not_repeat():
    drawn = {public_ids.new_public_id() for _ in range(500)}
    assert len(drawn) == 500
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{12}", name) for name in drawn)


def test_booking_codes_have_eight_signs():
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{8}", public_ids.new_booking_code())


def test_secrets_have_at_least_128_bits_and_go_into_urls():
    secret = public_ids.new_secret()
    assert len(secret) >= 22
    assert re.fullmatch(r"[A-Za-z0-9_-]+", secret)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("7K3M92PD", "7K3M92PD"),
        (" 7k3m-92pd ", "7K3M92PD"),
        ("７Ｋ３Ｍ　９２ＰＤ", "7K3M92PD"),
        ("7K3M 92PO", "7K3M92P0"),
        ("il7K3M92", "117K3M92"),
        ("7K3M–92PD", "7K3M92PD"),
        ("\u200b7K3M92PD\u202c", "7K3M92PD"),
        ("预约码7K3M92PD。", "7K3M92PD"),
        ("", ""),
    ],
)
def test_normalise_code_finds_what_was_meant(typed, meant):
    assert public_ids.normalise_code(typed) == meant


@given(st.text(alphabet=public_ids.ALPHABET, min_size=8, max_size=12))
def test_normalise_code_leaves_codes_of_ours_alone(code):
    assert public_ids.normalise_code(code) == code
    assert public_ids.normalise_code(code.lower()) == code


@given(st.text())
def test_normalise_code_settles_at_once(text):
    once = public_ids.normalise_code(text)
    assert public_ids.normalise_code(once) == once
