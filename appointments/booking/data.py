"""What somebody hands in to book, in the shape that form, API and desk share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from appointments.booking.enums import Pickup
from appointments.catalogue.plans import Plan
from wuxue_exit_entry.kernel.identity import Identity


@dataclass(frozen=True, kw_only=True)
class PersonData:
    """One person as typed; `birth_date` only where the number does not hold it."""

    name: str
    id_kind: str
    number: str
    birth_date: date | None = None
    nationality: str = ""
    declared_filed: bool = False
    guardian_name: str = ""
    guardian_relation: str = ""
    escort_name: str = ""

    @classmethod
    def from_json(cls, given: dict[str, Any]) -> Self:
        """Return the person whose `asdict` went through JSON."""
        born = given["birth_date"]
        return cls(**{**given, "birth_date": date.fromisoformat(born) if born else None})


@dataclass(frozen=True, kw_only=True)
class BookingData:
    """A whole booking: what for (the plan), when, who, how to reach and to hand out."""

    plan: Plan
    start: datetime
    people: Sequence[PersonData]
    phone: str
    language: str = "zh-hans"
    pickup: str = Pickup.COUNTER
    address: str = ""
    notice_version: str = ""


@dataclass(frozen=True)
class CheckedPerson:
    """A person whose number has been read and whose answers agree with it."""

    data: PersonData
    name: str
    identity: Identity
    birth_date: date
    key: str
