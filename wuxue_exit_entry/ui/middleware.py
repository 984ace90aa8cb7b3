"""Headers of every answer, the size of every request, and the page that a refusal becomes."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.decorators import sync_only_middleware

from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.ui import api, modes, views

Handler = Callable[[HttpRequest], HttpResponseBase]

CSP = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


_DRAINED_BYTES, _CHUNK_BYTES = 32 * 1024 * 1024, 64 * 1024


@sync_only_middleware
def security_headers(get_response: Handler) -> Handler:
    """Set the headers of section 3.4 of the verification standard, and keep pages out of every cache."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if _is_personal(request) or not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = "no-store"
        modes.remember(request, response)
        return response

    return middleware


def _is_personal(request: HttpRequest) -> bool:
    # A view may allow caching of what is the same for everybody; never of what is shown to somebody signed in.
    user = getattr(request, "user", None)
    return request.method not in ("GET", "HEAD") or (user is not None and user.is_authenticated)


@sync_only_middleware
def body_limit(get_response: Handler) -> Handler:
    """Refuse what is too large without keeping it, and what no database text can hold."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return _refusal(request) or get_response(request)

    return middleware


def _refusal(request: HttpRequest) -> HttpResponseBase | None:
    if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
        return views.bad_request(request)
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length and "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower():
        # Django reads no body of unknown length, so it would silently be taken for an empty one.
        return views.length_required(request)
    if length.isdecimal() and int(length) > _limit(request):
        _drain(request, int(length))
        return views.too_large(request)
    return None


def _drain(request: HttpRequest, length: int) -> None:
    """Read past what is refused, else the connection breaks and nobody reads the sentence; not without end."""
    left = min(length, _DRAINED_BYTES)
    while left > 0 and (part := request.META["wsgi.input"].read(min(left, _CHUNK_BYTES))):
        left -= len(part)


def _limit(request: HttpRequest) -> int:
    upload = (request.content_type or "") == "multipart/form-data"
    return settings.UPLOAD_LIMIT_BYTES if upload else settings.BODY_LIMIT_BYTES


@sync_only_middleware
def api_language(get_response: Handler) -> Handler:
    """Let programs choose the language of sentences by Accept-Language; pages carry it in their address."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(views.API_PREFIX):
            translation.activate(translation.get_language_from_request(request))
        return get_response(request)

    return middleware


@sync_only_middleware
def business_errors(get_response: Handler) -> Handler:
    """Turn a refusal that no view took into its page or its JSON, with its own status."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        answer = api.as_busy(exception)
        return views.refused(request, answer) if isinstance(answer, BusinessError) else None

    middleware.process_exception = process_exception  # type: ignore[attr-defined] # Django looks for it there
    return middleware
