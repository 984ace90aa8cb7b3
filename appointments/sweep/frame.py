"""Where the sweeps join the frame: their entry in the navigation, with how many wait for a signature."""

from django.http import HttpRequest

from appointments.sweep import selectors
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.ui import shell


def join() -> None:
    """Register the entry; called once when the program starts."""
    shell.add_nav(shell.NavItem("检索", "sweep:sweep-list", Permission.CASE_READ, 20, match=("sweep",), badge=to_sign))


def to_sign(request: HttpRequest) -> int:
    """Return how many finished sweeps wait for a signature."""
    return selectors.to_sign(request.actor)  # type: ignore[attr-defined] # set by the session middleware
