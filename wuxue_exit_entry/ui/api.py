"""Every error of the API has one shape: `{"code", "message", "field", "details"}`; bad input is never a 500."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation, ValidationError
from django.db import OperationalError
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from wuxue_exit_entry.kernel.errors import BusinessError


def error_body(code: str, message: Any, field: str = "", details: Any = None) -> dict[str, Any]:
    """Return the one shape of an error."""
    return {"code": code, "message": str(message), "field": field, "details": details or {}}


CONTENTION = {"40001": "serialization", "40P01": "deadlock", "55P03": "lock timeout", "57014": "statement timeout"}


def as_busy(exc: Exception) -> Exception:
    """Return the refusal for rows that others held for too long: nothing was written, trying again helps."""
    if isinstance(exc, OperationalError) and getattr(exc.__cause__, "pgcode", None) in CONTENTION:
        return BusinessError("busy", _("现在办理的人太多，请稍后再试一次。"), status=503)
    return exc


def exception_handler(exc: Exception, context: Mapping[str, Any]) -> Response | None:
    """Answer an exception of an API view; None lets Django report an unforeseen one."""
    found = _answer(exc)
    if found is None:
        return None
    set_rollback()
    status, body = found
    return Response(body, status=status, headers=_headers(exc))


def _answer(exc: Exception) -> tuple[int, dict[str, Any]] | None:
    exc = as_busy(exc)
    if isinstance(exc, BusinessError):
        return exc.status, error_body(exc.code, exc.message, exc.field, exc.details)
    if isinstance(exc, exceptions.ValidationError):
        return 400, _invalid(exc.detail)
    if isinstance(exc, ValidationError):
        return 400, _invalid(getattr(exc, "message_dict", None) or {"": exc.messages})
    plain = _as_api_exception(exc)
    if plain is None:
        return None
    return plain.status_code, error_body(_code(plain), SENTENCES.get(_code(plain), plain.detail))


def _as_api_exception(exc: Exception) -> exceptions.APIException | None:
    if isinstance(exc, exceptions.APIException):
        return exc
    if isinstance(exc, Http404):
        return exceptions.NotFound()
    if isinstance(exc, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(exc, RequestDataTooBig):
        return TooLarge()
    return exceptions.ParseError() if isinstance(exc, SuspiciousOperation) else None


class TooLarge(exceptions.APIException):
    """The body exceeds what is read."""

    status_code = 413
    default_code = "too_large"


SENTENCES = {
    "not_found": _("没有找到您要的内容。"),
    "not_permitted": _("您没有办理这件事的权限。"),
    "not_signed_in": _("请先登录或带上有效的密钥。"),
    "method_not_allowed": _("这个地址不接受这种请求方式。"),
    "unsupported_media_type": _("请用 application/json 提交。"),
    "parse_error": _("提交的内容不是有效的 JSON。"),
    "too_many": _("请求太频繁，请稍后再试。"),
    "too_large": _("提交的内容太大。"),
}
CODES = {
    "permission_denied": "not_permitted",
    "not_authenticated": "not_signed_in",
    "authentication_failed": "not_signed_in",
    "throttled": "too_many",
}


def _code(exc: exceptions.APIException) -> str:
    own = {404: "not_found", 405: "method_not_allowed", 415: "unsupported_media_type"}.get(exc.status_code)
    code = exc.get_codes()
    return own or CODES.get(str(code), str(code) if isinstance(code, str) else "error")


def _headers(exc: Exception) -> dict[str, str]:
    if isinstance(exc, BusinessError):
        return retry_after(exc)
    wait = getattr(exc, "wait", None)
    header = getattr(exc, "auth_header", None)
    return {**({"Retry-After": str(int(wait))} if wait else {}), **({"WWW-Authenticate": header} if header else {})}


def retry_after(error: BusinessError) -> dict[str, str]:
    """Return the header that tells programs when a limit ends."""
    seconds = error.details.get("retry_after")
    return {"Retry-After": str(seconds)} if seconds else {}


def _invalid(detail: Any) -> dict[str, Any]:
    lines = list(_lines(detail, ""))
    field, code, message = lines[0] if lines else ("", "invalid", _("提交的内容有误。"))
    fields: dict[str, list[str]] = {}
    for name, _code_of, text in lines:
        fields.setdefault(name, []).append(text)
    return error_body(code or "invalid", message, field, {"fields": fields})


def _lines(detail: Any, path: str) -> Any:
    """Yield (field, code, sentence) for each leaf of a nested validation error, in the order given."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            own = "" if name in ("non_field_errors", "") else str(name)
            yield from _lines(inner, f"{path}.{own}".strip(".") if own else path)
    elif isinstance(detail, (list, tuple)):
        for index, inner in enumerate(detail):
            nested = isinstance(inner, (Mapping, list, tuple))
            yield from _lines(inner, f"{path}.{index}".strip(".") if nested else path)
    elif detail:
        yield path, "invalid" if _generic(detail) else str(detail.code), str(detail)


def _generic(detail: Any) -> bool:
    return getattr(detail, "code", "invalid") in ("invalid", None)
