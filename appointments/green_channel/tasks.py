"""Every minute: clocks that have run out; and who may read the evidence."""

from datetime import datetime

from appointments.green_channel import services
from wuxue_exit_entry.jobs import registry


@registry.on_tick
def alarm_overdue(now: datetime) -> None:
    """Alarm about urgent requests that nobody answered in time."""
    services.alarm_overdue(now)
