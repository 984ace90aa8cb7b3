"""Lists of accounts."""

import django_tables2 as tables

from wuxue_exit_entry.accounts.models import User

_ONE_LINE = {"td": {"class": "nowrap"}}  # narrow screens scroll the table rather than break names


class UserTable(tables.Table):
    """Accounts as the system administrator sees them."""

    username = tables.Column("用户名", linkify=("accounts:user-detail", {"public_id": tables.A("public_id")}))
    name = tables.Column("姓名")
    unit = tables.Column("单位", order_by="unit__code")
    role_labels = tables.Column("角色", orderable=False)
    is_police = tables.Column("身份")
    signed_in_at = tables.DateTimeColumn(format="Y-m-d H:i", verbose_name="上次登录", default="从未")
    is_active = tables.Column("状态")

    class Meta:
        model = User
        fields = ("username", "name", "unit", "role_labels", "is_police", "signed_in_at", "is_active")
        order_by = "username"
        caption = "账号"
        attrs = _ONE_LINE

    def render_role_labels(self, value: list[str]) -> str:
        """Join the labels."""
        return "、".join(value)

    def render_is_police(self, value: bool) -> str:
        """Say it in words."""
        return "民警" if value else "非民警"

    def render_is_active(self, value: bool) -> str:
        """Say it in words."""
        return "启用" if value else "停用"


class SecurityTable(tables.Table):
    """Accounts as the security administrator sees them."""

    username = tables.Column("用户名", linkify=("accounts:security-detail", {"public_id": tables.A("public_id")}))
    name = tables.Column("姓名")
    unit = tables.Column("单位", order_by="unit__code")
    is_locked = tables.Column("登录锁定")
    has_factor = tables.Column("动态口令")
    signed_in_at = tables.DateTimeColumn(format="Y-m-d H:i", verbose_name="上次登录", default="从未")

    class Meta:
        model = User
        fields = ("username", "name", "unit", "is_locked", "has_factor", "signed_in_at")
        order_by = ("-is_locked", "username")
        caption = "账号安全"
        attrs = _ONE_LINE

    def render_is_locked(self, value: bool) -> str:
        """Say it in words."""
        return "已锁定" if value else "正常"

    def render_has_factor(self, value: bool) -> str:
        """Say it in words."""
        return "已绑定" if value else "未绑定"
