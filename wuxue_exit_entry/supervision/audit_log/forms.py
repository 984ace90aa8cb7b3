"""What the auditor searches by."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms

from wuxue_exit_entry.kernel.clock import SHANGHAI
from wuxue_exit_entry.ui.forms import DateField, Form


class AuditSearchForm(Form):
    """Target or request, person, verb, days; all optional, all in the address."""

    q = forms.CharField(label="对象或请求编号", max_length=60, required=False)
    actor = forms.CharField(label="人员", max_length=60, required=False)
    verb = forms.CharField(label="动作", max_length=100, required=False)
    since = DateField(label="从", required=False)
    until = DateField(label="到", required=False)

    def criteria(self) -> dict[str, Any]:
        """Return the arguments of `audit.selectors.events`; what was typed wrongly does not filter."""
        self.full_clean()
        typed = self.cleaned_data
        since, until = typed.get("since"), typed.get("until")
        return {
            "text": typed.get("q", "").strip(),
            "actor": typed.get("actor", "").strip(),
            "verb": typed.get("verb", "").strip(),
            "since": datetime.combine(since, time(), SHANGHAI) if since else None,
            "until": datetime.combine(until + timedelta(days=1), time(), SHANGHAI) if until else None,
        }
