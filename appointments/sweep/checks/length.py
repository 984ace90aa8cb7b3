"""The visit takes no longer than the place."""

from appointments.cases.data import FindingData
from appointments.cases.enums import Level
from appointments.sweep.data import Subject

NAME = "length"


def check_length(subject: Subject) -> list[FindingData]:
    """Report a place that has become too short for the items; the hall makes room, the applicant does nothing."""
    visit = subject.visit
    if visit.needed_minutes <= visit.minutes:
        return []
    said = f"约了 {visit.minutes} 分钟，现需 {visit.needed_minutes} 分钟，请安排窗口"
    return [subject.found(NAME, "short", Level.AMBER, said, booked=visit.minutes, needed=visit.needed_minutes)]
