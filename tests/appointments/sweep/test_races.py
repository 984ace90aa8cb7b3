"""Two sweeps at once, cancellations during a sweep: real threads on a committed database."""

import threading
from datetime import date

import pytest
from django.db import IntegrityError, connections

from appointments.booking import selectors as booking_selectors
from appointments.booking import services as booking
from appointments.booking.models import Band
from appointments.cases.models import Case
from appointments.sweep import judging, selectors, services, subjects
from appointments.sweep.models import Sweep, Verdict
from tests.factories import appointments as make
from wuxue_exit_entry.audit.actors import PUBLIC, SYSTEM
from wuxue_exit_entry.audit.models import AuditEvent
from wuxue_exit_entry.kernel import clock

pytestmark = pytest.mark.usefixtures("committed_db")
MONDAY = date(2026, 11, 30)
EVENING, MORNING = make.band(MONDAY, "08:00"), make.band(MONDAY, "08:40")


def book(count: int) -> None:
    with clock.frozen(EVENING):
        days = booking_selectors.slot_days(lane="cn_documents", minutes=20, days=3)
        starts = (slot.start for day in days for slot in day.slots for _ in range(slot.left) if slot.start > MORNING)
        for _, start in zip(range(count), starts, strict=False):
            make.book(start=start, people=(make.person(declared_filed=True),))


def at_once(*work) -> list[BaseException]:
    """Run functions in threads of their own; return what they raised."""
    problems: list[BaseException] = []

    def run(one) -> None:
        try:
            one()
        except BaseException as problem:
            problems.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(one,)) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return problems


def sweep_twice(count: int) -> tuple[Sweep, list[BaseException]]:
    book(count)
    with clock.frozen(MORNING):
        sweep = services.plan_sweeps(now=clock.now())
        return sweep, at_once(*[lambda: services.run_sweep(sweep_id=sweep.pk)] * 2)


def test_two_sweeps_at_once_give_one_verdict_each(monkeypatch):
    monkeypatch.setattr(judging, "CHUNK", 4)
    sweep, problems = sweep_twice(30)
    assert problems == []
    assert (sweep.verdicts.count(), Case.objects.count()) == (30, 30)
    assert AuditEvent.objects.filter(verb="appointments.booking.judged").count() == 30
    sweep.refresh_from_db()
    assert sweep.counts == {"amber": 30}


def test_without_the_lock_the_same_booking_is_judged_twice(monkeypatch):
    """Control: both read the same chunk; nothing but the unique constraint is left to stop the second."""
    both = threading.Barrier(2)
    read = subjects.read

    def read_together(bookings, around):
        both.wait(timeout=20)
        return read(bookings, around)

    monkeypatch.setattr(subjects, "read", read_together)
    monkeypatch.setattr(selectors, "judged_in", lambda sweep, bookings: set())
    monkeypatch.setattr(
        selectors, "locked_chunk", lambda waiting, after, limit, *, wait: list(waiting.select_related("lane__hall"))
    )
    _, problems = sweep_twice(2)
    assert [type(problem) for problem in problems if isinstance(problem, IntegrityError)]


def test_cancelled_during_a_sweep_is_judged_or_cancelled_and_its_file_closed(monkeypatch):
    monkeypatch.setattr(judging, "CHUNK", 2)
    book(20)
    with clock.frozen(MORNING):
        sweep = services.plan_sweeps(now=clock.now())
        codes = list(selectors.Booking.objects.order_by("-start").values_list("code", flat=True)[:10])

        def cancel() -> None:
            for code in codes:
                booking.cancel_booking(actor=PUBLIC, code=code)

        assert at_once(lambda: services.run_sweep(sweep_id=sweep.pk), cancel) == []
    assert 10 <= Verdict.objects.count() <= 20
    assert Case.objects.filter(items__booking__status="cancelled").exclude(status="closed").count() == 0
    assert Case.objects.filter(items__booking__status="booked", status="prepared").count() == 10


def test_cancelled_five_times_at_once_and_once_more_gives_one_place_back():
    """T03: one place is offered, not two; the next sweep gives no verdict and lists nothing."""
    with clock.frozen(EVENING):
        start = make.band(date(2026, 12, 3), "10:00")
        kept, gone = make.book(start=start), make.book(start=start, people=(make.person(declared_filed=True),))
        services.run_sweep(sweep_id=services.ask_for_sweep(actor=SYSTEM).pk)
    with clock.frozen(MORNING):
        answers: list[str] = []

        def cancel() -> None:
            answers.append(booking.cancel_booking(actor=PUBLIC, code=gone.code).status)

        assert at_once(*[cancel] * 5) == []
        cancel()
        assert answers == ["cancelled"] * 6
        assert Band.objects.get(start=start).booked == 1
        sweep = services.plan_sweeps(now=clock.now())
        services.run_sweep(sweep_id=sweep.pk)
    assert [verdict.booking_id for verdict in sweep.verdicts.all()] == [kept.pk]
    assert not selectors.verdicts_of(sweep).exists()
    assert Case.objects.get(items__booking=gone).status == "closed"
