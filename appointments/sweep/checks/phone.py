"""The person can be reached."""

from appointments.cases.data import FindingData
from appointments.cases.enums import Level
from appointments.sweep.data import Subject

NAME = "phone"


def check_phone(subject: Subject) -> list[FindingData]:
    """Report a message that was not delivered; note a landline, which is called instead."""
    if not subject.visit.phone_is_mobile:
        return [subject.found(NAME, "landline", Level.GREEN, "座机，不发短信，有事电话告知")]
    if subject.visit.message_failed:
        return [subject.found(NAME, "undelivered", Level.AMBER, "短信未送达，请电话联系")]
    return []
