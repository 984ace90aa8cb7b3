"""The window is open when the person comes."""

from appointments.cases.data import FindingData
from appointments.cases.enums import Level
from appointments.catalogue.specs import Text
from appointments.sweep.data import Subject

NAME = "lane"
TELL = Text(
    "您约的那个时段窗口临时不开放。请改到别的时段，或等大厅给您打电话；您的预约没有作废。",
    "The window is closed at the time you booked. Please move to another time, or wait for our call; your "
    "appointment is not lost.",
)


def check_lane(subject: Subject) -> list[FindingData]:
    """Report a closed lane or a closed part of the day: those booked are kept and called."""
    visit = subject.visit
    if visit.lane_is_open and visit.places_are_open:
        return []
    what = "该时段" if visit.lane_is_open else "该类窗口"
    return [subject.found(NAME, "closed", Level.RED, f"{what}已关闭，请致电改期", TELL)]
