"""Who declared to be filed state personnel needs the employer's letter."""

from appointments.cases.data import FindingData
from appointments.cases.enums import Level
from appointments.catalogue.specs import Text
from appointments.sweep.data import Subject

NAME = "filing"
LINE = Text(
    "登记备案的国家工作人员，请带单位按人事管理权限出具的同意函（签字、盖章，写明同意办理的证件）。",
    "Filed state workers bring the consent letter of the unit that manages their post, signed and sealed, "
    "naming the document.",
)  # the same line that everybody reads before booking


def check_filing(subject: Subject) -> list[FindingData]:
    """Ask for the letter of whoever declared to be filed (加强国家工作人员因私事出国(境)管理的暂行规定)."""
    declared, answered = subject.person.declared_filed, subject.facts.get("state_worker")
    if declared or answered is True:
        return [subject.found(NAME, "letter", Level.AMBER, "本人申报为登记备案人员，须有单位同意函", LINE)]
    return []
