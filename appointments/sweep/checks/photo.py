"""The receipt of a checked photo."""

from appointments.cases.data import FindingData
from appointments.cases.enums import Level
from appointments.catalogue.enums import SimulatedOutcome
from appointments.catalogue.specs import Text
from appointments.sweep.data import Subject

NAME = "photo"
MATERIAL, SOURCE = "M-PHOTO", "photos"
TELL = Text(
    "还没有查到照片检测回执。请到照相点拍证件照并带上回执，或提前 15 分钟到大厅拍。",
    "No receipt of a checked photo was found. Have one taken at a photo point and bring the receipt, or come "
    "15 minutes early and have it taken in the hall.",
)


def check_photo(subject: Subject) -> list[FindingData]:
    """Look for the receipt; where the hall takes the photo itself, it is only a line for the officer (照相指引)."""
    outcome = subject.sources.get(SOURCE)
    if outcome in (None, "", SimulatedOutcome.FOUND):
        return []
    if any(paper.code == MATERIAL for paper in subject.checklist.bring):
        return [subject.found(NAME, "receipt", Level.AMBER, "未查到照片检测回执", TELL)]
    if any(paper.code == MATERIAL for paper in subject.checklist.hall_makes):
        return [subject.found(NAME, "hall", Level.GREEN, "无照片检测回执，到场先照相")]
    return []
