"""Cleaning says what it did and never changes what can be seen."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuxue_exit_entry.kernel.text import Cleaned, Note, clean_text, compact, is_invisible


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("武穴大道1号", Cleaned("武穴大道1号")),
        ("  武穴大道1号 \n", Cleaned("武穴大道1号")),
        ("武穴\u200b大道", Cleaned("武穴大道", (Note.INVISIBLE,))),
        ("\u202e01\u202c", Cleaned("01", (Note.INVISIBLE,))),
        ("a\x00b\x07", Cleaned("ab", (Note.INVISIBLE,))),
        ("a\ud800b", Cleaned("ab", (Note.INVISIBLE,))),
        ("Jose\u0301", Cleaned("José")),
        ("一\n二", Cleaned("一 二")),
        ("一\t二", Cleaned("一 二")),
        ("\ufeff", Cleaned("", (Note.INVISIBLE,))),
        ("ㅤ", Cleaned("", (Note.INVISIBLE,))),
    ],
)
def test_clean_text(typed, clean):
    assert clean_text(typed) == clean


def test_clean_text_keeps_lines_where_they_are_wanted():
    assert clean_text("一\r\n二\r三\u2028", keep_lines=True) == Cleaned("一\n二\n三", (Note.INVISIBLE,))


@pytest.mark.parametrize(
    ("typed", "plain", "notes"),
    [
        ("h0123 4567", "H01234567", set()),
        ("0713-6200001", "07136200001", set()),
        ("Ｈ０１２３", "H0123", {Note.FULL_WIDTH}),
        ("138\u2011 0000", "1380000", {Note.DASHES}),
        ("138—0000", "1380000", {Note.DASHES}),
        ("138\u00a00000\u3000", "1380000", {Note.SPACES}),
        ("\u202d138\u202c", "138", {Note.INVISIBLE}),
        ("١٣٨", "138", {Note.FULL_WIDTH}),
    ],
)
def test_compact(typed, plain, notes):
    said = set()
    assert (compact(typed, said), said) == (plain, notes)


@given(st.text())
def test_clean_text_can_be_stored_and_settles(text):
    clean = clean_text(text).value
    clean.encode()
    assert "\x00" not in clean
    assert not any(is_invisible(sign) for sign in clean)
    assert unicodedata.is_normalized("NFC", clean)
    assert clean_text(clean) == Cleaned(clean)
