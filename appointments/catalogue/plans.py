"""Plans: what a visit is for, before anybody says who they are; they travel as signed tokens, never in a session."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.core import signing
from django.utils.translation import gettext as _

from appointments.catalogue import conditions, rules, selectors, telling
from appointments.catalogue.enums import Decision
from appointments.catalogue.specs import Catalogue, Plan, PlannedItem, PlannedPerson
from wuxue_exit_entry.kernel.errors import BusinessError

__all__ = ["MAX_ITEMS", "MAX_PEOPLE", "Plan", "PlannedItem", "PlannedPerson", "told"]

MAX_PEOPLE = 5
MAX_ITEMS = 6
LIFETIME = timedelta(hours=24)
URGENT = "urgent"  # the fact that opens the green channel
_SALT = "appointments.catalogue.plan"

told = telling.told


def make(people: Iterable[PlannedPerson], *, on: date | None = None) -> Plan:
    """Build the plan of one visit; it may hold items that cannot be booked, and then says so.

    Raises BusinessError when the people or items do not fit into one visit.
    """
    catalogue = selectors.catalogue(on)
    kept = tuple(_kept(person, catalogue) for person in people)
    if not 1 <= len(kept) <= MAX_PEOPLE:
        raise BusinessError("people_count", _("一次最多约 5 个人。"), "people", status=400)
    specs = [[catalogue.services[item.service] for item in person.items] for person in kept]
    for position, own in enumerate(specs):
        _refuse_same_family([one.family for one in own], position)
    asked = [one for own in specs for one in own]
    # What is not done here takes no window: it is referred, not refused for its lane.
    lane = rules.visit_lane(one.lane for one in [one for one in asked if one.is_local and one.is_active] or asked[:1])
    if lane is None:
        raise BusinessError(
            "mixed_lanes", _("这几项不在同一种窗口办理，请分开预约。"), f"people.{len(kept) - 1}", status=400
        )
    families = tuple(sorted({one.family for own in specs for one in own}))
    plan = Plan(kept, rules.visit_minutes(specs), lane, families)
    return replace(plan, is_bookable=_is_bookable(plan, catalogue))


def ordinary(plan: Plan) -> Plan:
    """The plan without its urgency: only the green channel, once granted, is faster and asks for its proof."""
    return make(
        PlannedPerson(tuple(PlannedItem(item.service, _not_urgent(item.answers)) for item in person.items))
        for person in plan.people
    )


def _not_urgent(answers: Mapping[str, str]) -> dict[str, str]:
    return {fact: "no" if fact == URGENT else answer for fact, answer in answers.items()}


def is_urgent(plan: Plan) -> bool:
    """Whether somebody answered that it is urgent."""
    return any(item.answers.get(URGENT) == "yes" for person in plan.people for item in person.items)


def require_options(people: Sequence[PlannedPerson]) -> None:
    """Refuse an answer that is no option of its question; pages ask again instead, a program would ask for ever.

    Raises BusinessError: answer_unknown.
    """
    services = selectors.catalogue().services
    for number, person in enumerate(people):
        for place, item in enumerate(person.items):
            for question in services[item.service].questions if item.service in services else ():
                given = item.answers.get(question.fact)
                if given is not None and rules.read_answer(question, given) is None:
                    field = f"people.{number}.items.{place}.answers.{question.fact}"
                    raise BusinessError("answer_unknown", _("没有这个选项，请按问题里的选项回答。"), field, status=400)


def sign(plan: Plan) -> str:
    """The token of a plan, good for a day."""
    return signing.dumps(plan.as_json(), salt=_SALT, compress=True)


def read(token: str) -> Plan:
    """The plan of a token, to book with.

    Raises BusinessError: plan_expired, or plan_not_bookable.
    """
    plan = read_draft(token)
    if not plan.is_bookable:
        raise BusinessError("plan_not_bookable", _("这份清单里有不能预约的事项，请先去掉。"), "plan", status=400)
    return plan


def read_draft(token: str) -> Plan:
    """The plan of a token, bookable or not.

    Raises BusinessError: plan_expired.
    """
    try:
        return Plan.from_json(signing.loads(token, salt=_SALT, max_age=LIFETIME))
    except (signing.BadSignature, KeyError, TypeError, ValueError) as error:
        raise BusinessError("plan_expired", _("清单已过期，请重新回答几个问题。"), "plan", status=400) from error


def with_item(plan: Plan, item: PlannedItem, *, person: int, position: int | None = None) -> Plan:
    """The plan with an item put at a place of a person (counted from 0), or added; a new person is added at the end."""
    people = list(plan.people)
    if person >= len(people):
        people.append(PlannedPerson((item,)))
        return make(people)
    items = list(people[person].items)
    if position is None or position >= len(items):
        items.append(item)
    else:
        items[position] = item
    people[person] = PlannedPerson(tuple(items))
    return make(people)


def without_item(plan: Plan, *, person: int, position: int) -> Plan | None:
    """The plan without an item; None when nothing is left."""
    people = [list(one.items) for one in plan.people]
    if person < len(people) and position < len(people[person]):
        del people[person][position]
    left = [PlannedPerson(tuple(items)) for items in people if items]
    return make(left) if left else None


def personal_answers(plan: Plan, person: int, *, except_item: int | None = None) -> dict[str, str]:
    """What a person has already answered about themselves for other items."""
    if person >= len(plan.people):
        return {}
    personal = {
        question.fact
        for one in selectors.catalogue().services.values()
        for question in one.questions
        if question.is_personal
    }
    items = [item for place, item in enumerate(plan.people[person].items) if place != except_item]
    return {fact: answer for item in items for fact, answer in item.answers.items() if fact in personal}


def require_agreement(person: PlannedPerson, *, birth_date: date, day: date, field: str = "") -> None:
    """Hold the answered age against the birth date that the document shows, on the day of the visit.

    Raises BusinessError: age_disagrees.
    """
    for item in person.items:
        typed = item.answers.get("age", "")
        if typed and not rules.age_agrees(conditions.parse_span(typed), birth_date, day):
            raise BusinessError(
                "age_disagrees", _("出生日期和前面回答的年龄对不上，请核对，或返回重新回答。"), field, status=400
            )


def _kept(person: PlannedPerson, catalogue: Catalogue) -> PlannedPerson:
    """The person with known items and with answers that count."""
    if not 1 <= len(person.items) <= MAX_ITEMS:
        raise BusinessError("items_count", _("一个人一次最多办 6 项。"), "people", status=400)
    items = []
    for item in person.items:
        spec = catalogue.services.get(item.service)
        if spec is None:
            raise BusinessError("service_unknown", _("没有这个事项，或者已经停办。"), "people", status=400)
        items.append(PlannedItem(item.service, rules.kept_answers(spec, item.answers)))
    return PlannedPerson(tuple(items))


def _refuse_same_family(families: Sequence[str], position: int) -> None:
    if len(set(families)) != len(families):
        raise BusinessError(
            "same_family", _("同一个人同一类事项一次只能办一项。"), f"people.{position}.items", status=400
        )


def _is_bookable(plan: Plan, catalogue: Catalogue) -> bool:
    return all(
        rules.next_question(spec, item.answers) is None
        and rules.decide(spec, rules.facts_of(spec, item.answers))[0] == Decision.BOOKABLE
        for person in plan.people
        for item in person.items
        for spec in [catalogue.services[item.service]]
    )
