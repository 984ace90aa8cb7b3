"""Large-text mode (长者模式): the same pages and features, chosen by cookie or by a printed QR with `?mode=elder`."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

COOKIE = "mode"
ELDER = "elder"
STANDARD = "standard"
MODES = (STANDARD, ELDER)
ONE_YEAR = 365 * 24 * 3600


def asked_for(request: HttpRequest) -> str:
    """Return the mode that the address asks for, or ''."""
    asked = request.GET.get("mode", "")
    return asked if asked in MODES else ""


def mode_of(request: HttpRequest) -> str:
    """Return the mode in which this page is shown."""
    kept = request.COOKIES.get(COOKIE, "")
    return asked_for(request) or (kept if kept in MODES else STANDARD)


def remember(request: HttpRequest, response: HttpResponseBase) -> None:
    """Keep the mode that the address asked for on this device for a year; it says nothing about a person."""
    asked = asked_for(request)
    if asked and asked != request.COOKIES.get(COOKIE):
        response.set_cookie(COOKIE, asked, max_age=ONE_YEAR, samesite="Lax", secure=request.is_secure())
