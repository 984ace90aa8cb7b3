"""Forms of sign-in, accounts, units and the roster."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth import password_validation

from wuxue_exit_entry.accounts import duty, roles, selectors, sign_in
from wuxue_exit_entry.accounts.enums import DutyKind
from wuxue_exit_entry.accounts.models import Unit, User
from wuxue_exit_entry.kernel import identity, sentences

_PASSWORD = {"autocomplete": "current-password"}
_CODE = {
    "autocomplete": "one-time-code",
    "inputmode": "numeric",
    "maxlength": "7",
    "class": "code-input",
    "autofocus": True,
}


class SignInForm(forms.Form):
    """Name and password."""

    use_required_attribute = False
    username = forms.CharField(
        label="用户名",
        max_length=40,
        widget=forms.TextInput(
            {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        ),
    )
    password = forms.CharField(label="密码", max_length=200, strip=False, widget=forms.PasswordInput(_PASSWORD))

    def clean_username(self) -> str:
        """Names are kept in lower case."""
        return User.normalize_username(self.cleaned_data["username"]).lower()


class CodeForm(forms.Form):
    """The six digits of the phone; spaces are forgiven."""

    use_required_attribute = False
    code = forms.CharField(label="动态口令", max_length=9, widget=forms.TextInput(_CODE))

    def clean_code(self) -> str:
        """Return the digits alone."""
        code = "".join(self.cleaned_data["code"].split())
        if len(code) != 6 or not (code.isascii() and code.isdigit()):
            raise forms.ValidationError("请输入手机上的 6 位数字。")
        return code


class PasswordForm(forms.Form):
    """A new password, known only to its owner."""

    use_required_attribute = False
    old = forms.CharField(label="现在的密码", max_length=200, strip=False, widget=forms.PasswordInput(_PASSWORD))
    new = forms.CharField(
        label="新密码",
        max_length=200,
        strip=False,
        help_text="至少 12 位。一句话比一个词好，例如几个不相干的词连起来。",
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="再输入一次", max_length=200, strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_old(self) -> str:
        """Refuse a session left open to somebody else."""
        if not self.user.check_password(self.cleaned_data["old"]):
            raise forms.ValidationError("现在的密码不对。")
        return self.cleaned_data["old"]

    def clean_new(self) -> str:
        """Refuse short, common and personal ones, and the old one."""
        new = self.cleaned_data["new"]
        password_validation.validate_password(new, self.user)
        if self.user.check_password(new):
            raise forms.ValidationError("新密码不能和现在的一样。")
        return new

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        data = super().clean() or self.cleaned_data
        if "new" in data and data.get("again") != data["new"]:
            self.add_error("again", "两次输入的新密码不一样。")
        return data


class RolesWidget(forms.CheckboxSelectMultiple):
    """Roles to tick, each with what it is for."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Put the description below the label."""
        return super().create_option(name, value, *args, **kwargs) | {"note": roles.ROLES[str(value)].description}


class UserForm(forms.Form):
    """Data and roles of an account."""

    use_required_attribute = False
    name = forms.CharField(label="姓名", max_length=60)
    phone = forms.CharField(label="手机", max_length=30, required=False, help_text="值班告警发到这个号码。")
    unit: "forms.ModelChoiceField[Unit]" = forms.ModelChoiceField(
        None, label="单位", to_field_name="public_id", empty_label="请选择"
    )
    is_police = forms.BooleanField(label="民警（辅警不勾选，不作任何决定）", required=False)
    roles = forms.MultipleChoiceField(label="角色", choices=roles.CHOICES, widget=RolesWidget)

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = selectors.units_visible_to(actor).filter(is_active=True)  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """Return the name without invisible signs."""
        return _kept(lambda typed: identity.clean_name(typed).value, self.cleaned_data["name"])

    def clean_phone(self) -> str:
        """Return the number in one spelling."""
        typed = self.cleaned_data["phone"]
        return _kept(lambda text: identity.clean_phone(text).number, typed) if typed else ""


class NewUserForm(UserForm):
    """An account that does not exist yet."""

    username = forms.RegexField(
        f"^{sign_in.USERNAME}$",
        label="用户名",
        error_messages={"invalid": "小写字母开头，只用小写字母、数字、点和连字符，2 到 40 位。"},
        help_text="登录用，以后不能改。",
    )
    field_order = ["username"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}


class UnitForm(forms.ModelForm):
    """A unit and where it belongs."""

    use_required_attribute = False

    class Meta:
        model = Unit
        fields = ["code", "name", "kind", "parent", "is_active"]
        labels = {"parent": "上级单位"}

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = selectors.units_visible_to(actor).filter(is_active=True)  # type: ignore[attr-defined]
        self.fields["parent"].empty_label = "没有（最上级）"  # type: ignore[attr-defined]

    def validate_unique(self) -> None:
        """Leave it to the database, whose answer cannot be outrun."""


class ReasonForm(forms.Form):
    """Why."""

    use_required_attribute = False
    reason = forms.CharField(label="理由", max_length=200)


class ShiftForm(forms.Form):
    """Who is on duty, in which function, from when to when."""

    use_required_attribute = False
    user: "forms.ModelChoiceField[User]" = forms.ModelChoiceField(
        None, label="人员", to_field_name="public_id", empty_label="请选择"
    )
    kind = forms.ChoiceField(label="岗位", choices=DutyKind.choices)
    day = forms.DateField(label="日期", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    start = forms.TimeField(label="开始", widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    end = forms.TimeField(
        label="结束",
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        help_text="早于或等于开始时间的，算到第二天。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = selectors.rosterable_users()  # type: ignore[attr-defined]

    def period(self) -> dict[str, Any]:
        """Return start and end of the shift."""
        data = self.cleaned_data
        start, end = duty.day_shift(data["day"], data["start"], data["end"])
        return {"start": start, "end": end}


class HandOverForm(forms.Form):
    """To whom, and what the other must know."""

    use_required_attribute = False
    to: "forms.ModelChoiceField[User]" = forms.ModelChoiceField(
        None, label="交给", to_field_name="public_id", empty_label="请选择"
    )
    notes = forms.CharField(
        label="交接事项",
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text="未办结的事、要盯的告警。不写证件号码。",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = selectors.rosterable_users().exclude(pk=user.pk)  # type: ignore[attr-defined]


def _kept(clean: Callable[[str], str], typed: str) -> str:
    try:
        return clean(typed)
    except identity.IdentityProblem as problem:
        raise forms.ValidationError(sentences.sentence(problem)) from problem
