"""The words of the identity rules."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from wuxue_exit_entry.kernel.text import Note


class IdKind(StrEnum):
    """Canonical keys of the documents; the national two- and three-digit codes are mapped at the edges."""

    RESIDENT_ID = "resident_id"  # 居民身份证
    HMT_RESIDENCE = "hmt_residence"  # 港澳台居民居住证
    HK_MACAO_PERMIT = "hk_macao_permit"  # 港澳居民来往内地通行证
    TAIWAN_PERMIT = "taiwan_permit"  # 台湾居民来往大陆通行证
    PR_CARD = "pr_card"  # 外国人永久居留身份证
    PASSPORT = "passport"  # 外国护照
    CN_PASSPORT = "cn_passport"  # 中国护照
    CN_HK_MACAO_PERMIT = "cn_hk_macao_permit"  # 往来港澳通行证
    CN_TAIWAN_PERMIT = "cn_taiwan_permit"  # 往来台湾通行证


class Sex(StrEnum):
    """As printed on documents."""

    MALE = "M"
    FEMALE = "F"


class IdentityProblem(Exception):
    """What is wrong with a typed value: a code and the figures that its sentence needs, never the value itself."""

    def __init__(self, code: str, **figures: int | str) -> None:
        super().__init__(code)
        self.code = code
        self.figures = figures


@dataclass(frozen=True, slots=True)
class Identity:
    """A document number that was understood; `repr` leaves out what must not reach a log."""

    kind: IdKind
    typed: str = field(repr=False)
    number: str = field(repr=False)
    key: str = field(repr=False)
    birth_date: date | None = field(default=None, repr=False)
    sex: Sex | None = None
    nationality: str = ""  # ISO 3166 alpha-3, only where the number itself says it
    # Six digits of GB/T 2260; two or four in permanent residents' cards; HKG, MAC or TWN in permits.
    region: str = field(default="", repr=False)
    notes: tuple[Note, ...] = ()

    def age_on(self, day: date) -> int | None:
        """Full years on a day (周岁); nothing when the document does not tell the birth date."""
        return age_on(self.birth_date, day) if self.birth_date else None

    @property
    def grouped(self) -> str:
        """The number in groups, as a person compares it with the card."""
        if len(self.number) == 18:
            return f"{self.number[:6]} {self.number[6:14]} {self.number[14:]}"
        return self.number


def age_on(birth_date: date, day: date) -> int:
    """Full years on a day; whoever was born on 29 February completes a year on 1 March of a common year."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))
