"""The page of details: one form for each person and one for the contact, judged together."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from appointments.booking import rules
from appointments.booking.data import PersonData
from appointments.booking.draft import Draft
from appointments.booking.enums import Pickup
from appointments.booking.forms import Asked, ContactForm, PageForm, PersonForm
from appointments.catalogue import selectors as catalogue
from appointments.catalogue.plans import Plan, PlannedPerson
from wuxue_exit_entry.kernel.errors import BusinessError

_FIELDS = {"guardian_name": "companion_name", "escort_name": "companion_name", "": "number"}
_AGE_OF_MINORS = "0-15"


def ask(planned: PlannedPerson) -> Asked:
    """Return what is left to ask of one person after the questions of the checklist."""
    answers = {fact: answer for item in planned.items for fact, answer in item.answers.items()}
    specs = catalogue.catalogue().services
    filed = answers.get("state_worker")
    return Asked(
        kinds=rules.id_kinds(specs[item.service].family for item in planned.items if item.service in specs),
        filed=None if filed is None else filed == "yes",
        is_minor=answers.get("age") == _AGE_OF_MINORS,
        is_escorted=answers.get("escort") == "entrusted",
    )


class Details:
    """The forms of one booking: empty, filled from a draft, or bound to what was posted."""

    def __init__(self, plan: Plan, *, data: Mapping[str, Any] | None = None, draft: Draft | None = None) -> None:
        self.plan = plan
        known = draft.people if draft else ()
        self.people = [
            PersonForm(
                data,
                prefix=f"p{n}",
                initial=PersonForm.initial_of(known[n]) if n < len(known) else None,
                asked=ask(planned),
            )
            for n, planned in enumerate(plan.people)
        ]
        self.contact = ContactForm(data, initial=_contact_of(draft), is_collected=rules.is_collected(plan.families))

    @property
    def forms(self) -> Sequence[PageForm]:
        """All forms in the order of the page."""
        return [*self.people, self.contact]

    def is_valid(self) -> bool:
        """Judge every form, so that everything wrong is said at once."""
        return all([form.is_valid() for form in self.forms])

    def draft(self, *, token: str, start: datetime, notice: str, before: Draft | None) -> Draft:
        """Return what was typed; key and proved phone of an earlier draft stay."""
        contact = self.contact.cleaned_data
        return Draft(
            plan=token,
            start=start,
            people=tuple(self._people()),
            phone=contact["phone"],
            pickup=contact.get("pickup", Pickup.COUNTER),
            address=contact.get("address", "").strip() if contact.get("pickup") == Pickup.EMS else "",
            notice_version=notice,
            verified=before.verified if before else "",
            key=before.key if before else "",
        )

    def place(self, error: BusinessError) -> None:
        """Put a refusal beside the field that it names, such as `people.1.number`."""
        area, _, rest = error.field.partition(".")
        position, _, field = rest.partition(".")
        form: PageForm = self.contact
        if area == "people" and position.isdecimal() and int(position) < len(self.people):
            form, field = self.people[int(position)], _FIELDS.get(field, field)
        else:
            field = error.field
        form.add_error(field if field in form.fields else None, str(error.message))

    def _people(self) -> list[PersonData]:
        """Everybody as typed; a child for whom nobody is named comes with the first adult of the same booking."""
        people = [form.person() for form in self.people]
        adult = next((one.name for one, form in zip(people, self.people, strict=True) if not form.asked.is_minor), "")
        return [
            replace(person, guardian_name=adult)
            if form.asked.is_minor and not (person.guardian_name or person.escort_name)
            else person
            for person, form in zip(people, self.people, strict=True)
        ]


def _contact_of(draft: Draft | None) -> dict[str, Any] | None:
    if draft is None:
        return None
    return {"phone": draft.phone, "pickup": draft.pickup, "address": draft.address, "consent": True}
