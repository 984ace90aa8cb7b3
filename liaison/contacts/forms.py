"""An organisation and somebody to reach there."""

from typing import Any

from liaison.contacts import selectors
from liaison.contacts.models import Contact, Organisation
from wuxue_exit_entry.ui.forms import ModelForm


class OrganisationForm(ModelForm):
    """What is kept of an organisation."""

    class Meta:
        model = Organisation
        fields = (
            "kind",
            "name",
            "name_en",
            "initials",
            "credit_code",
            "address",
            "station",
            "language",
            "notes",
            "is_active",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["station"].queryset = selectors.stations()
        self.fields["initials"].required = False


class ContactForm(ModelForm):
    """Somebody to reach."""

    class Meta:
        model = Contact
        fields = ("name", "role", "phone", "email", "channel", "language", "is_active")
