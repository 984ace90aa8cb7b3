"""The table of nationalities and regions."""

import re

import pytest
from pypinyin import lazy_pinyin

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


def test_regions_organisations_and_states_of_law():
    kinds = {}
    for row in countries.table().values():
        kinds.setdefault(row.kind, set()).add(row.alpha3)
    assert kinds["region"] == {"HKG", "MAC", "TWN"}
    assert kinds["status"] == {"XXA", "XXB", "XXC", "XXX"}
    assert {"UNO", "UNA", "UNK", "EUE", "XOM", "XPO", "XCE", "IAO"} <= kinds["organisation"]
    assert kinds["other"] == {"RKS"}
    assert len(kinds["iso"]) + 3 == 249


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("韩国", "KOR"),
        ("大韩民国", "KOR"),
        ("南韩", "KOR"),
        ("hg", "KOR"),
        ("hanguo", "KOR"),
        ("Korea", "KOR"),
        ("south korea", "KOR"),
        ("kr", "KOR"),
        ("KOR", "KOR"),
        ("410", "KOR"),
        ("ＫＯＲ", "KOR"),
        ("韩", "KOR"),
        ("英国", "GBR"),
        ("GBD", "GBR"),
        ("UK", "GBR"),
        ("England", "GBR"),
        ("大不列颠及北爱尔兰联合王国", "GBR"),
        ("香港", "HKG"),
        ("中国香港", "HKG"),
        ("xg", "HKG"),
        ("Macau", "MAC"),
        ("台湾", "TWN"),
        ("zgtw", "TWN"),
        ("D", "DEU"),
        ("de", "DEU"),
        ("mg", "MDG"),
        ("meig", "USA"),
        ("America", "USA"),
        ("科索沃", "RKS"),
        ("XKX", "RKS"),
        ("无国籍", "XXA"),
        ("stateless", "XXA"),
        ("联合国", "UNO"),
        ("UN", "UNO"),
        ("Cote d Ivoire", "CIV"),
        ("象牙海岸", "CIV"),
        ("aland", "ALA"),
        ("Türkiye", "TUR"),
        ("turkey", "TUR"),
        ("阿联酋", "ARE"),
        ("fodejiao", "CPV"),
        ("interpol", "XPO"),
    ],
)
def test_search_finds_first(text, first):
    found = countries.search(text)
    assert found[0].alpha3 == first


def test_search_offers_others_after_the_best():
    assert [country.alpha3 for country in countries.search("mg")[:3]] == ["MDG", "USA", "MNG"]
    assert [country.alpha3 for country in countries.search("几内亚")] == ["GIN", "GNB", "GNQ", "PNG"]
    assert {country.alpha3 for country in countries.search("刚果")} == {"COD", "COG"}
    assert len(countries.search("a", limit=5)) == 5


@pytest.mark.parametrize("text", ["", "  ", "?", "zzzz", "不存在"])
def test_search_without_result(text):
    assert countries.search(text) == ()


@pytest.mark.parametrize(
    ("text", "alpha3"), [("韩国", "KOR"), ("deu", "DEU"), ("South Korea", "KOR"), ("410", "KOR"), ("韩", ""), ("", "")]
)
def test_find_takes_only_what_is_exact(text, alpha3):
    assert countries.find(text) == alpha3


def test_each_is_found_by_all_that_names_it():
    for row in countries.table().values():
        for name in (row.zh, row.en, row.alpha3, row.alpha2, row.numeric, row.zh_full, *row.codes.split()):
            assert not name or row in countries.search(name, limit=300)
        for name in (*row.pinyin.split(), *row.initials.split()):
            assert row in countries.search(name, limit=300)


def test_no_name_or_code_has_two_meanings():
    seen = {}
    for row in countries.table().values():
        for name in {row.zh, row.zh_full, row.en, row.alpha3, row.alpha2, row.numeric, *row.codes.split()} - {""}:
            assert seen.setdefault(name.casefold(), row.alpha3) == row.alpha3


def test_pinyin_is_that_of_the_names():
    for row in countries.table().values():
        names = [row.zh, row.zh_full, *(name for name in row.aliases.split(";") if re.search("[\u4e00-\u9fff]", name))]
        read = [spelled(name) for name in names if name]
        assert row.pinyin.split() == list(dict.fromkeys("".join(syllables) for syllables in read))
        assert row.initials.split() == list(dict.fromkeys("".join(one[0] for one in syllables) for syllables in read))


def spelled(name):
    han = "".join(re.findall("[\u4e00-\u9fff]", name))
    return ["fo" if sign == "佛" else syllable for sign, syllable in zip(han, lazy_pinyin(han), strict=True)]
