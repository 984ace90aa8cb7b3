"""Another application of the same kind is under way."""

from appointments.cases.data import FindingData
from appointments.cases.enums import CaseStatus, Level
from appointments.sweep.data import Subject

NAME = "running"
UNDER_WAY = (CaseStatus.SERVED, CaseStatus.ACCEPTED)


def check_running(subject: Subject) -> list[FindingData]:
    """Report an application of the same family that was taken and is not finished.

    The officer asks: who typed this number is not proved yet, so a message must not tell them of it.
    """
    states = [CaseStatus(state) for state in subject.running if state in UNDER_WAY]
    if not states:
        return []
    return [subject.found(NAME, "same_kind", Level.AMBER, f"同类申请在办（{states[0].label}），请核对是否重复申请")]
