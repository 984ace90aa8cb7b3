"""The form of the desk: text in every field, judged by the one validator."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foreigners.people import document_kinds, purposes
from lodging.stays import answers, fields
from lodging.stays.judging import Remark
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.ui.forms import Form

SCANNED = ("surname", "given_name", "nationality", "document_number", "birth_date", "sex", "document_expiry")
PERMISSION = ("document_type", "visa_type", "entry_date")
ALLOWED = ("stay_until", "purpose")
ROOM = ("room", "stay_date", "planned_leave")
MORE = (
    "name_zh", "no_number_reason", "phone", "group", "entry_port", "visa_number", "occupation", "received_by",
    "came_from", "goes_to", "remark",
)  # fmt: skip
SHOWN = (*SCANNED, *PERMISSION, *ALLOWED, *ROOM, *MORE)
_SEXES = [("", "—"), ("1", _("男")), ("2", _("女")), ("9", _("未说明"))]


class StayForm(Form):
    """One guest; the reference is drawn with the page, so that sending it twice is one stay."""

    client_ref = forms.UUIDField(widget=forms.HiddenInput)
    # Only for counting; what is registered is the day until which the guest may stay.
    permitted_days = forms.CharField(label=_("每次停留（天）"), required=False, max_length=4)
    calculates: ClassVar = {"hx-target": "#until", "hx-trigger": "change", "hx-include": "closest form"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in SHOWN:
            self.fields[key] = _field(key)
        for key in ("visa_type", "entry_date", "permitted_days"):
            self.fields[key].widget.attrs |= self.calculates | {"hx-post": reverse("front:until")}

    def row(self) -> dict[str, str]:
        """Return what was typed, as a record."""
        return {name: str(self.data.get(name) or "") for name in (fields.REFERENCE, *SHOWN)}

    def groups(self) -> dict[str, list[forms.BoundField]]:
        """Return the fields in the order of the page."""
        return {
            "scanned": [self[key] for key in SCANNED],
            "permission": [self[key] for key in (*PERMISSION, "permitted_days", *ALLOWED)],
            "room": [self[key] for key in ROOM],
            "more": [self[key] for key in MORE],
        }

    def say(self, remarks: list[Remark]) -> None:
        """Put what rejects beside its field."""
        for remark in map(answers.remark, remarks):
            if remark["severity"] == "error":
                field = remark["field"] if remark["field"] in self.fields else None
                self.add_error(field, f"{remark['message']}{remark['fix']}")


class CancelForm(Form):
    """Why a report should not exist."""

    reason = forms.CharField(label=_("撤销的原因"), max_length=200)


class HelpForm(Form):
    """What is the matter, if there is time to say it."""

    what = forms.CharField(label=_("出了什么事"), max_length=100, required=False)


def _field(key: str) -> forms.Field:
    one = fields.BY_KEY[key]
    choices = _choices(key)
    if choices:
        return forms.ChoiceField(label=one.label, choices=choices, required=False)
    attrs: dict[str, Any] = {"autocomplete": "off", "spellcheck": "false"}
    if key == "nationality":
        attrs["list"] = "countries"
    if key in ("surname", "given_name", "document_number", "room"):
        attrs["autocapitalize"] = "characters"
    return forms.CharField(label=one.label, required=False, widget=forms.TextInput(attrs=attrs))


def _choices(key: str) -> list[tuple[str, Any]]:
    if key == "sex":
        return list(_SEXES)
    tables: dict[str, Iterable[tuple[str, Any]]] = {
        "document_type": [(kind.key, kind.label) for kind in document_kinds.offered_documents()],
        "visa_type": [(kind.key, kind.label) for kind in document_kinds.offered_visas(clock.today())],
        "purpose": purposes.purposes().items(),
    }
    return [("", "—"), *tables[key]] if key in tables else []
