"""Where the green channel joins the frame: its entry in the navigation, and who may read its evidence."""

from django.http import HttpRequest

from appointments.green_channel import selectors
from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.attachments import registry
from wuxue_exit_entry.attachments.models import Attachment
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.ui import shell


def join() -> None:
    """Register both; called once when the program starts."""
    registry.register("appointments.greenrequest", may_read_evidence)
    shell.add_nav(
        shell.NavItem("绿色通道", "green:request-list", Permission.GREEN_ENTER, 30, match=("green",), badge=waiting)
    )


def may_read_evidence(actor: Actor, attachment: Attachment) -> bool:
    """Whether the actor enters or decides urgent requests."""
    return access.can(actor, Permission.GREEN_ENTER) or access.can(actor, Permission.GREEN_DECIDE)


def waiting(request: HttpRequest) -> int:
    """Return how many requests wait for an answer."""
    return selectors.requests_visible_to(request.actor).filter(status="waiting").count()  # type: ignore[attr-defined] # set by the session middleware
