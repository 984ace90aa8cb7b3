"""The hall takes the item, and the answers do not lead elsewhere."""

from appointments.cases.data import FindingData
from appointments.cases.enums import Level
from appointments.catalogue.enums import Decision
from appointments.catalogue.specs import Text
from appointments.sweep.data import Subject

NAME = "scope"


def check_scope(subject: Subject) -> list[FindingData]:
    """Report an item that this hall does not take, in general (出境入境管理法 4, 30) or for these answers."""
    if not subject.spec.is_local:
        return [subject.found(NAME, "refer", Level.RED, "本大厅不受理，请告知到哪里办", subject.spec.refer)]
    decision = subject.checklist.decision
    if decision == Decision.MACHINE:
        return [subject.found(NAME, "machine", Level.GREEN, "自助签注机可办")]
    if decision in (Decision.BOOKABLE, Decision.ON_SITE_ONLY):
        return []
    told = _told(subject)
    return [subject.found(NAME, decision.value, Level.RED, f"按回答：{Decision(decision).label}", told)]


def _told(subject: Subject) -> Text:
    because = subject.checklist.because
    return Text("".join(one.text.zh for one in because), " ".join(one.text.en for one in because))
