"""The registers: a listed person's file goes to the back office, in words that other checks use too."""

from appointments.cases.data import FindingData
from appointments.sweep.data import Subject, back_office


def check_registers(subject: Subject) -> list[FindingData]:
    """Hand the file over in neutral words; the applicant hears nothing, nothing public changes (出境入境管理法 12)."""
    return [back_office()] if subject.person.is_listed else []
