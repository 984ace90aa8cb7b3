"""Somebody under 16 comes with a guardian, or with whom the guardian has authorised."""

from appointments.booking import rules as booking
from appointments.cases.data import FindingData
from appointments.cases.enums import Level
from appointments.catalogue.specs import Text
from appointments.sweep.data import Subject

NAME = "guardian"
TELL_NOBODY = Text(
    "申请人未满 16 周岁，还没有写明谁陪同。须由监护人陪同；监护人来不了的，可书面委托他人。请给大厅打电话补上。",
    "The applicant is under 16 and nobody is named to come along. A guardian has to, or somebody whom the guardian "
    "authorises in writing. Please call the hall to add the name.",
)
TELL_ESCORT = Text(
    "您选了由受托人陪孩子来，还没有写明是谁。请给大厅打电话补上，并带监护人委托书和受托人身份证件。",
    "You chose that an authorised person comes with the child, but nobody is named. Please call the hall to add the "
    "name, and bring the guardian's authorisation and that person's ID.",
)


def check_guardian(subject: Subject) -> list[FindingData]:
    """Report a child without a named companion (普通护照和出入境通行证签发管理办法, 公安部令 96, 118)."""
    person = subject.person
    if not booking.needs_guardian(person.birth_date, subject.visit.day):
        return []
    if not (person.guardian_name or person.escort_name):
        return [subject.found(NAME, "nobody", Level.RED, "未满 16 周岁，未写明监护人或受托陪同人", TELL_NOBODY)]
    if subject.facts.get("escort") == "entrusted" and not person.escort_name:
        return [subject.found(NAME, "escort", Level.RED, "选了受托人陪同，未写明受托人", TELL_ESCORT)]
    return []
