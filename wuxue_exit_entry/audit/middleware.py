"""Gives every request an id, keeps it for the audit and the logs, and logs the route, never the address."""

import secrets
import time
from collections.abc import Callable
from ipaddress import ip_address

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from wuxue_exit_entry.audit import context

log = structlog.get_logger("request")


def request_context(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Bind the request's id and address; answer with `X-Request-Id`."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request_id, started = secrets.token_hex(8), time.perf_counter()
        with (
            context.bound(request_id, client_ip(request)),
            structlog.contextvars.bound_contextvars(request_id=request_id),
        ):
            response = get_response(request)
            log.info(
                "answered",
                method=request.method,
                route=_route(request),
                status=response.status_code,
                ms=round((time.perf_counter() - started) * 1000),
            )
        response["X-Request-Id"] = request_id
        return response

    return middleware


def client_ip(request: HttpRequest) -> str | None:
    """Return the address of the client; behind TLS the one that our own proxy appended."""
    if settings.BEHIND_TLS:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if _is_address(forwarded):
            return forwarded
    return request.META.get("REMOTE_ADDR") or None


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _route(request: HttpRequest) -> str:
    """Return the pattern and not the path, which may carry a code or a secret."""
    match = request.resolver_match
    return match.route if match else "-"
