"""The number is one, and agrees with birth date, sex and nationality of the booking."""

from appointments.cases.data import FindingData
from appointments.cases.enums import Level
from appointments.catalogue.specs import Text
from appointments.sweep.data import Subject
from wuxue_exit_entry.kernel import clock, identity
from wuxue_exit_entry.kernel.identity import IdentityProblem

NAME = "identity"
TELL = Text(
    "预约里的证件号码和其他信息对不上。姓名和号码不能改，请取消后用正确的号码重新预约，或给大厅打电话。",
    "The document number in the booking does not agree with the other data. Name and number cannot be edited: "
    "please cancel and book again with the right number, or call the hall.",
)
_SAID = {
    "birth_differs": "出生日期与证件号码不一致",
    "sex_differs": "性别与证件号码不一致",
    "nationality_differs": "国籍与证件号码不一致",
    "region_differs": "港澳与证件号码首字母不一致",
}


def check_identity(subject: Subject) -> list[FindingData]:
    """Report a number that is none (GB 11643 check digit and the like), and each contradiction to it."""
    person = subject.person
    try:
        read = identity.parse(person.id_kind, person.number, today=clock.local(subject.now).date())
    except IdentityProblem as problem:
        return [subject.found(NAME, problem.code, Level.RED, "证件号码校验不通过，请核对", TELL)]
    differing = identity.contradictions(
        read, birth_date=person.birth_date, sex=person.sex, nationality=person.nationality
    )
    return [subject.found(NAME, one.code, Level.RED, _SAID.get(one.code, one.code), TELL) for one in differing]
