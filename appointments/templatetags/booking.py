"""What pages of other areas show of the bookings."""

from typing import Any

from django import template

from appointments.booking import today

register = template.Library()


@register.inclusion_tag("appointments/booking/_today.html")
def hall_today() -> dict[str, Any]:
    """Today's hall in one line: open now, hours, next free place."""
    return {"today": today.today()}
