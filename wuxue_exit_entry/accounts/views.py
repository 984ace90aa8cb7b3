"""Signing in and out, and one's own account."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wuxue_exit_entry.accounts import access, demo, roles, selectors, services, sign_in
from wuxue_exit_entry.accounts.forms import CodeForm, PasswordForm, SignInForm
from wuxue_exit_entry.accounts.models import User
from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.ui.forms import apply_error

_WRONG = "用户名或密码不对，或账号已停用。"
_WRONG_CODE = "口令不对或已经用过。请等手机上出现新的 6 位数字再输入。"
_WHY = {
    "idle": "您一段时间没有操作，已自动退出。请重新登录，刚才打开的页面会继续。",
    "age": "登录时间已满，请重新登录。",
    "closed": "登录已失效，请重新登录。",
    "factor": "请用动态口令重新登录。",
}


@access.public_page
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def sign_in_page(request: HttpRequest) -> HttpResponse:
    """Name and password; then the second step, or straight in where there is none."""
    if request.user.is_authenticated:
        return redirect("accounts:landing")
    form = SignInForm(request.POST or None)
    user = _first_factor(request, form) if form.is_valid() else None
    if user is not None and sign_in.needs_factor():
        sign_in.keep_first_step(request, user)
        return redirect(_with_next("accounts:second-step", request))
    if user is not None:
        sign_in.finish(request, user)
        return redirect(_next(request))
    context: dict[str, Any] = {
        "form": form,
        "why": _WHY.get(request.GET.get("why", "")),
        "next": request.GET.get("next", ""),
    }
    context["demo_users"] = selectors.users_named(demo.USERNAMES) if not sign_in.needs_factor() else []
    return render(request, "accounts/sign_in.html", context, status=422 if form.errors else 200)


@access.public_page
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """The code of the phone, or enrolment where there is no phone yet."""
    user = sign_in.first_step_user(request)
    if user is None:
        return redirect(_with_next("accounts:sign-in", request))
    if sign_in.enrolling_device(request, user) is not None:
        return redirect(_with_next("accounts:enrol", request))
    form = CodeForm(request.POST or None)
    if form.is_valid():
        device = sign_in.verified_device(user, form.cleaned_data["code"])
        if device is not None:
            sign_in.finish(request, user, device)
            return redirect(_next(request))
        form.add_error("code", _WRONG_CODE)
    return render(request, "accounts/second_step.html", {"form": form}, status=422 if form.errors else 200)


@access.public_page
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """Tie a phone to the account; before that nothing else opens."""
    user = sign_in.first_step_user(request)
    device = sign_in.enrolling_device(request, user) if user is not None else None
    if user is None or device is None:
        return redirect(_with_next("accounts:second-step", request))
    form = CodeForm(request.POST or None)
    if form.is_valid():
        if sign_in.enrol(device, form.cleaned_data["code"]):
            sign_in.finish(request, user, device)
            return redirect(_next(request))
        form.add_error("code", _WRONG_CODE)
    context = {"form": form, "device": device}
    return render(request, "accounts/enrol.html", context, status=422 if form.errors else 200)


@access.signed_in_first
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session and let the browser forget what it showed."""
    sign_in.leave(request)
    response = redirect("accounts:sign-in")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@access.signed_in
@require_GET
def landing(request: HttpRequest) -> HttpResponse:
    """Go to the first screen of the role."""
    for code in request.user.roles:
        if code in roles.ROLES:
            return redirect(_first_screen(roles.ROLES[code].home))
    return redirect("accounts:me")


@access.signed_in
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """One's own account."""
    return render(request, "accounts/me.html", {"shifts": selectors.next_shifts(request.user.pk)})


@access.signed_in_first
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; all other sessions end."""
    form = PasswordForm(request.POST or None, user=request.user)
    if form.is_valid():
        services.set_own_password(actor=request.actor, user=request.user, password=form.cleaned_data["new"])
        sign_in.keep_session(request)
        messages.success(request, "密码已修改。其他地方的登录都已退出。")
        return redirect("accounts:landing")
    return render(request, "accounts/password.html", {"form": form}, status=422 if form.errors else 200)


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: dict[str, str]) -> HttpResponse:
    """Answer of django-axes: this account from this address only, for a quarter of an hour."""
    return render(request, "accounts/locked.html", status=429)


def _first_factor(request: HttpRequest, form: SignInForm) -> User | None:
    try:
        user = sign_in.check_password(request, **form.cleaned_data)
    except BusinessError as error:
        apply_error(form, error)
        return None
    if user is None:
        form.add_error(None, _WRONG)
    return user


def _first_screen(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return reverse("accounts:me")


def _next(request: HttpRequest) -> str:
    """Where the person wanted to go, if that is one of our own pages."""
    target = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if ours else reverse("accounts:landing")


def _with_next(name: str, request: HttpRequest) -> str:
    return f"{reverse(name)}?{request.GET.urlencode()}" if request.GET else reverse(name)
