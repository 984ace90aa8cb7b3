"""Deadlines of foreigners' stay, as answered."""

from dataclasses import dataclass

from appointments.cases.data import FindingData
from appointments.cases.enums import Level
from appointments.catalogue.specs import Text
from appointments.sweep.data import Subject

NAME = "stay"


@dataclass(frozen=True)
class Deadline:
    """An answer that says that a deadline is over or near."""

    detail: str
    officer: str
    tell: Text


DEADLINES = {
    "stay_left": Deadline(
        "extension",
        "停留期满前不足 7 天才申请延期（出境入境管理法 29），请优先联系",
        Text(
            "签证延期应在停留期满 7 天前申请。您已不足 7 天，请不要等到预约那天，尽快给大厅打电话。",
            "An extension has to be applied for at least seven days before the stay ends. You have less: do not wait "
            "for the appointment, call the hall as soon as you can.",
        ),
    ),
    "month_left": Deadline(
        "residence_extension",
        "居留到期前不足 30 天才申请延期（出境入境管理法 32），请优先联系",
        Text(
            "居留证件延期应在到期 30 天前申请。您已不足 30 天，请尽快给大厅打电话。",
            "An extension of the residence permit has to be applied for at least 30 days before it expires. You have "
            "less: call the hall as soon as you can.",
        ),
    ),
    "entered_in_time": Deadline(
        "residence_first",
        "入境已超过 30 天才申请居留证件（出境入境管理法 30），请优先联系",
        Text(
            "居留证件应在入境后 30 天内申请。您入境已超过 30 天，请尽快给大厅打电话。",
            "A residence permit has to be applied for within 30 days of entry. You entered earlier: call the hall as "
            "soon as you can.",
        ),
    ),
    "lodging_done": Deadline(
        "lodging",
        "未做临时住宿登记（出境入境管理法 39）",
        Text(
            "还没有做临时住宿登记。住在家里的，请先到住处派出所登记；住旅馆的，请让前台登记。",
            "Your lodging is not registered yet. In a private home, register at the police station there first; "
            "in a hotel, ask the front desk.",
        ),
    ),
}


def check_stay(subject: Subject) -> list[FindingData]:
    """Report the deadlines that the answers say are over (出境入境管理法 29, 30, 32, 39)."""
    over = [deadline for fact, deadline in DEADLINES.items() if subject.facts.get(fact) is False]
    return [subject.found(NAME, one.detail, Level.RED, one.officer, one.tell) for one in over]
