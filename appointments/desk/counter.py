"""The page on which an officer books for somebody, or opens a file for who stands there: its state is its form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.functional import cached_property

from appointments.booking import details, notice, rules, slot_board
from appointments.booking import selectors as booking
from appointments.booking.data import BookingData
from appointments.booking.enums import Channel, Pickup
from appointments.booking.selectors import Slot, SlotDay
from appointments.catalogue import plans
from appointments.catalogue import rules as catalogue_rules
from appointments.catalogue import selectors as catalogue
from appointments.catalogue.enums import Decision, Family
from appointments.catalogue.plans import Plan, PlannedItem, PlannedPerson
from appointments.catalogue.specs import QuestionSpec, ServiceSpec
from appointments.desk.forms import CallerForm
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.ui import formats

NOW, LATER = "now", "slot"
Typed = Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """One question with the answer so far."""

    name: str
    text: str
    options: Sequence[tuple[str, str]]
    answer: str


@dataclass(frozen=True)
class Chosen:
    """One item of one person: the service, its questions up to the first without an answer, what that leads to."""

    position: int
    name: str
    service: str
    asked: Sequence[Asked] = ()
    decision: str = ""
    because: Sequence[str] = ()
    item: PlannedItem | None = None

    @property
    def is_refused(self) -> bool:
        """Whether nothing can be booked for this."""
        return self.decision not in ("", Decision.BOOKABLE)

    @property
    def decision_label(self) -> str:
        """What is to be said to the caller."""
        return str(Decision(self.decision).label) if self.decision else ""


@dataclass
class Person:
    """One person on the page."""

    position: int
    items: list[Chosen] = field(default_factory=list)
    form: Any = None


@dataclass(frozen=True)
class BandChoice:
    """One start, with what is left; a full one may be chosen by who may make extra places."""

    value: str
    label: str
    left: int
    can_choose: bool
    selected: bool


class CounterDetails(details.Details):
    """The forms of people as on the public pages, with the contact of a caller: a landline will do, no consent box."""

    def __init__(self, plan: Plan, *, data: Typed | None = None, is_now: bool = False) -> None:
        super().__init__(plan, data=data)
        for form in self.people:
            for name in ("id_kind", "declared_filed"):
                if name in form.fields:
                    form.fields[name].widget = forms.Select(choices=form.fields[name].choices)
        self.contact = CallerForm(data, is_collected=rules.is_collected(plan.families), is_now=is_now)  # type: ignore[assignment]  # another form of the same page

    def data(self, plan: Plan, start: datetime) -> BookingData:
        """Return everything that was typed."""
        contact = self.contact.cleaned_data
        return BookingData(
            plan=plan,
            start=start,
            people=tuple(self._people()),
            phone=contact["phone"],
            language=contact["language"],
            pickup=contact.get("pickup") or Pickup.COUNTER,
            address=contact.get("address", "").strip(),
            notice_version=notice.VERSION,
        )


class Counter:
    """What has been chosen and typed so far."""

    def __init__(self, typed: Typed, *, may_add: bool = False) -> None:
        self.typed, self.may_add = typed, may_add
        self.mode = typed.get("mode") if typed.get("mode") in (Channel.DESK, NOW) else Channel.PHONE.value
        self.when = NOW if self.mode == NOW else LATER
        self.channel = Channel.DESK if self.mode == Channel.DESK else Channel.PHONE
        self.people = [self._person(n) for n in range(_count(typed.get("people"), plans.MAX_PEOPLE))]
        self.problem = ""

    def _person(self, n: int) -> Person:
        known: dict[str, str] = {}
        person = Person(n)
        for j in range(_count(self.typed.get(f"p{n}-items"), plans.MAX_ITEMS)):
            person.items.append(self._chosen(n, j, known))
        return person

    def _chosen(self, n: int, j: int, known: dict[str, str]) -> Chosen:
        """Read one item; what a person says about themselves is asked once, for their first item."""
        name = f"p{n}-s{j}"
        spec = self.catalogue.services.get(str(self.typed.get(name, "")))
        if spec is None:
            return Chosen(j, name, "")
        answers, asked = dict(known), []
        while (question := catalogue_rules.next_question(spec, answers)) is not None:
            own = f"p{n}-q{j}-{question.fact}"
            answer = self._answer(question, str(self.typed.get(own, "")))
            asked.append(Asked(own, question.text.zh, _options(question), answer))
            if not answer:
                return Chosen(j, name, spec.code, asked)
            answers[question.fact] = answer
            if question.is_personal:
                known[question.fact] = answer
        return self._decided(j, name, spec, asked, answers)

    @staticmethod
    def _answer(question: QuestionSpec, typed: str) -> str:
        return typed if catalogue_rules.read_answer(question, typed) is not None else ""

    @staticmethod
    def _decided(j: int, name: str, spec: ServiceSpec, asked: Sequence[Asked], answers: dict[str, str]) -> Chosen:
        decision, because = catalogue_rules.decide(spec, catalogue_rules.facts_of(spec, answers))
        words = [f"{one.title.zh}：{one.text.zh}" for one in because]
        if decision == Decision.REFER:
            words.append(spec.refer.zh)
        return Chosen(j, name, spec.code, asked, decision.value, words, PlannedItem(spec.code, answers))

    @cached_property
    def catalogue(self) -> Any:
        """The catalogue of today."""
        return catalogue.catalogue()

    @property
    def modes(self) -> list[tuple[str, str]]:
        """How somebody has come: by telephone, to the window for another day, or to be served now."""
        return [
            (Channel.PHONE.value, str(Channel.PHONE.label)),
            (Channel.DESK.value, str(Channel.DESK.label)),
            (NOW, "没有预约，现在办"),
        ]

    @cached_property
    def services(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """What may be chosen, in groups by family."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for spec in self.catalogue.services.values():
            if spec.is_active:
                groups.setdefault(str(Family(spec.family).label), []).append((spec.code, spec.name.zh))
        return list(groups.items())

    @cached_property
    def plan(self) -> Plan | None:
        """What the visit is for, as soon as every question has its answer."""
        items = [item.item for person in self.people for item in person.items]
        if not all(items):
            return None
        people = [PlannedPerson(tuple(one.item for one in person.items if one.item)) for person in self.people]
        try:
            return plans.make(people)
        except BusinessError as error:
            self.problem = str(error.message)
            return None

    @property
    def can_serve_now(self) -> bool:
        """Whether what was chosen is served without a booking."""
        allowed = (Decision.BOOKABLE, Decision.ON_SITE_ONLY)
        return self.plan is not None and all(i.decision in allowed for person in self.people for i in person.items)

    @property
    def is_ready(self) -> bool:
        """Whether it is time to ask who comes and when."""
        return self.plan is not None and (self.plan.is_bookable or (self.when == NOW and self.can_serve_now))

    @cached_property
    def told(self) -> Mapping[str, Any]:
        """The list to read to the caller."""
        return plans.told(self.plan, "zh-hans") if self.plan else {}

    def details(self, *, is_bound: bool) -> CounterDetails:
        """Return the forms of who comes and how to reach them; typed values stay when the page is drawn anew."""
        assert self.plan is not None  # noqa: S101 -- asked for when ready
        found = CounterDetails(self.plan, data=self.typed, is_now=self.when == NOW)
        for form in found.forms if not is_bound else ():
            form._errors = ErrorDict()  # shown again with what was typed, not judged before the last button
        for person, form in zip(self.people, found.people, strict=True):
            person.form = form
        return found

    # -- when --------------------------------------------------------------------------------------------------------
    @cached_property
    def days(self) -> list[SlotDay]:
        """The days of the desk's window with their slots."""
        if self.plan is None:
            return []
        return booking.slot_days(lane=self.plan.lane, minutes=self.plan.minutes, staff=True)

    @cached_property
    def day(self) -> date | None:
        """The day that is open."""
        wanted = slot_board.read_day(str(self.typed.get("day", "")))
        free = next((one.day for one in self.days if one.left), None)
        return wanted if wanted in [one.day for one in self.days] else free

    @property
    def day_choices(self) -> list[tuple[str, str, bool]]:
        """Days with what is left, for a select."""
        return [
            (
                one.day.isoformat(),
                f"{formats.day(one.day)}　{_left(one.left)}",
                one.day == self.day,
            )
            for one in self.days
            if one.slots
        ]

    @property
    def bands(self) -> list[BandChoice]:
        """The starts of the day that is open."""
        slots: Sequence[Slot] = next((one.slots for one in self.days if one.day == self.day), ())
        chosen = str(self.typed.get("start", ""))
        return [
            BandChoice(
                value=slot_board.written(slot.start),
                label=formats.clock_time(slot.start),
                left=slot.left,
                can_choose=slot.is_free or self.may_add,
                selected=slot_board.written(slot.start) == chosen,
            )
            for slot in slots
        ]

    @property
    def start(self) -> datetime | None:
        """When the visit begins: now, or the start that was chosen."""
        if self.when == NOW:
            return clock.now()
        return slot_board.read_start(str(self.typed.get("start", "")))


def _options(question: QuestionSpec) -> list[tuple[str, str]]:
    if question.kind == "yes_no":
        return [("no", "不是"), ("yes", "是")]
    return [(option.value, option.text.zh) for option in question.options]


def _count(typed: Any, most: int) -> int:
    text = str(typed or "")
    return min(max(int(text), 1), most) if text.isdecimal() and len(text) < 4 else 1


def _left(left: int) -> str:
    return f"余 {left}" if left else "满"
