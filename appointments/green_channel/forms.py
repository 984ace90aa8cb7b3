"""What an urgent request asks for besides the person, and what deciding it asks for."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from appointments.booking.forms import PageForm, Typed
from appointments.catalogue.models import UrgencyGround
from wuxue_exit_entry.ui.forms import DatePartsField, Form


class AskForm(PageForm):
    """Why, until when, shown by what, and how to reach the person."""

    ground = forms.ChoiceField(
        label=_("属于哪一种情形"), widget=forms.RadioSelect, error_messages={"required": _("请选择属于哪一种情形。")}
    )
    needed_by = DatePartsField(label=_("最晚哪天要拿到证件"), error_messages={"required": _("请填写最晚哪天要。")})
    evidence = forms.FileField(
        label=_("证明材料"), help_text=_("照片（JPG、PNG）或 PDF，不超过 10 MB。"), required=False
    )
    explanation = forms.CharField(
        label=_("补充说明"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    phone = Typed(
        label=_("电话"),
        help_text=_("答复发到这个号码。"),
        max_length=60,
        error_messages={"required": _("请填写电话。")},
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "data-size": "12"}),
    )
    consent = forms.BooleanField(
        label=_("我已阅读并同意《个人信息处理告知》"),
        error_messages={"required": _("请先阅读并同意《个人信息处理告知》。")},
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, grounds: Sequence[UrgencyGround], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        english = (get_language() or "").startswith("en")
        self.fields["ground"].choices = [(one.code, one.name_en if english else one.name_zh) for one in grounds]


class DecideForm(Form):
    """Yes with a time, or no; reasons either way."""

    start = forms.ChoiceField(label="请申请人什么时候来", required=False)
    reason = forms.CharField(label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def __init__(self, *args: Any, starts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["start"].choices = [("", "请选择"), *starts]
