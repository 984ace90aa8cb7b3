"""Synthetic days for the demonstration: people who do not exist, served through the same services as real ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from appointments.booking import selectors as places
from appointments.booking import services as bookings
from appointments.booking.data import BookingData, PersonData
from appointments.booking.enums import Channel
from appointments.booking.models import Booking
from appointments.cases import services as cases
from appointments.cases.enums import CaseStatus, Level
from appointments.cases.models import Case
from appointments.catalogue import plans, rules
from appointments.catalogue import selectors as catalogue
from appointments.catalogue.specs import PlannedItem, PlannedPerson
from appointments.green_channel import services as green
from appointments.green_channel.data import GreenData
from appointments.sweep import services as sweeps
from lodging import demo as lodging
from wuxue_exit_entry.accounts import services as accounts
from wuxue_exit_entry.accounts.models import User
from wuxue_exit_entry.audit.actors import PUBLIC, Actor
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.kernel.identity import check_digit
from wuxue_exit_entry.workdays import selectors as workdays

DAYS_BACK, A_DAY = 6, 7
AHEAD = (9, 11, 6)
_FAMILY = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
_GIVEN = (
    "伟",
    "芳",
    "静",
    "敏",
    "丽",
    "强",
    "磊",
    "洋",
    "艳",
    "勇",
    "晓婷",
    "建国",
    "红梅",
    "自强",
    "雨桐",
    "子涵",
    "俊杰",
)
_SERVICES = ("PP-NEW", "PP-RENEW", "PP-RENEW", "PP-REISS", "HM-NEW", "HM-RENEW", "TW-NEW")
_EVIDENCE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>endobj\n"
    b"xref\n0 4\n0000000000 65535 f \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
)


@dataclass
class Cast:
    """Chance that is the same at every start, and the officers who work."""

    chance: Random
    serial: Iterator[int]
    officer: Actor
    second: Actor
    leader: Actor


@transaction.atomic
def seed() -> int:
    """Fill an empty demonstration: past days served, coming days booked, one urgent request. Return the bookings."""
    accounts.load_demo_staff()
    lodging.seed()
    if Booking.objects.exists():
        return 0
    cast = Cast(Random(421182), count(1), _actor("window"), _actor("window2"), _actor("leader"))  # noqa: S311 -- demo
    calendar, now = workdays.calendar(), clock.now()
    day = clock.today()
    past: list[date] = []
    while len(past) < DAYS_BACK:
        day = calendar.previous_workday(day)
        past.insert(0, day)
    for one in past:
        _past_day(cast, one, calendar.previous_workday(one))
    if calendar.is_workday(clock.today()):
        _this_day(cast, clock.today(), past[-1])
    days = places.slot_days(lane="cn_documents", minutes=20, days=len(AHEAD) + 1)
    coming = [one.day for one in days if one.left and one.day > clock.local(now).date()]
    with clock.frozen(now - timedelta(hours=2)):
        for ahead, number in zip(coming, AHEAD, strict=False):
            _book_some(cast, ahead, number)
    _sweep_now(cast)
    _ask_urgently(cast)
    return Booking.objects.count()


def _past_day(cast: Cast, day: date, before: date) -> None:
    """A day that is over: booked, swept, registered, served; one did not come, one has to come again."""
    with clock.frozen(_at(before, "09:10")):
        made = _book_some(cast, day, A_DAY)
    with clock.frozen(_at(before, "15:00")):
        _sweep_and_sign(cast)
        _register(cast)
    for position, booking in enumerate(made):
        if position == 0 and cast.chance.random() < 0.6:
            continue  # nobody came
        _serve(cast, booking, again=position == 1 and cast.chance.random() < 0.5)
    with clock.frozen(_at(day + timedelta(days=1), "00:10")):
        for missed in places.not_come(clock.now()).values_list("pk", flat=True):
            bookings.mark_missed(booking_id=missed)


def _this_day(cast: Cast, day: date, before: date) -> None:
    """The day that is running: served until half an hour ago, somebody in the hall, the others still to come."""
    now = clock.now()
    with clock.frozen(_at(before, "09:20")):
        made = _book_some(cast, day, A_DAY)
    with clock.frozen(_at(before, "15:00")):
        _sweep_and_sign(cast)
        _register(cast)
    for booking in made:
        if booking.start <= now - timedelta(minutes=60):
            _serve(cast, booking, again=False)
        elif booking.start <= now:
            with clock.frozen(booking.start):
                bookings.check_in(actor=cast.officer, code=booking.code)


def _book_some(cast: Cast, day: date, number: int) -> list[Booking]:
    made = []
    slots = next((one.slots for one in places.slot_days(lane="cn_documents", minutes=20) if one.day == day), ())
    for slot in cast.chance.sample(slots, min(number, len(slots))):
        try:
            made.append(_book(cast, slot.start))
        except BusinessError:
            continue  # a family of long items that does not fit there; the next one
    return sorted(made, key=lambda booking: booking.start)


def _book(cast: Cast, start: datetime) -> Booking:
    person, wanted = _adult(cast)
    people, planned = [person], [wanted]
    if cast.chance.random() < 0.15:
        people.append(_person(cast, 2016 + cast.chance.randrange(6), guardian=person.name))
        planned.append(_item("PP-NEW", {"age": "0-15", "escort": "guardian"}))
    channel = cast.chance.choice([Channel.ONLINE] * 5 + [Channel.PHONE])
    actor = PUBLIC if channel == Channel.ONLINE else cast.officer
    data = BookingData(
        plan=plans.make(planned),
        start=start,
        people=tuple(people),
        phone=f"139{next(cast.serial):08d}",
        notice_version="demo",
        language=cast.chance.choice(["zh-hans"] * 6 + ["en"]),
    )
    return bookings.book(actor=actor, data=data, channel=channel)


def _adult(cast: Cast) -> tuple[PersonData, PlannedPerson]:
    filed = cast.chance.random() < 0.12
    chosen = {"age": "18-59", "state_worker": "yes" if filed else "no"}
    return _person(cast, 1970 + cast.chance.randrange(35)), _item(cast.chance.choice(_SERVICES), chosen)


def _item(code: str, chosen: dict[str, str]) -> PlannedPerson:
    """Answer the questions of an item: what was chosen, «no», else the first option."""
    spec = catalogue.spec(code)
    answers: dict[str, str] = {}
    while question := rules.next_question(spec, answers):
        options = [option.value for option in question.options]
        plain = "no" if "no" in options or not options else options[0]
        answers[question.fact] = chosen.get(question.fact, plain)
    return PlannedPerson((PlannedItem(code, answers),))


def _person(cast: Cast, year: int, guardian: str = "") -> PersonData:
    name = cast.chance.choice(_FAMILY) + cast.chance.choice(_GIVEN)
    birth = date(year, 1 + cast.chance.randrange(12), 1 + cast.chance.randrange(28))
    body = f"421182{birth:%Y%m%d}{next(cast.serial) % 1000:03d}"
    relation = "父母" if guardian else ""
    return PersonData(
        name=name,
        id_kind="resident_id",
        number=body + check_digit(body),
        guardian_name=guardian,
        guardian_relation=relation,
    )


def _sweep_and_sign(cast: Cast) -> None:
    sweep = sweeps.ask_for_sweep(actor=cast.officer)
    sweeps.run_sweep(sweep_id=sweep.pk)
    sweeps.sign_off(actor=cast.officer, public_id=sweep.public_id)


def _sweep_now(cast: Cast) -> None:
    sweep = sweeps.ask_for_sweep(actor=cast.officer)
    sweeps.run_sweep(sweep_id=sweep.pk)
    green_files = Case.objects.filter(status=CaseStatus.PREPARED, level=Level.GREEN).order_by("visit_at")
    ids = list(green_files.values_list("public_id", flat=True)[:8])
    if ids:
        cases.register_cases(actor=cast.officer, public_ids=ids)


def _register(cast: Cast) -> None:
    for case in Case.objects.filter(status=CaseStatus.PREPARED):
        cases.register_cases(actor=cast.chance.choice([cast.officer, cast.second]), public_ids=[case.public_id])


def _serve(cast: Cast, booking: Booking, *, again: bool) -> None:
    arrived = booking.start + timedelta(minutes=cast.chance.randrange(-15, 12))
    with clock.frozen(arrived):
        bookings.check_in(actor=cast.officer, code=booking.code)
    served = arrived + timedelta(minutes=2 + cast.chance.randrange(9))
    for case in Case.objects.filter(items__booking=booking):
        with clock.frozen(served):
            _at_the_window(cast, case, again=again)
        served += timedelta(minutes=8 + cast.chance.randrange(10))


def _at_the_window(cast: Cast, case: Case, *, again: bool) -> None:
    officer = cast.chance.choice([cast.officer, cast.second])
    papers = [paper["code"] for person in case.told.get("people", []) for paper in person.get("bring", [])]
    cases.start_service(actor=officer, public_id=case.public_id)
    if again:
        missed = papers[-1] if papers else ""
        question = next((fact for fact in ("hukou", "state_worker", "age") if fact in case.facts), "")
        cases.record_second_trip(
            actor=officer,
            public_id=case.public_id,
            material=missed,
            question=question,
            note="" if missed else "照片不合格",
        )
        return
    for paper in papers:
        cases.tick_material(actor=officer, public_id=case.public_id, material=paper, seen=True)
    with clock.frozen(clock.now() + timedelta(minutes=6 + cast.chance.randrange(8))):
        number = f"4211820000{next(cast.serial):08d}"
        cases.record_acceptance(actor=officer, public_id=case.public_id, number=number)
        cases.complete(actor=officer, public_id=case.public_id)


def _ask_urgently(cast: Cast) -> None:
    plan = plans.make([_item("PP-NEW", {"age": "18-59", "urgent": "yes"})])
    data = GreenData(
        plan=plan,
        person=_person(cast, 1985),
        phone=f"139{next(cast.serial):08d}",
        ground="U01",
        needed_by=clock.today() + timedelta(days=6),
        explanation="（演示数据）外祖父在境外去世。",
        evidence=SimpleUploadedFile("死亡证明（演示）.pdf", _EVIDENCE),
    )
    green.ask(actor=PUBLIC, data=data)


def _actor(username: str) -> Actor:
    return User.objects.get(username=username).as_actor()


def _at(day: date, hour: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(hour), clock.SHANGHAI)
