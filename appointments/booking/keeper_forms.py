"""What the keeper of the hours fills in."""

from typing import Any

from django import forms

from appointments.booking.models import Hall, Policy
from appointments.booking.openings import PatternData
from wuxue_exit_entry.ui.forms import DateField, Form, ModelForm
from wuxue_exit_entry.workdays.enums import DayKind

WEEKDAYS = [(n, f"星期{name}") for n, name in enumerate("一二三四五六日", start=1)]
NUMBERS = (
    "days_ahead", "check_in_before", "check_in_grace", "late_cancel", "no_show_limit", "no_show_days",
    "offer_minutes", "offers_per_day", "sweep_days", "sign_off_minutes", "green_minutes",
)  # fmt: skip


class TimeField(forms.TimeField):
    """A time of the day, typed or picked."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
        kwargs.setdefault("error_messages", {"invalid": "请按 08:30 的样子填写时间。"})
        super().__init__(**kwargs)


class LaneForm(Form):
    """A form about one lane."""

    lane: forms.Field = forms.ModelChoiceField(label="窗口", queryset=None)

    def __init__(self, *args: Any, lanes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lane"].queryset = lanes
        self.fields["lane"].label_from_instance = lambda lane: lane.name_zh


class PatternForm(LaneForm):
    """Weekly hours."""

    weekday = forms.TypedChoiceField(label="星期", choices=WEEKDAYS, coerce=int)
    opens = TimeField(label="开始")
    closes = TimeField(label="结束")
    band_minutes = forms.IntegerField(label="每段分钟", min_value=5, max_value=240, initial=30)
    capacity = forms.IntegerField(label="每段号数", min_value=0, max_value=200, initial=4)
    valid_from = DateField(label="从哪天起")

    def data_of(self) -> PatternData:
        """Return the hours as the service takes them."""
        given = dict(self.cleaned_data)
        given.pop("lane")
        return PatternData(**given)


class EndForm(Form):
    """Until when."""

    last_day = DateField(label="最后一天")


class ExceptionForm(LaneForm):
    """Another number of places on one day."""

    day = DateField(label="日期")
    opens = TimeField(label="开始", required=False)
    closes = TimeField(label="结束", required=False)
    capacity = forms.IntegerField(label="每段号数", min_value=0, max_value=200, initial=0, help_text="0 是不开放")
    reason = forms.CharField(label="原因", max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lane"].required = False
        self.fields["lane"].empty_label = "全部窗口"


class DayForm(Form):
    """A day of the calendar."""

    date = DateField(label="日期")
    kind = forms.ChoiceField(label="种类", choices=DayKind.choices)
    name = forms.CharField(label="名称", max_length=40)
    source_doc = forms.CharField(label="依据文件", max_length=200, required=False)


class PolicyForm(ModelForm):
    """The hall's numbers."""

    first_sweep = TimeField(label="第一次检索")
    second_sweep = TimeField(label="第二次检索")

    class Meta:
        model = Policy
        fields = NUMBERS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first, second = self.instance.sweep_times
        self.fields["first_sweep"].initial, self.fields["second_sweep"].initial = first, second

    def changes(self) -> dict[str, Any]:
        """Return what is to be kept."""
        times = [f"{self.cleaned_data[name]:%H:%M}" for name in ("first_sweep", "second_sweep")]
        return {name: self.cleaned_data[name] for name in NUMBERS} | {"sweep_times": times}


class HallForm(ModelForm):
    """What the public reads of the hall."""

    class Meta:
        model = Hall
        fields = ("name_zh", "name_en", "address_zh", "address_en", "phone")
        labels = {
            "name_zh": "名称", "name_en": "英文名称", "address_zh": "地址", "address_en": "英文地址", "phone": "电话",
        }  # fmt: skip
