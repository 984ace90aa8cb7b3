"""The table of nationalities and regions."""

import re

import pytest

from wuxue_exit_entry.kernel import countries


def test_table_is_complete_and_has_both_names():
    rows = countries.table().values()
    assert sum(1 for row in rows if row.numeric) == 249
    assert all(re.fullmatch(r"[A-Z]{3}", row.alpha3) and row.zh and row.en for row in rows)
    numerics = [row.numeric for row in rows if row.numeric]
    assert len(set(numerics)) == len(numerics)


@pytest.mark.parametrize(
    ("code", "zh", "en"),
    [
        ("HKG", "中国香港", "Hong Kong, China"),
        ("MAC", "中国澳门", "Macao, China"),
        ("TWN", "中国台湾", "Taiwan, China"),
        ("KOR", "韩国", "South Korea"),
        ("XXA", "无国籍", "Stateless"),
    ],
)
def test_names(code, zh, en):
    row = countries.table()[code]
    assert (row.zh, row.en) == (zh, en)


@pytest.mark.parametrize(
    ("code", "alpha3"), [("usa", "USA"), ("D", "DEU"), ("GBN", "GBR"), ("XKX", "RKS"), ("ABC", ""), ("", "")]
)
def test_codes_of_documents(code, alpha3):
    assert countries.alpha3(code) == alpha3


@pytest.mark.parametrize(
    ("numeric", "alpha3"),
    [("840", "USA"), ("392", "JPN"), ("276", "DEU"), ("250", "FRA"), ("729", "SDN"), ("999", ""), ("", "")],
)
def test_numeric_codes(numeric, alpha3):
    assert countries.alpha3_of_numeric(numeric) == alpha3
