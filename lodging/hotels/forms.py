"""Opening a hotel, inviting its people, making its keys."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liaison.contacts.models import Organisation
from lodging.hotels import selectors
from wuxue_exit_entry.accounts.sign_in import USERNAME
from wuxue_exit_entry.ui.forms import Form

_CODE = {"invalid": "4 到 20 位字母、数字。"}
_USERNAME = {"invalid": _("小写字母开头，2 到 40 位字母、数字、. _ -。")}


class OpenForm(Form):
    """A hotel that is an organisation already becomes a tenant."""

    organisation: "forms.ModelChoiceField[Organisation]" = forms.ModelChoiceField(queryset=None, label="宾馆")
    code = forms.RegexField(r"^[0-9A-Za-z]{4,20}$", label="登记单位代码", error_messages=_CODE)
    rooms = forms.IntegerField(label="客房数", min_value=0, max_value=5000, initial=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = selectors.hotels_to_open()


class PersonForm(Form):
    """Somebody who will work at the desk."""

    username = forms.RegexField(
        f"^{USERNAME}$", label=_("用户名"), help_text=_("小写字母开头，2 到 40 位。"), error_messages=_USERNAME
    )
    name = forms.CharField(label=_("姓名"), max_length=60)


class KeyForm(Form):
    """What a key is for."""

    name = forms.CharField(label=_("用途（系统名称）"), max_length=50)
