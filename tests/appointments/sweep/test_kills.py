"""`kill -9` of a real worker at random points of sweeps."""

import random
import time
from datetime import timedelta

import psutil
import pytest

from appointments.cases.models import Case
from appointments.sweep import services
from appointments.sweep.enums import SweepStatus
from appointments.sweep.models import Sweep, Verdict
from tests.factories import appointments as make
from tests.factories.accounts import make_user
from tests.support.waiting import eventually
from wuxue_exit_entry.audit.models import AuditEvent
from wuxue_exit_entry.jobs.enums import JobStatus
from wuxue_exit_entry.jobs.models import Job
from wuxue_exit_entry.kernel import clock

KILLS, BOOKINGS, KILLS_PER_SWEEP = 20, 200, 4


def job_of(sweep: Sweep) -> Job:
    return Job.objects.get(kind=services.RUN, dedupe_key=sweep.public_id)


def has_begun(sweep: Sweep) -> bool:
    return job_of(sweep).status != JobStatus.WAITING


def kill(hall, *, whole: bool) -> None:
    """Kill the worker's group, or the processes of its pool that do the work."""
    if whole:
        hall.worker.kill()
        return
    for child in psutil.Process(hall.worker.pid).children():
        child.kill()


def take_up_again(hall, sweep: Sweep) -> None:
    """Have a worker, a minute later: the lease of the killed one has run out."""
    if not hall.worker.is_running():
        hall.worker.start()
    Job.objects.filter(pk=job_of(sweep).pk, status=JobStatus.RUNNING).update(lease_until=clock.now() - timedelta(1))


def ring_until(hall, answer) -> None:
    def rung():
        hall.ring()
        return answer()

    eventually(rung, 120, every=0.3)


@pytest.mark.faults
def test_twenty_kills_in_sweeps_leave_every_verdict_once(hall):
    chance = random.Random(7)
    officer = make_user("window_officer").as_actor()
    tomorrow = make.first_free() + timedelta(hours=1)
    make.many(BOOKINGS, [tomorrow])
    sweeps: list[Sweep] = []
    in_the_middle = 0
    for number in range(KILLS):
        if number % KILLS_PER_SWEEP == 0:
            sweeps.append(services.ask_for_sweep(actor=officer))
        take_up_again(hall, sweeps[-1])
        ring_until(hall, lambda: has_begun(sweeps[-1]))
        time.sleep(chance.uniform(0, 0.3))  # the point of the kill is random, it waits for nothing
        kill(hall, whole=number % 7 == 0)
        in_the_middle += job_of(sweeps[-1]).status == JobStatus.RUNNING
        if number % KILLS_PER_SWEEP == KILLS_PER_SWEEP - 1:
            take_up_again(hall, sweeps[-1])
            ring_until(hall, lambda: job_of(sweeps[-1]).status == JobStatus.DONE)
    assert in_the_middle > KILLS / 2
    assert_every_verdict_once(sweeps)


def assert_every_verdict_once(sweeps: list[Sweep]) -> None:
    judged = AuditEvent.objects.filter(verb="appointments.booking.judged")
    for sweep in sweeps:
        sweep.refresh_from_db()
        assert (sweep.status, sum(sweep.counts.values())) == (SweepStatus.DONE, BOOKINGS + 1)
        assert sweep.verdicts.count() == BOOKINGS + 1
        assert judged.filter(after__sweep=sweep.public_id).count() == BOOKINGS + 1
    assert Verdict.objects.count() == len(sweeps) * (BOOKINGS + 1)
    assert Case.objects.count() == BOOKINGS + 1
    assert AuditEvent.objects.filter(verb="appointments.case.opened").count() == BOOKINGS + 1
