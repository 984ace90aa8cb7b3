"""One door for all kinds of documents."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.identity import passports, permits, pr_card, resident
from wuxue_exit_entry.kernel.identity.values import Identity, IdentityProblem, IdKind
from wuxue_exit_entry.kernel.text import Note, compact, in_order

Parser = Callable[[str, str, tuple[Note, ...], date], Identity]
LONGEST_TYPED = 60

_PARSERS: Mapping[IdKind, Parser] = {
    IdKind.RESIDENT_ID: resident.parse_resident_id,
    IdKind.HMT_RESIDENCE: resident.parse_hmt_residence,
    IdKind.HK_MACAO_PERMIT: permits.parse_hk_macao_permit,
    IdKind.TAIWAN_PERMIT: permits.parse_taiwan_permit,
    IdKind.PR_CARD: pr_card.parse_pr_card,
    IdKind.PASSPORT: passports.parse_passport,
    IdKind.CN_PASSPORT: passports.parse_cn_passport,
    IdKind.CN_HK_MACAO_PERMIT: permits.parse_cn_hk_macao_permit,
    IdKind.CN_TAIWAN_PERMIT: permits.parse_cn_taiwan_permit,
}


def parse(kind: str, typed: str, *, today: date | None = None) -> Identity:
    """Understand a typed number; spaces, hyphens, case, full width and invisible signs are forgiven.

    Raises: IdentityProblem.
    """
    if kind not in _PARSERS:
        raise IdentityProblem("kind_unknown")
    notes: set[Note] = set()
    number = compact(typed, notes)
    if not number:
        raise IdentityProblem("number_empty")
    if len(number) > LONGEST_TYPED:
        raise IdentityProblem("number_too_long", longest=LONGEST_TYPED)
    return _PARSERS[IdKind(kind)](typed, number, in_order(notes), today or clock.today())


def same_person(one: Identity, other: Identity) -> bool:
    """Whether two numbers are one person's; a new booklet or card of the same permit is the same person."""
    return (one.kind, one.key) == (other.kind, other.key)


def contradictions(
    identity: Identity, *, birth_date: date | None = None, sex: str = "", nationality: str = ""
) -> tuple[IdentityProblem, ...]:
    """Each statement that differs from what the number says; what the number leaves open contradicts nothing."""
    return tuple(_contradictions(identity, birth_date, sex, nationality))


def _contradictions(
    identity: Identity, birth_date: date | None, sex: str, nationality: str
) -> Iterator[IdentityProblem]:
    if birth_date and not _birth_agrees(identity, birth_date):
        yield IdentityProblem("birth_differs")
    if sex and identity.sex and sex != identity.sex:
        yield IdentityProblem("sex_differs")
    if nationality and identity.nationality and nationality != identity.nationality:
        yield IdentityProblem("nationality_differs")
    if identity.kind == IdKind.HK_MACAO_PERMIT and nationality in {"HKG", "MAC"} - {identity.region}:
        yield IdentityProblem("region_differs")


def _birth_agrees(identity: Identity, birth_date: date) -> bool:
    if identity.birth_date:
        return identity.birth_date == birth_date
    if identity.kind == IdKind.PR_CARD:
        return identity.number[7:13] == birth_date.strftime("%y%m%d")
    return True
