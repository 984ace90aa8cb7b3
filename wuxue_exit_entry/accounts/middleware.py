"""Every request knows who acts; sessions end after idleness, after a working day, and when the account is closed."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from wuxue_exit_entry.audit.actors import PUBLIC
from wuxue_exit_entry.kernel import clock

STARTED, SEEN = "session_started", "session_seen"
_WRITE_EVERY_SECONDS = 30


def staff_session(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Set `request.actor`; end a session that is idle, too old, or signed in without the second factor."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.actor = PUBLIC
        request.session_ended = ""
        if auth.SESSION_KEY in request.session:
            _continue_or_end(request)
        return get_response(request)

    return middleware


def _continue_or_end(request: HttpRequest) -> None:
    now = int(clock.now().timestamp())
    request.session_ended = _reason_to_end(request, now)
    if request.session_ended:
        auth.logout(request)
        return
    # A page that refreshes itself is no sign of somebody at the desk.
    if "X-Background" not in request.headers and now - request.session.get(SEEN, 0) >= _WRITE_EVERY_SECONDS:
        request.session[SEEN] = now
    request.session.setdefault(STARTED, now)
    request.actor = request.user.as_actor()


def _reason_to_end(request: HttpRequest, now: int) -> str:
    if not request.user.is_authenticated:
        return "closed"  # disabled, password changed, or ended by the security administrator
    if not settings.DEMO_MODE and not request.user.is_verified():
        return "factor"
    if now - request.session.get(SEEN, now) >= settings.STAFF_IDLE_MINUTES * 60:
        return "idle"
    if now - request.session.get(STARTED, now) >= settings.SESSION_COOKIE_AGE:
        return "age"
    return ""


class SignInRequired(LoginRequiredMiddleware):
    """Everything needs a sign-in unless declared public; HTMX requests get the whole sign-in page, not a fragment."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        """Send an account with a password that somebody else knows to change it first."""
        free = getattr(view_func, "before_password_change", False) or getattr(view_func, "public", False)
        if request.user.is_authenticated and request.user.must_change_password and not free:
            return redirect("accounts:password")
        if request.actor.is_tenant and getattr(view_func, "signed_in", False) and not _is_own_account(request, free):
            raise PermissionDenied  # pages for all staff are not for the people of hotels
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(  # type: ignore[override]  # Django promises a redirect, HTMX needs a header
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        """Send to the sign-in page and say why the session ended."""
        query = urlencode({k: v for k, v in {"next": _back_to(request), "why": request.session_ended}.items() if v})
        target = f"{reverse(settings.LOGIN_URL)}?{query}"
        if "HX-Request" in request.headers:
            return HttpResponse(status=204, headers={"HX-Redirect": target})
        return redirect(target)


def _is_own_account(request: HttpRequest, free: bool) -> bool:
    return free or request.resolver_match.view_name in ("accounts:landing", "accounts:me", "accounts:sign-out")


def _back_to(request: HttpRequest) -> str:
    if "HX-Request" in request.headers:
        return urlsplit(request.headers.get("HX-Current-URL", "")).path
    return request.get_full_path() if request.method == "GET" else ""
