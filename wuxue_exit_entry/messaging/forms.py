"""Forms of the outbox."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxue_exit_entry.messaging.models import MessagingPolicy
from wuxue_exit_entry.ui.forms import Form, ModelForm


class PolicyForm(ModelForm):
    """The quiet hours, and when an alarm that nobody took goes further."""

    class Meta:
        model = MessagingPolicy
        fields = ["quiet_from", "quiet_until", "escalate_after"]
        widgets = {
            "quiet_from": forms.TimeInput({"type": "time", "data-size": "6"}, format="%H:%M"),
            "quiet_until": forms.TimeInput({"type": "time", "data-size": "6"}, format="%H:%M"),
            "escalate_after": forms.NumberInput({"data-size": "6", "min": "1", "max": "1440"}),
        }


class NumberForm(Form):
    """The number whose demonstration phone is looked at."""

    number = forms.CharField(
        label=_("手机号"), max_length=30, widget=forms.TextInput({"inputmode": "tel", "autocomplete": "tel"})
    )
