"""Nationalities and regions: ISO 3166-1 (GB/T 2659.1), the special codes of ICAO 9303-3, names in two languages.

Display them under 国籍（地区）: 中国香港, 中国澳门 and 中国台湾 are regions.
"""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).with_name("countries.csv")
# Codes that stand in documents but are not, or no longer, in ISO 3166-1.
_ALIASES = {
    "D": "DEU",
    "GBD": "GBR",
    "GBN": "GBR",
    "GBO": "GBR",
    "GBP": "GBR",
    "GBS": "GBR",
    "ROM": "ROU",
    "XKX": "RKS",
    "ZAR": "COD",
}


class Country(NamedTuple):
    """One line of the table."""

    alpha3: str
    alpha2: str
    numeric: str
    zh: str
    en: str


@cache
def table() -> Mapping[str, Country]:
    """All of them by their three letters, in alphabetical order, the special codes last."""
    with _FILE.open(encoding="utf-8", newline="") as lines:
        return {row["alpha3"]: Country(**row) for row in csv.DictReader(lines)}


def alpha3(code: str) -> str:
    """The three letters that a document's code stands for; nothing when it is unknown."""
    code = _ALIASES.get(code.upper(), code.upper())
    return code if code in table() else ""


def alpha3_of_numeric(numeric: str) -> str:
    """The three letters of an ISO numeric code; nothing when it is unknown."""
    return _by_numeric().get(numeric, "")


@cache
def _by_numeric() -> Mapping[str, str]:
    return {country.numeric: country.alpha3 for country in table().values() if country.numeric}
