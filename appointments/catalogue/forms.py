"""The form of one question page."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from appointments.catalogue import asking, guide
from appointments.catalogue.specs import QuestionSpec
from wuxue_exit_entry.ui.forms import Form


class NotedRadios(forms.RadioSelect):
    """Radios whose options carry a note under their label."""

    notes: dict[str, str]

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the note of the option."""
        return {**super().create_option(name, value, *args, **kwargs), "note": self.notes.get(str(value), "")}


class QuestionForm(Form):
    """One question; earlier answers travel along as hidden fields of the page."""

    def __init__(self, question: QuestionSpec, data: Any = None, **kwargs: Any) -> None:
        self.question = question
        super().__init__(data, **kwargs)
        widget = NotedRadios()
        widget.notes = {one.value: guide.pick(one.hint) for one in question.options}
        self.fields[question.fact] = forms.ChoiceField(
            label=guide.pick(question.text),
            help_text=guide.pick(question.help),
            choices=asking.choices(question),
            widget=widget,
            error_messages={"required": _("请选一项再继续。"), "invalid_choice": _("请选下面的一项。")},
        )

    @property
    def answer(self) -> forms.BoundField:
        """The question's field."""
        return self[self.question.fact]
