"""The fences around pages, API and services: each names one permission, everything else is refused."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from rest_framework.permissions import BasePermission

from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.audit.actors import SYSTEM, Actor
from wuxue_exit_entry.kernel.errors import NotPermitted
from wuxue_exit_entry.ui.public import View
from wuxue_exit_entry.ui.public import public_page as public_page  # for those above, beside the other fences


def can(actor: Actor, permission: Permission) -> bool:
    """Whether `actor` holds `permission`; the system itself may do everything."""
    return actor is SYSTEM or permission.value in actor.permissions


def require(actor: Actor, permission: Permission) -> None:
    """Refuse unless `actor` holds `permission`.

    Raises NotPermitted.
    """
    if not can(actor, permission):
        raise NotPermitted


def requires(permission: Permission) -> Callable[[View], View]:
    """Declare the permission of a staff page: the stranger is sent to sign in, the others get 403."""

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not can(request.actor, permission):
                _record_denied(request, permission)
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]  # read by the URL guard
        return guarded  # type: ignore[return-value]

    return declare


def signed_in(view: View) -> View:
    """Declare a page for every account, whatever its role: own password, sign-out, landing."""
    view.signed_in = True  # type: ignore[attr-defined]
    return view


def signed_in_first(view: View) -> View:
    """Declare a page that also opens while the password of the first sign-in is still to be changed."""
    view.before_password_change = True  # type: ignore[attr-defined]
    return signed_in(view)


class ApiPermission(BasePermission):
    """Default of the API: the view class says `public = True` or `permission = Permission.X`, else nobody gets in."""

    def has_permission(self, request: Any, view: Any) -> bool:
        """Whether the request may go on."""
        if getattr(view, "public", False):
            return True
        permission = getattr(view, "permission", None)
        if permission is not None and can(request.actor, permission):
            return True
        _record_denied(request, permission)
        return False


class PublicApi(BasePermission):
    """For `@api_view` functions and third-party views that anybody may call."""

    public = True

    def has_permission(self, request: Any, view: Any) -> bool:
        """Whether the request may go on: yes."""
        return True


def _record_denied(request: Any, permission: Permission | None) -> None:
    """Write down that somebody signed in tried what they may not do; strangers only fill the log."""
    if request.actor.kind == "staff":
        audit.record(request.actor, "accounts.access.denied", None, reason=permission.label if permission else "")
