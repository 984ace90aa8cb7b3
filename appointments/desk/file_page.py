"""One file as the right side of the workbench shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from appointments.booking.enums import BookingStatus, Channel, Pickup
from appointments.booking.models import BookedPerson, Booking, NoShowPoint
from appointments.cases.enums import CaseStatus, FindingStatus, Level
from appointments.cases.models import Case, Finding, SecondTrip
from appointments.catalogue import selectors as catalogue
from appointments.catalogue.specs import ServiceSpec
from appointments.desk import rules, selectors, words
from appointments.desk.lines import Line
from appointments.sweep import selectors as sweeps
from appointments.sweep.models import Telling
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.kernel import clock, countries, identity, sentences
from wuxue_exit_entry.kernel.identity import IdentityProblem, IdKind
from wuxue_exit_entry.messaging.models import Message
from wuxue_exit_entry.privacy import masks
from wuxue_exit_entry.ui import formats
from wuxue_exit_entry.ui.parts import Copy, Event
from wuxue_exit_entry.ui.parts import Finding as Box

SHOWN_EVENTS = 9
CHECKED = "身份、年龄、监护、受理权限、原证件、备案、数据源、在办、停留、时长和窗口都没有问题"


@dataclass(frozen=True)
class Paper:
    """A material of the list, as it was told, with the tick of whoever has seen it."""

    code: str
    name: str
    note: str
    tick: Any = None
    is_next: bool = False


@dataclass(frozen=True)
class Found:
    """A finding with what was said of it; `code` is set where it may still be corrected."""

    box: Box
    code: str = ""


@dataclass(frozen=True)
class Trip:
    """Why somebody has to come again, in words."""

    missed: str
    question: str
    note: str
    by: str


@dataclass(frozen=True, kw_only=True)
class FilePage:
    """Everything that stands beside the list when a file is open."""

    case: Case
    status: CaseStatus
    booking: Booking | None
    person: BookedPerson | None
    tag: tuple[str, str]
    headline: Sequence[str]
    family: Sequence[Line]
    findings: Sequence[Found]
    papers: Sequence[Paper]
    not_needed: str
    copies: Sequence[Copy]
    number_kind: str
    number: str
    timeline: Sequence[Event]
    more_events: bool
    second_trips: Sequence[Trip]
    points: Sequence[NoShowPoint]
    verbs: Mapping[str, bool]

    @property
    def primary(self) -> str:
        """The verb that comes next."""
        wanted = rules.NEXT_VERB.get(self.case.status, "")
        return wanted if self.verbs.get(wanted) else ""

    @property
    def ticked_all(self) -> bool:
        """Whether every paper of the list has been seen."""
        return all(paper.tick for paper in self.papers)

    @property
    def seen(self) -> int:
        """How many papers have been seen."""
        return sum(bool(paper.tick) for paper in self.papers)

    def focus(self, *, do: str, refused: bool, acted: str) -> str:
        """Return where the keyboard should be: in the form that was opened, on the next paper, in the number."""
        if do or refused:
            return "form" if do else "refusal"
        if acted in ("tick", "start") and self.verbs.get("accept"):
            return "accept" if self.ticked_all and self.case.served_at else "tick" if acted == "tick" else "title"
        return "title"

    @property
    def open_codes(self) -> list[Found]:
        """The findings that may be corrected."""
        return [found for found in self.findings if found.code]

    @property
    def has_to_tell(self) -> bool:
        """Whether something open concerns the applicant."""
        return any(found.code and found.box.text for found in self.findings)


def page_of(actor: Actor, case: Case, *, line: Line | None) -> FilePage:
    """Read everything about a file."""
    item = selectors.item_of(case)
    booking = item.booking if item else None
    family = selectors.siblings(actor, booking.code) if booking else []
    own = line or next((one for one in family if one.case_id == case.public_id), None)
    spec = catalogue.catalogue().services.get(case.service.code)
    papers = _papers(case, spec)
    events, more = _timeline(actor, case, booking, papers)
    found = selectors.findings_of(case)
    return FilePage(
        case=case,
        status=CaseStatus(case.status),
        booking=booking,
        person=item.person if item else None,
        tag=own.verdict if own else (case.get_status_display(), CaseStatus(case.status).tone),
        headline=_headline(case, booking, family),
        family=family if len(family) > 1 else (),
        findings=_findings(found, item.pk if item else 0, selectors.tellings(booking.pk) if booking else []),
        papers=papers,
        not_needed=_not_needed(case, spec),
        copies=_copies(case, booking, item.person if item else None),
        number_kind=str(sentences.KIND_LABELS[IdKind(case.id_kind)]),
        number=masks.mask_number(case.number),
        timeline=events,
        more_events=more,
        second_trips=[_trip(trip, case, spec) for trip in selectors.second_trips(case)],
        points=selectors.no_show_points(case.person_key),
        verbs=_verbs(case, booking),
    )


def _headline(case: Case, booking: Booking | None, family: Sequence[Line]) -> list[str]:
    if booking is None:
        return [case.service.name_zh, "现场来办，没有预约"]
    people = len({line.position for line in family})
    when = "今天 " + formats.clock_time(booking.start) if _is_today(booking) else formats.daytime(booking.start)
    parts = [case.service.name_zh, when, (booking.lane.window_zh or booking.lane.name_zh).split("，")[0]]
    if people > 1:
        parts.insert(1, f"{people} 人同来")
    if booking.status not in (BookingStatus.BOOKED, BookingStatus.ARRIVED):
        parts.append(str(BookingStatus(booking.status).label))
    return parts


def _is_today(booking: Booking) -> bool:
    return clock.local(booking.start).date() == clock.today()


def _verbs(case: Case, booking: Booking | None) -> dict[str, bool]:
    """Return which verbs the state of the file and of its booking allows."""
    allowed = {verb: True for verb in rules.VERBS[case.status]}
    if booking and not (booking.status == BookingStatus.BOOKED and _is_today(booking)):
        allowed.pop("check_in", None)
    if booking is None or booking.status != BookingStatus.BOOKED:
        allowed.pop("tell", None)
    return allowed


# -- what was found --------------------------------------------------------------------------------------------------
def _findings(
    found: Sequence[Finding], item_id: int, tellings: Sequence[tuple[Telling, Message | None]]
) -> list[Found]:
    return [_found(finding, _telling_of(finding, item_id, tellings)) for finding in found]


def _telling_of(
    finding: Finding, item_id: int, tellings: Sequence[tuple[Telling, Message | None]]
) -> tuple[Telling, Message | None] | None:
    name = f"{item_id}:{finding.code}"
    return next((one for one in tellings if name in one[0].findings), None)


def _found(finding: Finding, told: tuple[Telling, Message | None] | None) -> Found:
    if finding.status == FindingStatus.CORRECTED:
        who = f"{finding.corrected_by} {formats.stamp(finding.corrected_at)} 更正" if finding.corrected_at else ""
        return Found(Box("info", f"{finding.officer_words}（已更正）", finding.correction, who))
    tone = Level(finding.level).tone
    return Found(Box(tone, finding.officer_words, finding.applicant_zh, _told_words(finding, told)), finding.code)


def _told_words(finding: Finding, told: tuple[Telling, Message | None] | None) -> str:
    if not finding.applicant_zh:
        return ""
    by = f"请在 {formats.stamp(finding.fix_by)} 前办好 ・ " if finding.fix_by else ""
    if told is None:
        return by + "还没有告知"
    telling, message = told
    return by + f"{formats.stamp(telling.told_at)} 告知 ・ {words.reached(message) or '未读'}"


def all_clear(page: FilePage) -> Box | None:
    """Return the one green box where nothing is open."""
    if page.open_codes or page.status not in (CaseStatus.PREPARED, CaseStatus.REGISTERED):
        return None
    return Box("ok", "没有发现问题", CHECKED)


# -- materials -------------------------------------------------------------------------------------------------------
def _told_person(case: Case) -> Mapping[str, Any]:
    people = case.told.get("people") or [{}]
    return people[0]  # type: ignore[no-any-return]  # what the catalogue wrote


def _papers(case: Case, spec: ServiceSpec | None) -> list[Paper]:
    """Return the list as it was told, in Chinese whatever language it was told in."""
    ticks, names = selectors.ticked(case), names_of(spec)
    papers = [
        Paper(one["code"], names.get(one["code"]) or one["name"], _paper_note(one), ticks.get(one["code"]))
        for one in _told_person(case).get("bring", [])
    ]
    first_open = next((paper.code for paper in papers if not paper.tick), "")
    return [Paper(p.code, p.name, p.note, p.tick, p.code == first_open) for p in papers]


def _paper_note(paper: Mapping[str, Any]) -> str:
    if paper.get("source_is_down"):
        return "接口中断，请收纸质"
    return "视情况" if paper.get("only_if") else ""


def names_of(spec: ServiceSpec | None) -> dict[str, str]:
    """Return the Chinese names of an item's materials."""
    return {one.material: one.name.zh for one in spec.requirements} if spec else {}


def _not_needed(case: Case, spec: ServiceSpec | None) -> str:
    names, person = names_of(spec), _told_person(case)
    shared = [names.get(one["code"]) or one["name"] for one in person.get("shared", [])]
    made = [names.get(one["code"]) or one["name"] for one in person.get("hall_makes", [])]
    parts = [f"{'、'.join(shared)}由数据共享取得"] if shared else []
    return "；".join(parts + ([f"{'、'.join(made)}大厅做"] if made else []))


def _trip(trip: SecondTrip, case: Case, spec: ServiceSpec | None) -> Trip:
    missed = names_of(spec).get(trip.material, trip.material)
    question = dict(answers_of(case)).get(trip.question, trip.question)
    by = f"{trip.recorded_by} {formats.stamp(trip.recorded_at)} 记"
    return Trip(missed or trip.note, question, trip.note if missed else "", by)


def answers_of(case: Case) -> list[tuple[str, str]]:
    """Return the questions that were put for a file: fact and words."""
    spec = catalogue.catalogue().services.get(case.service.code)
    asked = {question.fact: question.text.zh for question in spec.questions} if spec else {}
    return [(fact, asked.get(fact, fact)) for fact in case.facts]


# -- fields for the national system ----------------------------------------------------------------------------------
def _copies(case: Case, booking: Booking | None, person: BookedPerson | None) -> list[Copy]:
    """Return what is typed into the national system, in its order; the number stands apart, it is fetched."""
    sex = {"M": "男", "F": "女"}.get(_sex(case, person), "")
    born = case.birth_date.isoformat() if case.birth_date else ""
    values = [
        ("姓名", case.name, ""),
        ("出生日期", born, ""),
        ("性别", sex, ""),
        ("国籍", _country(person), ""),
        ("电话", case.phone, case.phone),
        ("收件地址", booking.address if booking and booking.pickup == Pickup.EMS else "", ""),
        ("陪同人", (person.guardian_name or person.escort_name) if person else "", ""),
    ]
    kept = [(label, value, shown) for label, value, shown in values if value]
    keys = ["1", *(str(n) for n in range(3, 10))]  # 2 is the number's
    return [Copy(label, value, shown, keys[n]) for n, (label, value, shown) in enumerate(kept)]


def _sex(case: Case, person: BookedPerson | None) -> str:
    if person and person.sex:
        return person.sex
    try:
        return identity.parse(case.id_kind, case.number).sex or ""
    except IdentityProblem:
        return ""


def _country(person: BookedPerson | None) -> str:
    if person is None or not person.nationality:
        return ""
    country = countries.table().get(person.nationality)
    return f"{country.zh} {person.nationality}" if country else person.nationality


def grouped(case: Case) -> str:
    """Return the whole number in groups, as a person compares it with the card."""
    try:
        return identity.parse(case.id_kind, case.number).grouped
    except IdentityProblem:
        return case.number


# -- what happened ---------------------------------------------------------------------------------------------------
def _timeline(actor: Actor, case: Case, booking: Booking | None, papers: Sequence[Paper]) -> tuple[list[Event], bool]:
    events = list(selectors.events_about(case, *([booking] if booking else []))[:60])
    names = {event.after.get("sweep") for event in events if event.after and "sweep" in event.after}
    shown = words.timeline(
        events,
        list(selectors.messages_about(booking)[:30]) if booking else [],
        materials={paper.code: paper.name for paper in papers},
        sweeps={one.public_id: one for one in sweeps.sweeps_visible_to(actor).filter(public_id__in=names)},
        channel=Channel(booking.channel) if booking else "",
    )
    return shown[:SHOWN_EVENTS], len(shown) > SHOWN_EVENTS


def everything(actor: Actor, case: Case) -> list[Event]:
    """Return everything that happened to a file and its visit, newest first."""
    item = selectors.item_of(case)
    booking = item.booking if item else None
    spec = catalogue.catalogue().services.get(case.service.code)
    return words.timeline(
        selectors.events_about(case, *([booking] if booking else []))[:300],
        selectors.messages_about(booking)[:100] if booking else [],
        materials=names_of(spec),
        sweeps=selectors.sweeps_by_id(actor),
        channel=booking.channel if booking else "",
    )
