"""What the program alarms about by itself, and that the alarm goes when its cause is gone."""

from datetime import timedelta

import pytest
from django.db import connection

from tests.factories.accounts import make_user
from tests.platform.messaging.conftest import MORNING
from wuxue_exit_entry.accounts.models import DutyShift
from wuxue_exit_entry.audit import seals
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.audit.actors import SYSTEM
from wuxue_exit_entry.jobs import services as jobs
from wuxue_exit_entry.jobs.enums import JobStatus
from wuxue_exit_entry.jobs.models import Job
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.messaging import selectors, services, watch
from wuxue_exit_entry.messaging.models import Message

LATER = MORNING + timedelta(minutes=11)


@pytest.fixture
def on_duty(morning):
    user = make_user("duty_leader", phone="13900000001")
    hours = {"start": morning - timedelta(hours=2), "end": morning + timedelta(hours=8)}
    DutyShift.objects.create(user=user, kind="leader", **hours)
    return user


def open_keys():
    return set(selectors.open_alarms().values_list("key", flat=True))


def test_quiet_program_alarms_nobody(on_duty):
    watch.watch(MORNING)
    assert open_keys() == set()
    assert not Message.objects.exists()


def test_dead_job_alarms_whoever_is_on_duty_once_and_until_it_is_revived(on_duty):
    jobs.ensure("test.work", "a", due_at=MORNING + timedelta(hours=1))
    Job.objects.filter(kind="test.work").update(status=JobStatus.DEAD)
    for _ in range(3):
        watch.watch(MORNING)
    assert open_keys() == {"jobs.dead"}
    assert Message.objects.get().recipient == on_duty.phone
    assert services.revive_jobs(actor=on_duty.as_actor(), kind="test.work") == 1
    watch.watch(MORNING)
    assert open_keys() == set()


def test_work_that_waits_too_long_alarms(on_duty):
    jobs.ensure("test.work", "a", due_at=MORNING)
    watch.watch(MORNING + timedelta(minutes=9))
    assert open_keys() == set()
    with clock.frozen(LATER):  # the alarm's own event is of that moment, not one that waited to be sealed
        watch.watch(LATER)
    assert open_keys() == {"jobs.late"}


def test_gateway_that_takes_nothing_alarms(on_duty, send):
    message = send("k1")
    Message.objects.filter(pk=message.pk).update(attempts=3)
    Job.objects.update(due_at=MORNING + timedelta(hours=1))
    watch.watch(MORNING)
    assert open_keys() == {"messaging.gateway"}


def test_audit_that_is_not_sealed_alarms(on_duty):
    audit.record(SYSTEM, "x.y.done", None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(at) FROM audit_auditevent")
        oldest = cursor.fetchone()[0]
    watch.watch(oldest + timedelta(minutes=11))
    assert "audit.seal_late" in open_keys()


def test_sealing_that_finds_a_conflict_is_no_dead_job_but_a_late_seal(on_duty, settings, tmp_path):
    settings.AUDIT_SEAL_FILE = tmp_path / "seals.log"
    settings.AUDIT_SEAL_FILE.write_text(seals.Line(7, "2026-09-21T00:00:00Z", 1, "0" * 64).text())
    jobs.ensure("audit.seal", "now")
    assert jobs.run_due(kinds=["audit.seal"]) == 1
    assert Job.objects.get(kind="audit.seal").status == JobStatus.DONE
    assert not selectors.open_alarms().filter(key="jobs.dead").exists()
