"""Nationalities and regions: ISO 3166-1 (GB/T 2659.1), the special codes of ICAO 9303-3, names in two languages.

Display them under 国籍（地区）: 中国香港, 中国澳门 and 中国台湾 are regions. Pinyin is kept in the table; made again,
佛 in 佛得角 is fo.
"""

import csv
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).with_name("countries.csv")
# Whence most guests come: first among equals in a search.
_OFTEN = (
    *("HKG", "MAC", "TWN", "KOR", "JPN", "USA", "RUS", "VNM", "MMR", "MYS", "SGP", "THA"),
    *("IDN", "PHL", "IND", "PAK", "BGD", "GBR", "DEU", "FRA", "ITA", "CAN", "AUS"),
)
_MOST_FOUND = 20


class Country(NamedTuple):
    """One line of the table; `aliases`, `pinyin` and `initials` hold the other names as well."""

    alpha3: str
    alpha2: str
    numeric: str
    zh: str
    en: str
    kind: str  # iso, region, organisation, status (stateless, refugee), other
    zh_full: str
    codes: str  # that stand in documents but are not, or no longer, in ISO 3166-1, parted by spaces
    aliases: str  # parted by semicolons
    pinyin: str  # parted by spaces
    initials: str


class _Entry(NamedTuple):
    country: Country
    codes: frozenset[str]
    names: tuple[str, ...]
    spellings: tuple[str, ...]
    initials: tuple[str, ...]


@cache
def table() -> Mapping[str, Country]:
    """All of them by their three letters, in alphabetical order, the special codes last."""
    with _FILE.open(encoding="utf-8", newline="") as lines:
        return {row["alpha3"]: Country(**row) for row in csv.DictReader(lines)}


def alpha3(code: str) -> str:
    """The three letters that a document's code stands for; nothing when it is unknown."""
    return _by_code().get(code.upper(), "")


def alpha3_of_numeric(numeric: str) -> str:
    """The three letters of an ISO numeric code; nothing when it is unknown."""
    return _by_numeric().get(numeric, "")


def search(text: str, *, limit: int = _MOST_FOUND) -> tuple[Country, ...]:
    """By Chinese or English name, two or three letters, number, pinyin or its initials; the best first."""
    return _search(_plain(text))[:limit]


def find(text: str) -> str:
    """The three letters of the only one whose name or code is exactly this; nothing when none or several are."""
    wanted = _plain(text)
    found = {entry.country.alpha3 for entry in _entries() if wanted in entry.codes or wanted in entry.names}
    return found.pop() if len(found) == 1 else ""


@lru_cache(maxsize=4096)
def _search(wanted: str) -> tuple[Country, ...]:
    if not wanted:
        return ()
    ranked = [(rank, entry.country) for entry in _entries() if (rank := _rank(entry, wanted)) is not None]
    return tuple(country for _, country in sorted(ranked, key=lambda pair: pair[0]))


def _rank(entry: _Entry, wanted: str) -> int | None:
    """The place of an entry among the results, the smallest first; among equals the table's order is kept."""
    if wanted in entry.codes:
        return 0
    if wanted in entry.names:
        return 1
    if wanted in entry.initials or wanted in entry.spellings:
        return 2
    if any(name.startswith(wanted) for name in entry.names + entry.spellings):
        return 3
    if any(name.startswith(wanted) for name in entry.initials):
        return 4
    return 5 if len(wanted) > 1 and any(wanted in name for name in entry.names) else None


@cache
def _entries() -> tuple[_Entry, ...]:
    often = {alpha3: place for place, alpha3 in enumerate(_OFTEN)}
    countries = sorted(table().values(), key=lambda country: often.get(country.alpha3, len(often)))
    return tuple(_entry(country) for country in countries)


def _entry(country: Country) -> _Entry:
    codes = (country.alpha3, country.alpha2, country.numeric, *country.codes.split())
    names = (country.zh, country.zh_full, country.en, *country.aliases.split(";"))
    return _Entry(
        country,
        frozenset(_plain(code) for code in codes if code),
        tuple(_plain(name) for name in names if name),
        tuple(country.pinyin.split()),
        tuple(country.initials.split()),
    )


def _plain(text: str) -> str:
    """Small letters without accents, half width, without spaces and signs."""
    bare = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in bare if sign.isalnum())


@cache
def _by_code() -> Mapping[str, str]:
    special = {code: country.alpha3 for country in table().values() for code in country.codes.split()}
    return special | {code: code for code in table()}


@cache
def _by_numeric() -> Mapping[str, str]:
    return {country.numeric: country.alpha3 for country in table().values() if country.numeric}
