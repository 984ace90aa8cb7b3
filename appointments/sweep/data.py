"""One item of one person of a booking, as the checks see it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from appointments.cases.data import FindingData
from appointments.cases.enums import Level
from appointments.catalogue.conditions import Facts
from appointments.catalogue.rules import Checklist
from appointments.catalogue.specs import ServiceSpec, Text
from wuxue_exit_entry.kernel import clock


@dataclass(frozen=True, kw_only=True)
class Visit:
    """When and where, and whether that still stands."""

    start: datetime
    minutes: int
    needed_minutes: int
    lane_is_open: bool = True
    places_are_open: bool = True
    phone_is_mobile: bool = True
    message_failed: bool = False

    @property
    def day(self) -> date:
        """The day of the visit in the hall."""
        return clock.local(self.start).date()


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who comes for it."""

    id_kind: str
    number: str = field(repr=False)
    birth_date: date | None = field(default=None, repr=False)
    sex: str = ""
    nationality: str = ""
    declared_filed: bool = False
    guardian_name: str = field(default="", repr=False)
    escort_name: str = field(default="", repr=False)
    is_listed: bool = False


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What every check is given; a check is a pure function of it."""

    now: datetime
    fix_by: datetime
    visit: Visit
    person: Person
    spec: ServiceSpec
    facts: Facts
    checklist: Checklist
    sources: Mapping[str, str] = field(default_factory=dict)  # data source → "found", "not_found" or "down"
    running: tuple[str, ...] = ()  # states of the person's other files of the same family

    def found(
        self, check: str, detail: str, level: Level, officer: str, tell: Text | None = None, **params: object
    ) -> FindingData:
        """Return a finding of `check`; without `tell` there is nothing to say to the applicant."""
        return FindingData(
            check_name=check,
            code=f"{check}.{detail}"[:48],
            level=level,
            officer_words=officer,
            applicant_zh=tell.zh if tell else "",
            applicant_en=tell.en if tell else "",
            params=dict(params),
            fix_by=self.fix_by if tell else None,
        )


BACK_OFFICE = "back_office"
BACK_OFFICE_WORDS = "转后台核查"


def back_office() -> FindingData:
    """Return the neutral finding: the same whichever check asks for it, and nothing for the applicant."""
    return FindingData(check_name=BACK_OFFICE, code=BACK_OFFICE, level=Level.AMBER, officer_words=BACK_OFFICE_WORDS)
