"""The line over every staff page: alarms that nobody has taken in hand."""

from django.http import HttpRequest
from django.urls import reverse

from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts import selectors as accounts
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.messaging import selectors
from wuxue_exit_entry.ui import shell

_MOST = 3


def alarms(request: HttpRequest) -> list[shell.Alarm]:
    """Return what whoever is on duty, or may act, has to see now."""
    waiting = list(selectors.open_alarms().filter(acknowledged_at=None)[: _MOST + 1])
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by accounts.middleware
    may_act = access.can(actor, Permission.ALARM_ACKNOWLEDGE)
    if not waiting or not (may_act or accounts.shift_of(actor.user_id, clock.now())):
        return []
    url = reverse("messaging:alarm-list") if may_act else ""
    shown = [shell.Alarm(text=alarm.text, url=url, since=alarm.raised_at) for alarm in waiting[:_MOST]]
    return [*shown, shell.Alarm(text="还有其他告警", url=url)] if len(waiting) > _MOST else shown
