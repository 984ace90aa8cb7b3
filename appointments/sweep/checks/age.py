"""The age on the day of the visit is the one that was answered."""

from appointments.cases.data import FindingData
from appointments.cases.enums import Level
from appointments.catalogue import rules as catalogue
from appointments.catalogue.specs import Text
from appointments.sweep.data import Subject
from wuxue_exit_entry.kernel.identity.values import age_on

NAME = "age"
TELL = Text(
    "到访那天申请人的周岁和您选的年龄段不同，要带的材料可能不一样。请按实际年龄在网上再看一遍清单，或给大厅打电话。",
    "On the day of the visit the applicant's age is not in the band you chose, so other papers may be needed. "
    "Please check the list online for the actual age, or call the hall.",
)


def check_age(subject: Subject) -> list[FindingData]:
    """Report an answer that the birth date contradicts on the day of the visit: papers hang on it (令 96)."""
    born = subject.person.birth_date
    if born is None or catalogue.age_agrees(subject.facts.get("age"), born, subject.visit.day):
        return []
    age = age_on(born, subject.visit.day)
    return [
        subject.found(NAME, "answer", Level.RED, f"到访日 {age} 周岁，与所选年龄段不符，材料清单须重看", TELL, age=age)
    ]
