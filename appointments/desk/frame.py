"""The desk's entries in the navigation."""

from django.http import HttpRequest

from appointments.desk import selectors
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.ui.shell import NavItem, add_nav

_WORKBENCH = ("desk:list", "desk:file", "desk:booking", "desk:find", "desk:register")


def join() -> None:
    """Put the screens of the desk into the navigation; called when the app is ready."""
    add_nav(
        NavItem("预约档案", "desk:list", Permission.CASE_READ, 10, _WORKBENCH),
        NavItem("到场签到", "desk:arrivals", Permission.ARRIVAL_CHECK_IN, 12, ("desk:arrival",)),
        NavItem("代约", "desk:book", Permission.BOOKING_CREATE_FOR_CALLER, 14),
        NavItem("当日预约", "desk:day", Permission.BOOKING_READ, 16),
        NavItem("打电话", "desk:calls", Permission.BOOKING_CHANGE, 18, ("desk:call",), badge=calls_waiting),
    )


def calls_waiting(request: HttpRequest) -> int:
    """Return how many people wait to be called."""
    return selectors.calls_waiting(request.actor)
