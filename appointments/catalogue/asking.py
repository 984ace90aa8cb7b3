"""One question per page: the answers travel in the address, the plan so far as its token, nothing in a session."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from appointments.catalogue import guide, plans, rules
from appointments.catalogue.plans import Plan, PlannedItem
from appointments.catalogue.specs import QuestionSpec, ServiceSpec

_RESERVED = ("plan", "person", "item", "q")


class Carried:
    """What an address says of the plan so far, and of the person and item that are being answered for."""

    def __init__(self, query: Mapping[str, str]) -> None:
        self.token = query.get("plan", "")
        self.plan = plans.read_draft(self.token) if self.token else Plan()
        self.person = min(_number(query, "person") or 1, len(self.plan.people) + 1)
        self.item = _number(query, "item")

    def query(self) -> dict[str, Any]:
        """The same as part of an address."""
        return {"plan": self.token, "person": self.person, "item": self.item or ""} if self.token else {}


class Asking:
    """Where somebody stands in the questions of an item."""

    def __init__(self, spec: ServiceSpec, query: Mapping[str, str]) -> None:
        self.spec = spec
        self.carried = Carried(query)
        self.place = self.carried.item - 1 if self.carried.item else None
        known = plans.personal_answers(self.carried.plan, self.carried.person - 1, except_item=self.place)
        given = {key: value for key, value in query.items() if key not in _RESERVED}
        self.answers = rules.kept_answers(spec, {**known, **given})
        self.given = {fact: value for fact, value in self.answers.items() if fact in given}
        self.question = rules.next_question(spec, self.answers)
        self.was_put = self.question is not None and query.get("q") == self.question.fact

    def finished_plan(self) -> Plan:
        """The plan with this item in its place.

        Raises BusinessError when it does not fit into the visit.
        """
        item = PlannedItem(self.spec.code, self.answers)
        return plans.with_item(self.carried.plan, item, person=self.carried.person - 1, position=self.place)

    def hidden(self) -> list[tuple[str, Any]]:
        """What travels along beside the answer."""
        fact = self.question.fact if self.question else ""
        return [*self._filled(self.carried.query()), *self.given.items(), ("q", fact)]

    def context(self) -> dict[str, Any]:
        """What the page says around the question."""
        return {
            "spec": self.spec,
            "name": guide.pick(self.spec.name),
            "hidden": self.hidden(),
            "number": len(self.given) + 1,
            "left": rules.open_count(self.spec, self.answers) - 1,
            "person": self.carried.person if self.carried.token else 0,
            "back_url": self.back_url(),
        }

    def back_url(self) -> str:
        """One question back; from the first one to where the item was chosen."""
        query = self.carried.query()
        if self.given:
            return questions_url(self.spec.code, {**query, **dict(list(self.given.items())[:-1])})
        if self.carried.item:
            return checklist_url(self.carried.plan)
        if self.carried.token:
            return f"{reverse('catalogue:add')}?{urlencode(query)}"
        return reverse("catalogue:service", args=[self.spec.code])

    @staticmethod
    def _filled(query: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
        return ((key, value) for key, value in query.items() if value)


def questions_url(code: str, query: Mapping[str, Any]) -> str:
    """The address of an item's next question."""
    given = {key: value for key, value in query.items() if value not in ("", None)}
    address = reverse("catalogue:questions", args=[code])
    return f"{address}?{urlencode(given)}" if given else address


def checklist_url(plan: Plan) -> str:
    """The address of the list of a plan."""
    return f"{reverse('catalogue:checklist')}?{urlencode({'plan': plans.sign(plan)})}"


def choices(question: QuestionSpec) -> list[tuple[str, str]]:
    """The options of a question in the language in force."""
    options = [(one.value, guide.pick(one.text)) for one in question.options]
    return options or [("yes", _("是")), ("no", _("不是"))]


def _number(query: Mapping[str, str], name: str) -> int:
    typed = query.get(name, "")
    if typed and not (typed.isascii() and typed.isdecimal() and len(typed) <= 2):
        raise Http404
    return int(typed or 0)
