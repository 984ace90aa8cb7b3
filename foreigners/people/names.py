"""Names in Latin letters, for comparison only; what is printed on a document is kept beside them.

A score says how alike two names are, never that two people are one: «CHEN WEI» and «CHEN WEN» score 88.
"""

from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import fuzz

from wuxue_exit_entry.kernel.mrz.letters import transliterate

# Titles and what airlines add; with the sex that they tell.
TITLES = {
    "MR": "M",
    "MSTR": "M",
    "SIR": "M",
    "MRS": "F",
    "MS": "F",
    "MISS": "F",
    "MME": "F",
    "MADAM": "F",
    "DR": "",
    "PROF": "",
    "JR": "",
    "SR": "",
    "II": "",
    "III": "",
    "HAJI": "M",
    "HAJJI": "M",
    "HAJJAH": "F",
}
# Articles and «servant of»: written together, apart or with a hyphen as the issuer likes.
_JOINED = frozenset({"AL", "EL", "ABD", "ABDUL", "ABDEL", "ABU"})
_ALWAYS_PARTICLES = frozenset({"BIN", "BINTI", "BINTE", "BTE", "IBN", "BINT"})
# Words that documents of the same person print or leave out.
_PARTICLES = _ALWAYS_PARTICLES | {
    *("VAN", "VON", "DER", "DEN", "DE", "DEL", "DELLA", "DA", "DI", "DO", "DOS", "DAS", "DU"),
    *("LA", "LE", "LAS", "LOS", "Y", "E"),
}
_RELATIONS = ("S/O", "D/O", "W/O", "C/O", "A/L", "A/P")
_SHORTEST_BEGINNING = 8


@dataclass(frozen=True)
class NameForms:
    """A name taken apart for comparison; `repr` leaves it out."""

    tokens: tuple[str, ...] = field(repr=False)  # ICAO transliteration: Ü is UE
    plain_tokens: tuple[str, ...] = field(repr=False)  # without the two-letter forms: Ü is U
    core: tuple[str, ...] = field(repr=False)  # tokens without particles, where two at least are left
    is_cut: bool = False
    title_sex: str = ""  # M or F where a title tells it

    @cached_property
    def spaceless(self) -> str:
        """All tokens in one, in the order given."""
        return "".join(self.tokens)

    @cached_property
    def spaceless_plain(self) -> str:
        """The same without two-letter forms."""
        return "".join(self.plain_tokens)

    @cached_property
    def key(self) -> str:
        """The same for any order of the tokens and any transliteration of umlauts: for exact look-ups."""
        return " ".join(sorted(self.plain_tokens))

    @cached_property
    def sorted_tokens(self) -> tuple[str, str, str]:
        """The tokens in alphabetical order: ICAO, plain, without particles."""
        return " ".join(sorted(self.tokens)), self.key, " ".join(sorted(self.core))


def forms(surname: str, given_names: str = "", *, is_cut: bool = False) -> NameForms:
    """The comparison forms of a name; a final «?» is the local mark of a name that did not fit."""
    is_cut = is_cut or f"{surname}{given_names}".rstrip().endswith("?")
    first, second = _tokens(surname), _tokens(given_names)
    titles = [token for token in first + second if token in TITLES]
    first, second = _without_titles(first), _without_titles(second)
    core = _without_particles(first) + _without_always(second)
    return NameForms(
        tokens=_with_joins(first + second),
        plain_tokens=_with_joins(_without_titles(_tokens(surname, plain=True) + _tokens(given_names, plain=True))),
        core=_with_joins(core if len(core) > 1 else first + second),
        is_cut=is_cut,
        title_sex=next((TITLES[title] for title in titles if TITLES[title]), ""),
    )


def score(one: NameForms | str, other: NameForms | str) -> int:
    """0 to 100: the better of the ratio without spaces and the ratio of sorted tokens.

    Never of token sets, where SUKARNO equals SUKARNO SUKARNO. A name that was cut counts as a beginning.
    """
    a, b = _forms(one), _forms(other)
    if not a.tokens or not b.tokens:
        return 0
    best = max(
        fuzz.ratio(a.spaceless, b.spaceless),
        fuzz.ratio(a.spaceless_plain, b.spaceless_plain),
        *(fuzz.ratio(x, y) for x, y in zip(a.sorted_tokens[:2], b.sorted_tokens[:2], strict=True)),
    )
    if (len(a.core) != len(a.tokens)) != (len(b.core) != len(b.tokens)):
        best = max(best, fuzz.ratio(a.sorted_tokens[2], b.sorted_tokens[2]))
    if (a.is_cut and _is_beginning(a, b)) or (b.is_cut and _is_beginning(b, a)):
        best = 100
    return round(best)


def titles_contradict(one: NameForms | str, other: NameForms | str) -> bool:
    """Whether titles say that these are a man and a woman: AHMED KHAN MR and AHMED KHAN MRS."""
    return {_forms(one).title_sex, _forms(other).title_sex} == {"M", "F"}


def _forms(name: NameForms | str) -> NameForms:
    return forms(name) if isinstance(name, str) else name


def _tokens(name: str, *, plain: bool = False) -> tuple[str, ...]:
    upper = name.upper()
    for relation in _RELATIONS:
        upper = upper.replace(f" {relation} ", " ")
    return tuple(transliterate(upper.replace("/", " ").replace(".", " "), plain=plain).split())


def _without_titles(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Titles stand at either end; a name that is nothing else is a name (SIR, Korean)."""
    kept = list(tokens)
    while len(kept) > 1 and kept[-1] in TITLES:
        kept.pop()
    while len(kept) > 1 and kept[0] in TITLES:
        kept.pop(0)
    return tuple(kept)


def _without_particles(tokens: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(token for token in tokens if token not in _PARTICLES) or tokens


def _without_always(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """In given names VAN, DA or LE are names (Vietnamese); only «son of» is none."""
    return tuple(token for token in tokens if token not in _ALWAYS_PARTICLES)


def _with_joins(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """AL HASSAN as ALHASSAN, ABD ALLAH as ABDALLAH."""
    joined: list[str] = []
    prefix = ""
    for index, token in enumerate(tokens):
        if token in _JOINED and index + 1 < len(tokens):
            prefix += token
        else:
            joined.append(prefix + token)
            prefix = ""
    return tuple(joined)


def _is_beginning(cut: NameForms, whole: NameForms) -> bool:
    """Whether each part of a cut name begins the part of the whole one in the same place."""
    if len(cut.spaceless) < _SHORTEST_BEGINNING or len(cut.tokens) > len(whole.tokens):
        return whole.spaceless.startswith(cut.spaceless) and len(cut.spaceless) >= _SHORTEST_BEGINNING
    return all(
        longer.startswith(shorter) for shorter, longer in zip(cut.tokens, whole.tokens, strict=False)
    ) or whole.spaceless.startswith(cut.spaceless)
