"""National letters as the zone prints them: Doc 9303-3 section 6, tables A (Latin) and B (Cyrillic)."""

import unicodedata

# Where the table gives several, the first; the others are met in documents and are compared in another place.
_LATIN = {
    "Ä": "AE",
    "Å": "AA",
    "Æ": "AE",
    "Ð": "D",
    "Đ": "D",
    "Ħ": "H",
    "ı": "I",
    "Ĳ": "IJ",
    "Ł": "L",
    "Ŀ": "L",
    "Ŋ": "N",
    "Ö": "OE",
    "Ø": "OE",
    "Œ": "OE",
    "Þ": "TH",
    "Ŧ": "T",
    "Ü": "UE",
    "ẞ": "SS",
    "ß": "SS",
    "ĸ": "Q",
    "Ə": "E",
}
_CYRILLIC = dict(zip("АБВГДЕЁЗИІЇЙКЛМНОПРСТУФЫЭҐЎЂЃЈЋЌ", "ABVGDEEZIIIIKLMNOPRSTUFYEGUDGJCK", strict=True)) | {
    "Ж": "ZH",
    "Х": "KH",
    "Ц": "TS",
    "Ч": "CH",
    "Ш": "SH",
    "Щ": "SHCH",
    "Ъ": "IE",
    "Ю": "IU",
    "Я": "IA",
    "Є": "IE",
    "Ѕ": "DZ",
    "Љ": "LJ",
    "Њ": "NJ",
    "Џ": "DZ",
    "Ь": "",
}
_TABLE = str.maketrans(_LATIN | _CYRILLIC | dict.fromkeys("'’‘ʼ`´\u02bb", "") | dict.fromkeys("-‐‑–,\u00a0", " "))
# One letter for what the table writes with two: how issuers without the two-letter form print the name.
_PLAIN = str.maketrans({"Ä": "A", "Å": "A", "Ö": "O", "Ø": "O", "Ü": "U"})


def transliterate(name: str, *, plain: bool = False) -> str:
    """A name in the letters A to Z and single spaces: apostrophes join, hyphens part, other signs go away.

    `plain` takes Ü as U instead of UE.
    """
    upper = unicodedata.normalize("NFC", name.replace("ß", "ẞ")).upper()
    spelled = (upper.translate(_PLAIN) if plain else upper).translate(_TABLE)
    bare = unicodedata.normalize("NFKD", spelled)
    kept = "".join(sign for sign in bare if "A" <= sign <= "Z" or sign == " ")
    return " ".join(kept.split())
