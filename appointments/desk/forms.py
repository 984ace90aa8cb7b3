"""What officers type at the desk."""

from collections.abc import Iterable
from typing import Any

from django import forms

from appointments.booking.enums import Pickup
from wuxue_exit_entry.kernel import identity, sentences
from wuxue_exit_entry.kernel.identity import IdentityProblem
from wuxue_exit_entry.ui.forms import Form


class ReasonForm(Form):
    """A reason, in a sentence."""

    reason = forms.CharField(label="理由", max_length=300, widget=forms.TextInput(attrs={"data-focus": ""}))


class CorrectForm(ReasonForm):
    """Which finding is set aside, and why."""

    code = forms.ChoiceField(label="更正哪一条", widget=forms.RadioSelect)

    field_order = ["code", "reason"]

    def __init__(self, data: Any = None, *, choices: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["code"].choices = list(choices)
        self.fields["reason"].label = "依据（写明看到了什么）"


class SecondTripForm(Form):
    """Which requirement was missed, and which question should have found it."""

    material = forms.ChoiceField(label="缺了哪一样", required=False, widget=forms.Select(attrs={"data-focus": ""}))
    question = forms.ChoiceField(label="哪个问题没问出来", required=False)
    note = forms.CharField(label="说明", max_length=300, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        materials: Iterable[tuple[str, str]],
        questions: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.fields["material"].choices = [("", "清单里没有的，写在说明里"), *materials]
        self.fields["question"].choices = [("", "不是问题的缘故"), *questions]


class MoveForm(Form):
    """Another time."""

    start = forms.CharField(label="时间", max_length=40, error_messages={"required": "请点一个时段。"})


class PhoneForm(Form):
    """Another telephone number; a landline is called instead of texted."""

    phone = forms.CharField(
        label="新的电话", max_length=60, widget=forms.TextInput(attrs={"data-focus": "", "autocomplete": "off"})
    )


class CallerForm(Form):
    """How to reach who calls or stands here, and how the document is handed out."""

    phone = forms.CharField(
        label="电话（手机或座机）",
        max_length=60,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(label="通知用", choices=[("zh-hans", "中文"), ("en", "English")])
    pickup = forms.ChoiceField(label="领证", choices=Pickup.choices, required=False)
    address = forms.CharField(label="收件地址", max_length=300, required=False)

    def __init__(self, data: Any = None, *, is_collected: bool, is_now: bool = False, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if not is_collected or is_now:
            del self.fields["pickup"], self.fields["address"]
        self.fields["phone"].required = not is_now

    def clean_phone(self) -> str:
        """Return the number in one form; a landline is put on the call list."""
        typed = self.cleaned_data["phone"]
        if not typed:
            return ""
        try:
            return str(identity.clean_phone(typed).number)
        except IdentityProblem as problem:
            raise forms.ValidationError(str(sentences.sentence(problem)), code=problem.code) from problem

    def clean(self) -> dict[str, Any]:
        """Ask for the address where something is mailed."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("pickup") == Pickup.EMS and not cleaned.get("address", "").strip():
            self.add_error("address", "邮寄请填写收件地址。")
        return cleaned
