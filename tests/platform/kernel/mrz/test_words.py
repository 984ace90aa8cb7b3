"""Each code has words, in both languages."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from wuxue_exit_entry.kernel import mrz
from wuxue_exit_entry.kernel.mrz import words

FOLDER = Path(mrz.__file__).parent
CODES = sorted(words.PROBLEMS)


def used_codes():
    text = "".join(file.read_text(encoding="utf-8") for file in FOLDER.glob("*.py") if file.name != "words.py")
    found = set(re.findall(r'(?:Problem|_fails)\(\s*"([a-z_]+)"', text))
    found |= set(re.findall(r'"(expiry_unknown|expiry_impossible)"', text))
    found |= {"check_birth", "check_expiry", "issuer_unknown", "nationality_unknown"}
    return found


def test_every_code_has_words_and_all_words_are_used():
    assert used_codes() == set(CODES)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(("language", "end"), [("zh-hans", "。"), ("en", ".")])
def test_sentences_are_complete(code, language, end):
    with translation.override(language):
        sentence = str(words.PROBLEMS[code])
    assert sentence.endswith(end)
    assert bool(re.search("[\u4e00-\u9fff]", sentence)) == (language == "zh-hans")
