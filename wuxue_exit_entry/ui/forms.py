"""Forms that take messy input, and the way a refusal of a service lands beside the right field."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from wuxue_exit_entry.kernel.errors import BusinessError

# What no database text can hold (NUL, half a surrogate pair) and what no eye sees (zero width, direction marks, BOM).
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
FULL_WIDTH_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
DATE = re.compile(r"^(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})\D?$|^(\d{4})(\d{2})(\d{2})$")


def cleaned(value: Any) -> Any:
    """Return typed text without what cannot be stored or seen."""
    return UNSEEN.sub("", value) if isinstance(value, str) else value


class CleanInput:
    """Form mixin: no browser validation, no colon after labels, typed text cleaned before any field sees it."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(cleaned_data_of(data), *args, **kwargs)  # type: ignore[call-arg] # a mixin of forms
        for field in self.fields.values():  # type: ignore[attr-defined] # a mixin of forms
            name_what_is_missing(field)


def name_what_is_missing(field: forms.Field) -> None:
    """Let a missing answer be asked for by name, unless the field has its own sentence."""
    own = forms.Field.default_error_messages["required"]
    if field.error_messages.get("required") != own or not field.label:
        return
    pick = isinstance(field, forms.ChoiceField)
    sentence = _("请选择「%(label)s」。") if pick else _("请填写「%(label)s」。")
    field.error_messages["required"] = lazy(lambda: str(sentence) % {"label": field.label}, str)()


def cleaned_data_of(data: Any) -> Any:
    """Return a copy of submitted data with every text cleaned; what is not submitted data goes through."""
    if isinstance(data, QueryDict):
        copy = data.copy()
        for name, values in data.lists():
            copy.setlist(name, [cleaned(v) for v in values])
        return copy
    return {k: cleaned(v) for k, v in data.items()} if isinstance(data, Mapping) else data


class Form(CleanInput, forms.Form):
    """The form from which every page's form descends."""


class ModelForm(CleanInput, forms.ModelForm):  # type: ignore[type-arg] # not generic at run time
    """The same for records that are edited as they are."""


def apply_error(form: forms.BaseForm, error: BusinessError) -> None:
    """Put a refusal beside its field, or above the form when it belongs to none."""
    field = error.field if error.field in form.fields else None
    form.add_error(field, ValidationError(str(error.message), code=error.code))


class DateField(forms.Field):
    """A day typed in one field, in any of the ways people write it: 1990-3-7, 1990/03/07, 19900307, 1990年3月7日."""

    default_error_messages = {
        "invalid": _("请按 1990-03-07 的样子填写日期。"),
        "impossible": _("没有这一天，请核对年月日。"),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "data-size": "8"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Return a day as it is shown in the field."""
        return value.isoformat() if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        """Return the day.

        Raises ValidationError for what is no date or no day of the calendar.
        """
        if value in self.empty_values or isinstance(value, date):
            return value or None
        parts = DATE.match(str(value).translate(FULL_WIDTH_DIGITS).strip())
        if not parts:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        year, month, day = (int(p) for p in parts.groups() if p)
        try:
            return date(year, month, day)
        except ValueError:
            raise ValidationError(self.error_messages["impossible"], code="impossible") from None


class DatePartsWidget(forms.MultiWidget):
    """Three small fields: year, month, day."""

    template_name = "ui/widgets/date_parts.html"
    labels = (_("年"), _("月"), _("日"))

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        part = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__([forms.TextInput(part) for _part in self.labels], attrs)

    def decompress(self, value: Any) -> list[Any]:
        """Return year, month and day of a date."""
        return [value.year, value.month, value.day] if isinstance(value, date) else [None, None, None]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Add the labels of the three fields."""
        context = super().get_context(name, value, attrs)
        for sub, label in zip(context["widget"]["subwidgets"], self.labels, strict=True):
            sub["label"] = label
        return context

    def id_for_label(self, id_: str) -> str:
        """Return the id of the first field, where an error link leads."""
        return f"{id_}_0" if id_ else id_


class DatePartsField(DateField):
    """A day typed in three fields; better for a day known by heart than one field."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", DatePartsWidget())
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """Return the day, from three texts."""
        if isinstance(value, (list, tuple)):
            parts = [str(p or "").strip() for p in value]
            return super().to_python("-".join(parts) if any(parts) else None)
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """Leave the parts to the widget."""
        return value
