"""A booking as its own pages show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from appointments.booking import links, rules, selectors, summary
from appointments.booking.enums import BookingStatus
from appointments.booking.models import Booking
from appointments.cases import selectors as cases
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.privacy import masks
from wuxue_exit_entry.ui import formats
from wuxue_exit_entry.ui.parts import Event, Item
from wuxue_exit_entry.workdays import selectors as workdays

PICK_ONE = gettext_lazy("请选一个时段。")


@dataclass(frozen=True)
class Visit:
    """Everything that a page says about a booking; nobody's number, and names only masked."""

    code: str
    items: str
    people: str
    phone: str
    window: str
    hall: str
    address: str
    hall_phone: str
    bring: Sequence[summary.Bring]
    missing: Sequence[Item]
    next: Sequence[Event]
    status: BookingStatus
    can_change: bool
    can_cancel: bool
    is_late: bool
    links: dict[str, str]


def of(booking: Booking) -> Visit:
    """Return the booking in the language in force."""
    hall, lane, english = booking.lane.hall, booking.lane, formats.is_english()
    now, is_booked = clock.now(), booking.status == BookingStatus.BOOKED
    return Visit(
        code=booking.code,
        items=summary.booked_items(booking.told),
        people=summary.names_of(booking),
        phone=masks.mask_phone(booking.phone),
        window=lane.window_en if english else lane.window_zh,
        hall=hall.name_en if english else hall.name_zh,
        address=hall.address_en if english else hall.address_zh,
        hall_phone=hall.phone,
        bring=summary.brought(booking.told),
        missing=_missing(booking),
        next=_next(booking),
        status=BookingStatus(booking.status),
        can_change=is_booked and booking.start > now,
        can_cancel=is_booked,
        is_late=is_booked and rules.is_late_cancel(booking.start, now, selectors.policy().late_cancel),
        links={name: links.page(name, booking) for name in ("open", "reschedule", "cancel", "disown", "earlier")}
        | {"calendar": links.page("calendar", booking)},
    )


def days_before(booking: Booking) -> list[tuple[str, str]]:
    """Return the days on which an earlier place may be, from today to the day of the visit."""
    numbers, last = selectors.policy(), clock.local(booking.start).date()
    days = rules.bookable_days(clock.today(), workdays.calendar(), numbers.days_ahead)
    return [(day.isoformat(), formats.day(day)) for day in days if day <= last]


def _missing(booking: Booking) -> list[Item]:
    """Return what the checks found and the applicant was told, in the words in which it was told."""
    english = formats.is_english()
    found = []
    for finding in cases.open_for_applicant(booking.pk):
        by = _("请在 %(when)s 前办好") % {"when": formats.daytime(finding.fix_by)} if finding.fix_by else ""
        found.append(Item(finding.applicant_en if english else finding.applicant_zh, note=by, tone="warn"))
    return found


def _next(booking: Booking) -> list[Event]:
    """Return what happens from here to the door and out again."""
    start = clock.local(booking.start)
    before = workdays.calendar().previous_workday(start.date())
    two_hours = start - timedelta(hours=2)
    today = clock.today()
    day_before = formats.day(before) if before >= today else ""
    reminder = " · ".join(filter(None, [day_before, formats.daytime(two_hours)]))
    minutes = booking.minutes
    return [
        Event(
            _("我们提前核对您的材料"),
            note=_("每个工作日查两次；缺什么，一次告诉您"),
            state="current",
        ),
        Event(_("短信提醒"), note=reminder),
        Event(
            _("到大厅，直接去窗口"),
            note=ngettext("约 %(n)s 分钟办完", "约 %(n)s 分钟办完", minutes) % {"n": minutes},
        ),
    ]
