"""What officers type at the desk."""

from collections.abc import Iterable
from typing import Any

from django import forms

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


class AcceptanceForm(Form):
    """The number that the national system has printed."""

    number = forms.CharField(label="受理号", max_length=80)
