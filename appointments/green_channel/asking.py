"""The page on which somebody asks: a person and a ground, judged together; the public and the desk share it."""

from collections.abc import Mapping
from typing import Any

from appointments.booking.details import ask
from appointments.booking.forms import PageForm, PersonForm
from appointments.catalogue import selectors as catalogue
from appointments.catalogue.plans import Plan
from appointments.green_channel.data import GreenData
from appointments.green_channel.forms import AskForm
from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.kernel.public_ids import new_secret

_FIELDS = {"guardian_name": "companion_name", "escort_name": "companion_name", "": "number"}


class Asking:
    """The two forms of an urgent request."""

    def __init__(self, plan: Plan, *, data: Mapping[str, Any] | None = None, files: Any = None) -> None:
        self.plan = plan
        self.person = PersonForm(data, prefix="p0", asked=ask(plan.people[0]))
        self.request = AskForm(
            data, files, grounds=catalogue.urgency_grounds(), initial={"key": new_secret()} if data is None else None
        )

    @property
    def forms(self) -> list[PageForm]:
        """Both forms in the order of the page."""
        return [self.person, self.request]

    def is_valid(self) -> bool:
        """Judge both, so that everything wrong is said at once."""
        return all([form.is_valid() for form in self.forms])

    def data(self, language: str) -> GreenData:
        """Return the request as handed in."""
        given = dict(self.request.cleaned_data)
        given.pop("consent")
        given.pop("key")
        return GreenData(plan=self.plan, person=self.person.person(), language=language, **given)

    def place(self, error: BusinessError) -> None:
        """Put a refusal beside the field that it names."""
        area, _, rest = error.field.partition(".")
        if area in ("people", "person"):
            field = rest.partition(".")[2] or rest.replace("0", "")
            form, field = self.person, _FIELDS.get(field, field)
        else:
            form, field = self.request, error.field
        form.add_error(field if field in form.fields else None, str(error.message))
