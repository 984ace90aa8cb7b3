"""Screens of the system administrator (accounts, units) and of the security administrator."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_tables2 import RequestConfig

from wuxue_exit_entry.accounts import access, selectors, services
from wuxue_exit_entry.accounts.forms import NewUserForm, ReasonForm, UnitForm, UserForm
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.accounts.tables import SecurityTable, UserTable
from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.ui import parts
from wuxue_exit_entry.ui.forms import apply_error


@access.requires(Permission.USER_ADMIN)
@require_GET
def user_list(request: HttpRequest) -> HttpResponse:
    """All accounts, searched and sorted by the address."""
    text, state = request.GET.get("q", ""), request.GET.get("state", "open")
    table = UserTable(selectors.users_matching(request.actor, text, state))
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    context = {"table": table, "q": text, "state": state, "chips": _chips(state)}
    return render(request, "accounts/user_list.html", context)


@access.requires(Permission.USER_ADMIN)
@require_http_methods(["GET", "POST"])
def user_create(request: HttpRequest) -> HttpResponse:
    """Open an account; its first password is on the answer and nowhere else."""
    form = NewUserForm(request.POST or None, actor=request.actor)
    if form.is_valid():
        try:
            user, password = services.create_user(actor=request.actor, **form.cleaned_data)
        except BusinessError as error:
            apply_error(form, error)
        else:
            return render(request, "accounts/user_password.html", {"account": user, "password": password})
    return render(request, "accounts/user_form.html", {"form": form}, status=422 if form.errors else 200)


@access.requires(Permission.USER_ADMIN)
@require_http_methods(["GET", "POST"])
def user_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Data and roles of an account."""
    account = get_object_or_404(selectors.users_visible_to(request.actor), public_id=public_id)
    initial = {field: getattr(account, field) for field in services.USER_FIELDS} | {"unit": account.unit.public_id}
    form = UserForm(request.POST or None, actor=request.actor, initial=initial)
    if form.is_valid():
        try:
            services.change_user(actor=request.actor, user=account, **form.cleaned_data)
        except BusinessError as error:
            apply_error(form, error)
        else:
            messages.success(request, "已保存，角色从对方的下一次操作起生效。")
            return redirect("accounts:user-detail", public_id=public_id)
    context = {"form": form, "account": account, "reason_form": ReasonForm(), "changes": selectors.changes_of(account)}
    return render(request, "accounts/user_detail.html", context, status=422 if form.errors else 200)


@access.requires(Permission.USER_ADMIN)
@require_POST
def user_state(request: HttpRequest, public_id: str) -> HttpResponse:
    """Close or reopen an account, with a reason."""
    account = get_object_or_404(selectors.users_visible_to(request.actor), public_id=public_id)
    form, active = ReasonForm(request.POST), request.POST.get("active") == "1"
    if not form.is_valid():
        messages.error(request, "请写明理由。")
        return redirect("accounts:user-detail", public_id=public_id)
    try:
        services.set_active(actor=request.actor, user=account, active=active, reason=form.cleaned_data["reason"])
    except BusinessError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "账号已启用。" if active else "账号已停用，对方的登录已结束。")
    return redirect("accounts:user-detail", public_id=public_id)


@access.requires(Permission.USER_ADMIN)
@require_POST
def user_reset_password(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give a new password for one sign-in; it is on the answer and nowhere else."""
    account = get_object_or_404(selectors.users_visible_to(request.actor), public_id=public_id)
    try:
        password = services.reset_password(actor=request.actor, user=account)
    except BusinessError as error:
        messages.error(request, error.message)
        return redirect("accounts:user-detail", public_id=public_id)
    return render(request, "accounts/user_password.html", {"account": account, "password": password})


@access.requires(Permission.UNIT_ADMIN)
@require_GET
def unit_list(request: HttpRequest) -> HttpResponse:
    """The tree of units."""
    return render(request, "accounts/unit_list.html", {"rows": selectors.unit_tree(request.actor)})


@access.requires(Permission.UNIT_ADMIN)
@require_http_methods(["GET", "POST"])
def unit_form(request: HttpRequest, public_id: str = "") -> HttpResponse:
    """A new unit, or an existing one."""
    unit = get_object_or_404(selectors.units_visible_to(request.actor), public_id=public_id) if public_id else None
    form = UnitForm(request.POST or None, instance=unit, actor=request.actor)
    if form.is_valid():
        try:
            if unit is None:
                services.create_unit(actor=request.actor, **form.cleaned_data)
            else:
                services.change_unit(actor=request.actor, unit=unit, **form.cleaned_data)
        except BusinessError as error:
            apply_error(form, error)
        else:
            messages.success(request, "已保存。")
            return redirect("accounts:unit-list")
    return render(request, "accounts/unit_form.html", {"form": form, "unit": unit}, status=422 if form.errors else 200)


@access.requires(Permission.SECURITY_ADMIN)
@require_GET
def security(request: HttpRequest) -> HttpResponse:
    """Locks, second factors and sessions of all accounts."""
    text = request.GET.get("q", "")
    table = SecurityTable(selectors.security_users_matching(request.actor, text))
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    return render(request, "accounts/security.html", {"table": table, "q": text})


@access.requires(Permission.SECURITY_ADMIN)
@require_GET
def security_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the security administrator may do with one account."""
    account = get_object_or_404(selectors.security_users(request.actor), public_id=public_id)
    return render(request, "accounts/security_detail.html", {"account": account, "reason_form": ReasonForm()})


@access.requires(Permission.SECURITY_ADMIN)
@require_POST
def security_act(request: HttpRequest, public_id: str, act: str) -> HttpResponse:
    """Unlock, take the second factor, or end the sessions."""
    account = get_object_or_404(selectors.users_visible_to(request.actor), public_id=public_id)
    service, done = {
        "unlock": (services.unlock, "已解锁。"),
        "reset-factor": (services.reset_factor, "已重置。对方下次登录时要重新绑定手机。"),
        "end-sessions": (services.end_sessions, "已结束对方的全部登录。"),
    }[act]
    try:
        service(actor=request.actor, user=account, reason=request.POST.get("reason", "")[:200])
        messages.success(request, f"{account.name}：{done}")
    except BusinessError as error:
        messages.error(request, error.message)
    return redirect("accounts:security-detail", public_id=public_id)


def _chips(state: str) -> list[parts.Tab]:
    labels = {"open": "启用", "closed": "停用", "all": "全部"}
    return [parts.Tab(label, f"?state={code}", current=code == state) for code, label in labels.items()]
