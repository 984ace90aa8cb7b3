"""Forms: one field with everything that belongs to it, and the summary of what is wrong."""

from typing import Any

from django import forms, template
from django.forms import BoundField

from wuxue_exit_entry.ui.components.base import Extra, block_component, component

register = template.Library()


@component(register, "ui/field.html")
def ui_field(
    *,
    field: BoundField,
    label: Any = "",
    hint: Any = "",
    legend_big: bool = False,
    hide_label: bool = False,
    tone: str = "",
    suffix: Any = "",
    columns: int = 1,
) -> Extra:
    """A field of a Django form: label, hint, error, input.

    Radios become cards (`columns` side by side), a date three inputs or one; `legend_big` makes the label the h1;
    `tone="ok"` marks what a machine read and the eye must check.
    """
    if not isinstance(field, BoundField):
        raise template.TemplateSyntaxError(f"field must be a bound field, not {type(field).__name__}")
    return {"shape": _shape(field), "hint": hint or field.help_text, "label": label or field.label}


def _shape(field: BoundField) -> str:
    widget = field.field.widget
    shapes: list[tuple[type, str]] = [
        (forms.CheckboxSelectMultiple, "choices"),
        (forms.RadioSelect, "choices"),
        (forms.CheckboxInput, "checkbox"),
        (forms.MultiWidget, "parts"),
        (forms.HiddenInput, "hidden"),
    ]
    return next((shape for kind, shape in shapes if isinstance(widget, kind)), "input")


@component(register, "ui/error_summary.html")
def ui_error_summary(*, form: Any, title: Any = "") -> Extra:
    """Everything that is wrong with `form` (or a list of forms), each line a link to its field; takes the focus."""
    given = form if isinstance(form, (list, tuple)) else [form]
    return {"errors": [line for one in given if one is not None for line in _lines(one)]}


def _lines(form: Any) -> list[dict[str, str]]:
    if not form.is_bound or not form.errors:
        return []
    lines = [{"text": str(text), "href": ""} for text in form.non_field_errors()]
    for bound in form:
        lines += [{"text": str(text), "href": f"#{bound.id_for_label or bound.auto_id}"} for text in bound.errors]
    return lines


@block_component(register, "ui/form.html")
def ui_form(
    context: template.Context,
    content: str,
    *,
    action: Any = "",
    form: Any = None,
    method: str = "post",
    upload: bool = False,
    id: str = "",
    attrs: dict[str, Any] | None = None,
) -> Extra:
    """A form: the hidden fields of `form` (or of a list), CSRF token, no browser validation, sent only once."""
    given = form if isinstance(form, (list, tuple)) else [form]
    return {"hidden": [f for one in given if one is not None for f in one.hidden_fields()]}
