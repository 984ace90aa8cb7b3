"""Error pages, the page that shows how to recognise the official site, the accessibility statement."""

import logging
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _

from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.ui import shell
from wuxue_exit_entry.ui.api import error_body, retry_after
from wuxue_exit_entry.ui.public import public_page

logger = logging.getLogger(__name__)
API_PREFIX = "/api/"
LAST_RESORT = (
    '<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>系统暂时不能使用</title>'
    '<h1>系统暂时不能使用</h1><p>您填的内容没有提交。请稍后再试，或拨打 <a href="tel:12367">12367</a>。</p>'
    '<p lang="en">The system is not available. Nothing was submitted. Please try later or call 12367.</p>'
)


def problem(
    request: HttpRequest, status: int, code: str, title: str, text: str, *, field: str = "", details: Any = None
) -> HttpResponseBase:
    """Return an error as a page with a way on, or as JSON where a program asked."""
    if request.path.startswith(API_PREFIX):
        return JsonResponse(error_body(code, text, field, details), status=status)
    user = getattr(request, "user", None)
    frame = "base_staff.html" if user is not None and user.is_authenticated else "base_public.html"
    context = {"status": status, "code": code, "heading": title, "text": text, "frame": frame}
    return render(request, "errors/problem.html", context, status=status)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponseBase:
    """Answer 404; the same words whether a thing never was or is not for this reader."""
    return problem(request, 404, "not_found", _("没有找到这个页面"), _("地址可能不完整，或者内容已经撤下。"))


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponseBase:
    """Answer 403."""
    return problem(request, 403, "not_permitted", _("您没有权限打开这个页面"), _("需要的话，请换一个账号登录。"))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponseBase:
    """Answer 400, or 413 where Django refused the size of the body."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return problem(request, 400, "bad_request", _("这个请求无法处理"), _("内容里有系统不认识的字符，请重新填写。"))


def too_large(request: HttpRequest) -> HttpResponseBase:
    """Answer 413 without reading the body."""
    text = _("请减少内容，或换小一点的文件（照片、PDF 不超过 10 MB），再试一次。")
    response = problem(request, 413, "too_large", _("提交的内容太大"), text)
    response.headers["Connection"] = "close"
    return response


def length_required(request: HttpRequest) -> HttpResponseBase:
    """Answer 411 to a body whose length is not told."""
    return problem(request, 411, "length_required", _("这个请求无法处理"), _("请求没有说明内容的长度。"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Answer a form whose page was open too long or whose cookies are blocked."""
    text = _("页面打开太久，或浏览器不接受 Cookie。请返回上一页刷新后再提交；您填的内容没有提交。")
    return problem(request, 403, "csrf", _("请刷新后再提交"), text)


def too_many(request: HttpRequest, text: str = "") -> HttpResponseBase:
    """Answer 429."""
    return problem(request, 429, "too_many", _("请稍后再试"), text or _("请求太频繁，请稍后再试。"))


def refused(request: HttpRequest, error: BusinessError) -> HttpResponseBase:
    """Answer a refusal of the business rules that no form could show."""
    titles = {403: _("您没有权限打开这个页面"), 404: _("没有找到这个页面"), 429: _("请稍后再试")}
    title = titles.get(error.status, _("这件事现在办不了"))
    response = problem(
        request, error.status, error.code, title, str(error.message), field=error.field, details=error.details
    )
    for name, value in retry_after(error).items():
        response.headers[name] = value
    return response


def server_error(request: HttpRequest) -> HttpResponseBase:
    """Answer 500; asks neither the database nor any context processor."""
    text = _("您填的内容没有提交。请稍后再试，或拨打 12367。")
    if request.path.startswith(API_PREFIX):
        return JsonResponse(error_body("server_error", text), status=500)
    try:
        context = {"status": 500, "code": "server_error", "heading": _("系统暂时不能使用"), "text": text}
        page: str = loader.render_to_string("errors/500.html", {**context, "hall": shell.last("hall")})
    except Exception:
        logger.exception("the error page failed")
        page = LAST_RESORT
    return HttpResponse(page, status=500)


@public_page
def official(request: HttpRequest) -> HttpResponse:
    """Tell how to recognise the official site."""
    return render(request, "ui/official.html")


@public_page
def accessibility(request: HttpRequest) -> HttpResponse:
    """Tell how accessible the pages are and whom to tell what is not."""
    return render(request, "ui/accessibility.html")
