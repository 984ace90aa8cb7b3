"""The visit as an iCalendar file; a later file of a moved or cancelled visit replaces the earlier one (RFC 5545)."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from appointments.booking import links, summary
from appointments.booking.models import Booking
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.ui import formats

REMIND = timedelta(hours=-2)


def of(booking: Booking) -> bytes:
    """Return the file in the language in force; it names nobody."""
    file = Calendar()
    file.add("prodid", "-//Wuxue Exit-Entry Hall//Booking//ZH")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add_component(_event(booking))
    file.add_missing_timezones()  # every TZID is defined in the file (RFC 5545, 3.2.19)
    return bytes(file.to_ical())


def _event(booking: Booking) -> Event:
    hall, english = booking.lane.hall, formats.is_english()
    start = clock.local(booking.start)
    event = Event()
    event.add("uid", f"{booking.code}@{settings.PUBLIC_URL.partition('://')[2].partition(':')[0]}")
    # A cancellation comes after the last move.
    event.add("sequence", booking.slot_version - 1 + (not booking.is_live))
    event.add("dtstamp", clock.now())
    event.add("dtstart", start)
    event.add("dtend", start + timedelta(minutes=booking.minutes))
    event.add("summary", _("出入境办证 %(code)s") % {"code": formats.code(booking.code)})
    event.add("location", f"{hall.name_en}, {hall.address_en}" if english else f"{hall.name_zh}，{hall.address_zh}")
    event.add("description", _description(booking))
    event.add("status", "CONFIRMED" if booking.is_live else "CANCELLED")
    if booking.is_live:
        event.add_component(_alarm(str(event["summary"])))
    return event


def _description(booking: Booking) -> str:
    lines = [summary.booked_items(booking.told)]
    lines += [f"· {item.title}" for person in summary.brought(booking.told) for item in person.bring]
    return "\n".join([*lines, f"{settings.PUBLIC_URL}{links.page('open', booking)}"])


def _alarm(words: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", REMIND)
    return alarm
