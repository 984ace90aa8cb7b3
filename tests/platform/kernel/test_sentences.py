"""Each code has words, short and complete."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from wuxue_exit_entry.kernel import identity, sentences
from wuxue_exit_entry.kernel.identity import IdentityProblem, IdKind
from wuxue_exit_entry.kernel.text import Note

FOLDER = Path(identity.__file__).parent
LONGEST_SENTENCE = 40


def raised_codes():
    found = set()
    for file in FOLDER.glob("*.py"):
        found |= set(re.findall(r'IdentityProblem\("([a-z0-9_]+)"', file.read_text(encoding="utf-8")))
        found |= set(re.findall(r'return "(phone_[a-z_]+)"', file.read_text(encoding="utf-8")))
    return found | {"cn_hk_macao_permit_form", "cn_taiwan_permit_form"}


def test_every_code_has_a_sentence_and_every_sentence_a_code():
    assert raised_codes() == set(sentences.PROBLEMS)


@pytest.mark.parametrize("code", sorted(sentences.PROBLEMS))
def test_sentences_are_short_and_complete(code):
    with translation.override("zh-hans"):
        words = str(sentences.PROBLEMS[code])
    assert words.endswith("。")
    assert len(words) <= LONGEST_SENTENCE


def test_sentence_has_its_figures():
    with pytest.raises(IdentityProblem) as raised:
        identity.parse("resident_id", "42118219900307203")
    with translation.override("zh-hans"):
        assert str(sentences.sentence(raised.value)) == "号码应为18位，现在是17位。"


def test_refusal_lands_on_its_field():
    refusal = sentences.refusal(IdentityProblem("checksum"), "people.0.number")
    with translation.override("zh-hans"):
        assert (refusal.code, str(refusal.message), refusal.field, refusal.status) == (
            "checksum",
            "号码有误，请逐位核对。",
            "people.0.number",
            400,
        )


def test_every_kind_and_every_note_has_words():
    assert set(sentences.KIND_LABELS) == set(IdKind)
    assert set(sentences.NOTES) == set(Note)
    with translation.override("zh-hans"):
        assert [str(words) for words in sentences.cleaned((Note.INVISIBLE,))] == ["已去掉看不见的字符。"]
