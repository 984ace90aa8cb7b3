"""What a machine readable zone says, and what is wrong in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from wuxue_exit_entry.kernel.errors import Sentence
from wuxue_exit_entry.kernel.identity.values import Sex
from wuxue_exit_entry.kernel.mrz import words
from wuxue_exit_entry.kernel.mrz.layout import Form


class Severity(StrEnum):
    """An error needs another look at the document; a warning a glance; an info is only told."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Kind(StrEnum):
    """What kind of document this looks like, by canonical keys; the clerk may choose another."""

    PASSPORT = "passport"
    CN_PASSPORT = "cn_passport"
    HK_PASSPORT = "hk_passport"
    MACAO_PASSPORT = "macao_passport"
    HK_MACAO_PERMIT = "hk_macao_permit"
    TAIWAN_PERMIT = "taiwan_permit"
    VISA = "visa"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Repair:
    """One character that would make it right; line and position count from 1."""

    line: int
    position: int
    was: str
    becomes: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to tell; line and position are 0 where it has no place. `repair` is done only in «repaired»."""

    code: str
    severity: Severity
    line: int = 0
    position: int = 0
    figures: Mapping[str, int | str] = field(default_factory=dict, repr=False, hash=False)
    repair: Repair | None = field(default=None, repr=False)
    element: str = ""  # number, birth, expiry, nationality, sex, name, optional …

    @property
    def sentence(self) -> Sentence:
        """What is wrong, in the reader's language when it is shown, with the likely repair."""
        return words.sentence(self.code, self.line, self.position, self.figures, self.repair)


@dataclass(frozen=True, slots=True)
class Document:
    """The fields of a zone after repair; `repr` leaves out what must not reach a log.

    Names keep their parts apart by one space. A single name is the surname. `birth_date` is empty when the zone leaves
    it open: `birth_dates` then holds both centuries to choose from, or nothing when day or month are unknown.
    """

    form: Form
    code: str  # P, PP, ID, V …, without fillers
    issuer: str  # as printed, without fillers
    issuer_alpha3: str  # nothing when the code is unknown
    surname: str = field(repr=False)
    given_names: str = field(repr=False)
    name_may_be_cut: bool
    number: str = field(repr=False)
    nationality_code: str  # as printed, without fillers
    nationality: str  # alpha-3, nothing when the code is unknown
    birth_printed: str = field(repr=False)  # six characters
    birth_dates: tuple[date, ...] = field(repr=False)
    sex: Sex | None
    expiry_printed: str
    expiry_date: date | None
    optional: str = field(repr=False)
    optional_2: str = field(repr=False)
    kind: Kind
    text: str = field(repr=False, compare=False)  # all lines, repaired

    @property
    def birth_date(self) -> date | None:
        """The birth date when the zone leaves no doubt."""
        return self.birth_dates[0] if len(self.birth_dates) == 1 else None

    @property
    def sex_code(self) -> str:
        """GB/T 2261.1: 1 male, 2 female, 0 unknown."""
        return {Sex.MALE: "1", Sex.FEMALE: "2"}.get(self.sex, "0") if self.sex else "0"

    @property
    def full_name(self) -> str:
        """Surname and given names."""
        return f"{self.surname} {self.given_names}".strip()

    @property
    def lines(self) -> tuple[str, ...]:
        """The zone line by line, repaired."""
        width = {Form.TD1: 30, Form.TD2: 36, Form.MRV_B: 36}.get(self.form, 44)
        return tuple(self.text[start : start + width] for start in range(0, len(self.text), width))

    @property
    def is_visa(self) -> bool:
        """Whether this is the visa page instead of the document."""
        return self.kind == Kind.VISA


@dataclass(frozen=True, slots=True)
class Reading:
    """A document, or none when the text is no machine readable zone, and everything there is to tell."""

    document: Document | None
    problems: tuple[Problem, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What needs another look at the document."""
        return tuple(problem for problem in self.problems if problem.severity == Severity.ERROR)

    @property
    def is_sound(self) -> bool:
        """Whether a document was read without an error."""
        return self.document is not None and not self.errors

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the problems in order."""
        return tuple(problem.code for problem in self.problems)
