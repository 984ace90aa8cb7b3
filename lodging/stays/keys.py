"""What hotels write for a document or a visa, as our keys: keys, national codes, letters and names."""

from collections.abc import Mapping
from functools import cache

from foreigners.people import document_kinds
from foreigners.people.document_kinds import Family
from wuxue_exit_entry.kernel import bilingual

_USUAL = {"护照": "passport", "PASSPORT": "passport", "台胞证": "taiwan_permit", "回乡证": "hk_macao_permit"}


def document_key(written: str) -> str:
    """The key of a kind of document; nothing when it is unknown."""
    plain = written.strip().upper()
    coded = document_kinds.key_for(plain, Family.GA59) or document_kinds.key_for(plain, Family.GAT517)
    return _documents().get(plain) or coded


def visa_key(written: str) -> str:
    """The key of a visa, permit or exemption; letters are those of the regulations of 2013."""
    plain = written.strip().upper()
    return _visas().get(plain) or document_kinds.key_for(plain, Family.LAW2013)


@cache
def _documents() -> Mapping[str, str]:
    kinds = document_kinds.document_kinds().values()
    return _USUAL | {name.upper(): kind.key for kind in kinds for name in (kind.key, *bilingual.both(kind.label))}


@cache
def _visas() -> Mapping[str, str]:
    kinds = document_kinds.visa_kinds().values()
    named = {name.upper(): kind.key for kind in kinds for name in (kind.key, *bilingual.both(kind.label))}
    return {"免签": "visa_free"} | named
