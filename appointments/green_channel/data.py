"""An urgent request as it is handed in."""

from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile

from appointments.booking.data import PersonData
from appointments.catalogue.plans import Plan


@dataclass(frozen=True, kw_only=True)
class GreenData:
    """Who needs what by when, on which ground, shown by what."""

    plan: Plan
    person: PersonData
    phone: str
    ground: str
    needed_by: date
    explanation: str = ""
    evidence: UploadedFile | None = None
    language: str = "zh-hans"
