"""The hall as it opens on the first day: lanes, hours and places that the keeper edits afterwards."""

from datetime import date, time

from django.db import transaction

from appointments.booking.models import Hall, Lane, OpeningPattern, Policy
from appointments.catalogue.enums import LaneKind, Mark
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.audit.actors import SYSTEM

HALL = "wuxue"
VALID_FROM = date(2024, 1, 1)
WEEKDAYS = range(1, 6)
HALVES = ((time(8, 30), time(12)), (time(14, 30), time(17, 30)))
BAND_MINUTES = 30

# Name, window and places in each band; a lane without places has bands only for places made with a reason,
# a lane that is None takes no bookings.
_LANES: dict[str, tuple[str, str, str, str, int | None]] = {
    LaneKind.CN_DOCUMENTS: ("综合受理", "General applications", "1–2 号窗口，一楼", "Windows 1–2, ground floor", 4),
    LaneKind.ENDORSEMENT: ("签注", "Endorsements", "3 号窗口，一楼", "Window 3, ground floor", 3),
    LaneKind.FOREIGN: (
        "外国人、港澳台居民",
        "Foreign nationals, Hong Kong, Macao and Taiwan residents",
        "4 号窗口，一楼",
        "Window 4, ground floor",
        2,
    ),
    LaneKind.URGENT: ("绿色通道", "Green channel", "5 号窗口，一楼", "Window 5, ground floor", 0),
    LaneKind.COLLECT: ("发证", "Collection", "6 号窗口，一楼", "Window 6, ground floor", None),
}


@transaction.atomic
def load_hall() -> None:
    """Put the hall, its lanes and their weekly opening in place; what exists stays as the keeper left it."""
    Policy.objects.get_or_create(pk=1)
    hall, is_new = Hall.objects.get_or_create(code=HALL, defaults=_hall())
    if is_new:
        audit.record(SYSTEM, "appointments.hall.created", hall, after={"code": HALL})
    for code, (name_zh, name_en, window_zh, window_en, capacity) in _LANES.items():
        words = {"name_zh": name_zh, "name_en": name_en, "window_zh": window_zh, "window_en": window_en}
        lane, is_new = Lane.objects.get_or_create(hall=hall, code=str(code), defaults=words)
        if is_new and capacity is not None:
            _open_weekdays(lane, capacity)


def _hall() -> dict[str, str]:
    return {
        "name_zh": "武穴市出入境办证大厅",
        "name_en": "Wuxue Exit-Entry Service Hall",
        "address_zh": "湖北省武穴市永宁大道",
        "address_en": "Yongning Avenue, Wuxue, Hubei",
        "phone": "0713-620 0000",
        "mark": Mark.BACKGROUND,
    }


def _open_weekdays(lane: Lane, capacity: int) -> None:
    for weekday in WEEKDAYS:
        for opens, closes in HALVES:
            OpeningPattern.objects.create(
                lane=lane,
                weekday=weekday,
                opens=opens,
                closes=closes,
                band_minutes=BAND_MINUTES,
                capacity=capacity,
                valid_from=VALID_FROM,
            )
