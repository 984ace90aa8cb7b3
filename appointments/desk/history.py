"""Which fields of files and bookings the history shows, and how: numbers and telephones masked."""

from appointments.booking.enums import Pickup
from appointments.booking.models import Booking
from appointments.cases.enums import CaseStatus
from appointments.cases.models import Case
from wuxue_exit_entry.privacy import masks
from wuxue_exit_entry.ui import history
from wuxue_exit_entry.ui.history import Field, Version

CASE = {
    "status": Field("状态", lambda value: str(CaseStatus(value).label)),
    "visit_at": Field("到访时间"),
    "name": Field("姓名"),
    "number": Field("证件号码", masks.mask_number),
    "phone": Field("电话", masks.mask_phone),
    "acceptance_number": Field("受理号"),
    "closed_because": Field("撤销原因"),
}
BOOKING = {
    "phone": Field("电话", masks.mask_phone),
    "pickup": Field("领证方式", lambda value: str(Pickup(value).label)),
    "address": Field("收件地址", lambda value: f"{value[:6]}…"),
    "language": Field("语言", lambda value: {"en": "English"}.get(value, "中文")),
}
MOST = 100


def of_case(case: Case) -> list[Version]:
    """Return what people changed in a file, newest first."""
    rows = case.history.select_related("history_user").order_by("-history_date", "-history_id")[:MOST]
    return history.versions(list(rows), CASE)


def of_booking(booking: Booking) -> list[Version]:
    """Return what people changed in a booking, newest first; times and states are in what happened."""
    rows = booking.history.select_related("history_user").order_by("-history_date", "-history_id")[:MOST]
    return history.versions(list(rows), BOOKING)
