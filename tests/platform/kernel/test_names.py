"""Names: dots, invisible signs, scripts (trials T29 and T31)."""

import csv
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuxue_exit_entry.kernel import identity
from wuxue_exit_entry.kernel.identity import IdentityProblem
from wuxue_exit_entry.kernel.text import Cleaned, Note, is_invisible

DATA = Path(__file__).parent / "data"


def rows(name, encoding="utf-8-sig"):
    with (DATA / name).open(encoding=encoding, newline="") as lines:
        return list(csv.reader(lines))[1:]


def code_of(typed):
    with pytest.raises(IdentityProblem) as raised:
        identity.clean_name(typed)
    return raised.value.code


def test_t29_every_dot_becomes_the_one_of_the_standard():
    people = rows("T29_dots.csv")
    assert len({name for name, _ in people}) == 7
    assert {identity.clean_name(name).value for name, _ in people} == {"阿依古丽·买买提"}
    assert len({identity.parse("resident_id", number).key for _, number in people}) == 1
    assert [bool(identity.clean_name(name).notes) for name, _ in people] == [False] + [True] * 6


@pytest.mark.parametrize("encoding", ["gb2312", "gbk", "gb18030"])
def test_t29_whichever_decoder_was_used(encoding):
    assert identity.clean_name(rows("T29_gb2312.csv", encoding)[0][0]).value == "阿依古丽·买买提"


@pytest.mark.parametrize("typed", ["·阿依古丽", "阿依古丽·", "阿依古丽．", ".阿依古丽", "· 阿依古丽", "・"])
def test_t29_dot_at_an_edge_is_refused(typed):
    assert code_of(typed) == "name_dot_at_edge"


def test_t31_pasted_rows_are_taken_and_what_was_cleaned_is_said():
    found = [
        (identity.clean_name(name), identity.parse("resident_id", number), identity.clean_phone(phone))
        for name, number, phone in rows("T31_invisible.csv")
    ]
    assert [(name.value, read.number, phone.number) for name, read, phone in found] == [
        ("余晓岚", "42212919680412331X", "13800000001"),
        ("易知秋", "421182198509212125", "13800000002"),
        ("夏至清", "422102199106052220", "13800000003"),
    ]
    assert [(name.notes, read.notes, phone.notes) for name, read, phone in found] == [
        ((Note.INVISIBLE,), (Note.INVISIBLE,), (Note.INVISIBLE,)),
        ((Note.SPACES,), (Note.FULL_WIDTH,), (Note.DASHES,)),
        ((Note.SPACES,), (), (Note.FULL_WIDTH,)),
    ]


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("刘洋", Cleaned("刘洋")),
        ("刘", Cleaned("刘")),
        (" 刘洋 ", Cleaned("刘洋")),
        ("刘 洋", Cleaned("刘洋", (Note.SPACES,))),
        ("John  Smith", Cleaned("John Smith", (Note.SPACES,))),
        ("John Smith", Cleaned("John Smith")),
        ("J. R. Smith Jr.", Cleaned("J. R. Smith Jr.")),
        ("O’Brien-Müller", Cleaned("O'Brien-Müller")),
        ("Jose\u0301 Núñez", Cleaned("José Núñez")),
        ("Ｊｏｈｎ　Ｓｍｉｔｈ", Cleaned("John Smith", (Note.SPACES, Note.FULL_WIDTH))),
        ("阿卜杜拉 · 买买提", Cleaned("阿卜杜拉·买买提", (Note.SPACES,))),
        ("阿卜杜拉··买买提", Cleaned("阿卜杜拉·买买提", (Note.DOT,))),
        ("阿卜杜拉。买买提", Cleaned("阿卜杜拉·买买提", (Note.DOT,))),
        ("山田・太郎", Cleaned("山田·太郎", (Note.DOT,))),
        ("さくら 太郎", Cleaned("さくら 太郎")),
        ("김민수", Cleaned("김민수")),
        ("Nguyễn Thị Hương", Cleaned("Nguyễn Thị Hương")),
        ("สมชาย ใจดี", Cleaned("สมชาย ใจดี")),
        ("محمد علي", Cleaned("محمد علي")),
        ("\u202eمحمد\u202c", Cleaned("محمد", (Note.INVISIBLE,))),
        ("〇一", Cleaned("〇一")),
        ("李𠮷", Cleaned("李𠮷")),
        ("李\U000323b0", Cleaned("李\U000323b0")),
        ("葛\U000e0101城", Cleaned("葛城", (Note.INVISIBLE,))),
        ("AHMED S/O KHAN", Cleaned("AHMED S/O KHAN")),
    ],
)
def test_taken(typed, clean):
    assert identity.clean_name(typed) == clean


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "name_empty"),
        (" \u3000\u200b", "name_empty"),
        ("刘洋😀", "name_signs"),
        ("👨\u200d👩\u200d👧", "name_signs"),
        ("刘洋<b>", "name_signs"),
        ("=1+1", "name_digits"),
        ("刘洋2", "name_digits"),
        ("刘洋２", "name_digits"),
        ("刘洋①", "name_signs"),
        ("=cmd", "name_signs"),
        ("@刘洋", "name_signs"),
        ("---", "name_letters"),
        ("H\u0301\u0302\u0303\u0304\u0305ello", "name_signs"),
        ("刘" * 121, "name_too_long"),
        ("x" * 300, "name_too_long"),
    ],
)
def test_refused(typed, code):
    assert code_of(typed) == code


def test_longest_name():
    assert len(identity.clean_name("x" * 120).value) == 120
    with pytest.raises(IdentityProblem) as raised:
        identity.clean_name("x" * 300)
    assert raised.value.figures == {"longest": 120, "typed": 300}


@given(st.text(max_size=130))
def test_a_clean_name_is_clean_and_stays(typed):
    try:
        name = identity.clean_name(typed).value
    except IdentityProblem:
        return
    name.encode()
    assert unicodedata.is_normalized("NFC", name)
    assert not any(is_invisible(sign) for sign in name)
    assert identity.clean_name(name) == Cleaned(name)
