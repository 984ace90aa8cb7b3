"""The document that is renewed, endorsed or annotated is known to the document register."""

from appointments.cases.data import FindingData
from appointments.cases.enums import Level
from appointments.catalogue.enums import SimulatedOutcome
from appointments.sweep.data import Subject, back_office

NAME = "old_document"
MATERIAL, SOURCE = "M-OLD", "documents"


def check_old_document(subject: Subject) -> list[FindingData]:
    """Ask for a look where the register does not know the old document (护照法 10, 11)."""
    if not any(paper.code == MATERIAL for paper in subject.checklist.bring):
        return []
    outcome = subject.sources.get(SOURCE)
    if outcome == SimulatedOutcome.NOT_FOUND:
        return [back_office()]
    if outcome == SimulatedOutcome.DOWN:
        return [subject.found(NAME, "unchecked", Level.GREEN, "证件库接口中断，原证件有效期到场当面核对")]
    return []
