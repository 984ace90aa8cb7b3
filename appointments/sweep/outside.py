"""Asks the shared data sources that a checklist leans on."""

from appointments.booking.models import BookedPerson
from appointments.catalogue.rules import Checklist


def answers(person: BookedPerson, checklist: Checklist) -> dict[str, str]:
    """Return what each data source says of the person: "found", "not_found" or "down"."""
    return {}
