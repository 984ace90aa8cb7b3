from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from wuxue_exit_entry.accounts.models import Unit
from wuxue_exit_entry.jobs import registry, selectors, services
from wuxue_exit_entry.jobs.enums import JobStatus
from wuxue_exit_entry.jobs.models import Job
from wuxue_exit_entry.kernel import clock

NOW = datetime(2026, 9, 21, 2, 0, tzinfo=UTC)
TEST = "test.work"


@pytest.fixture(autouse=True)
def stopped_clock(db):
    with clock.frozen(NOW):
        yield


def write_unit(job):
    Unit.objects.create(code=f"J{job.payload['n']}", name="x", kind="window")


def fail(job):
    write_unit(job)
    raise ValueError("no answer for 13800000026")


def run_at(moment):
    with clock.frozen(moment):
        return services.run_due(kinds=[TEST])


def test_ensure_is_idempotent():
    assert services.ensure(TEST, "a", payload={"n": 1}) is True
    assert services.ensure(TEST, "a", payload={"n": 2}) is False
    assert services.ensure("test.other", "a") is True
    assert Job.objects.get(kind=TEST).payload == {"n": 1}


def test_job_is_done_once(kind):
    kind(TEST, write_unit)
    services.ensure(TEST, "a", payload={"n": 1})
    assert services.run_due(kinds=[TEST]) == 1
    assert services.run_due(kinds=[TEST]) == 0
    job = Job.objects.get(kind=TEST)
    assert (job.status, job.attempt, job.failures, job.finished_at) == (JobStatus.DONE, 1, 0, NOW)
    assert services.ensure(TEST, "a") is False, "a key that was done stays done"


def test_nothing_runs_before_its_time(kind):
    kind(TEST, write_unit)
    services.ensure(TEST, "a", due_at=NOW + timedelta(minutes=1), payload={"n": 1})
    assert services.run_due(kinds=[TEST]) == 0
    assert run_at(NOW + timedelta(minutes=1)) == 1


def test_the_most_overdue_comes_first(kind):
    order = []
    kind(TEST, lambda job: order.append(job.dedupe_key))
    for key, minutes in (("late", 1), ("later", 2), ("now", 0)):
        services.ensure(TEST, key, due_at=NOW - timedelta(minutes=minutes))
    services.run_due(kinds=[TEST])
    assert order == ["later", "late", "now"]


def test_unknown_kinds_are_left_to_a_process_that_knows_them():
    services.ensure("test.unknown", "a")
    services.run_due(kinds=[])
    assert Job.objects.get(kind="test.unknown").status == JobStatus.WAITING


def test_failure_undoes_the_work_backs_off_and_dies_after_five(kind):
    kind(TEST, fail)
    services.ensure(TEST, "a", payload={"n": 1})
    pauses, at = [], NOW
    for _ in range(services.DEAD_AFTER):
        assert run_at(at) == 1
        assert run_at(at) == 0, "it waits before the next try"
        job = Job.objects.get(kind=TEST)
        pauses.append((job.due_at - at).total_seconds())
        at = max(at, job.due_at)
    assert pauses[:4] == [10, 30, 90, 270]
    assert (job.status, job.failures, job.attempt) == (JobStatus.DEAD, 5, 5)
    assert not Unit.objects.filter(code="J1").exists()
    assert run_at(NOW + timedelta(days=9)) == 0


def test_error_is_kept_without_numbers(kind):
    kind(TEST, fail)
    services.ensure(TEST, "a", payload={"n": 1})
    services.run_due(kinds=[TEST])
    error = Job.objects.get(kind=TEST).last_error
    assert error == "ValueError: no answer for 138 **** 0026"


def test_dead_job_is_revived_with_a_higher_fence(kind):
    kind(TEST, write_unit)
    services.ensure(TEST, "a", payload={"n": 1})
    Job.objects.filter(kind=TEST).update(status=JobStatus.DEAD, failures=5, attempt=5)
    assert list(selectors.dead_jobs().filter(kind=TEST)) != []
    assert services.revive(Job.objects.get(kind=TEST)) is True
    assert services.revive(Job.objects.get(kind=TEST)) is False
    assert services.run_due(kinds=[TEST]) == 1
    assert Job.objects.get(kind=TEST).attempt == 6


def test_expired_lease_is_claimed_again_and_the_old_attempt_may_not_finish(kind):
    kind(TEST, write_unit, lease=timedelta(seconds=30))
    services.ensure(TEST, "a", payload={"n": 1})
    first = services.claim([TEST])
    assert services.claim([TEST]) is None
    with clock.frozen(NOW + timedelta(seconds=31)):
        second = services.claim([TEST])
    assert (second.pk, second.attempt, second.failures) == (first.pk, 2, 1)
    for act in (services.finish, services.renew):
        with pytest.raises(services.LostLeaseError):
            act(first)
    services.run(first)
    assert not Unit.objects.filter(code="J1").exists(), "what a lost attempt wrote is undone with it"
    services.run(second)
    assert Unit.objects.filter(code="J1").count() == 1


def test_renewed_lease_is_kept(kind):
    kind(TEST, write_unit, lease=timedelta(seconds=30))
    services.ensure(TEST, "a", payload={"n": 1})
    job = services.claim([TEST])
    with clock.frozen(NOW + timedelta(seconds=25)):
        services.renew(job)
    with clock.frozen(NOW + timedelta(seconds=31)):
        assert services.claim([TEST]) is None


def test_job_that_kills_its_worker_every_time_is_buried(kind):
    kind(TEST, write_unit, lease=timedelta(seconds=30))
    services.ensure(TEST, "a", payload={"n": 1})
    at = NOW
    for _ in range(services.DEAD_AFTER):
        with clock.frozen(at):
            services._bury(at)
            assert services.claim([TEST]) is not None
        at += timedelta(seconds=31)
    assert run_at(at) == 0
    assert Job.objects.get(kind=TEST).status == JobStatus.DEAD


def test_postponed_job_keeps_its_attempts(kind):
    def later(job):
        write_unit(job)
        raise registry.Postponed(NOW + timedelta(hours=1))

    kind(TEST, later)
    services.ensure(TEST, "a", payload={"n": 1})
    assert services.run_due(kinds=[TEST]) == 1
    job = Job.objects.get(kind=TEST)
    assert (job.status, job.failures, job.due_at) == (JobStatus.WAITING, 0, NOW + timedelta(hours=1))
    assert not Unit.objects.filter(code="J1").exists()


def test_external_handler_may_finish_with_its_outcome(kind):
    def outside(job):
        with transaction.atomic():
            write_unit(job)
            services.finish(job)

    kind(TEST, outside, transactional=False)
    services.ensure(TEST, "a", payload={"n": 1})
    services.run_due(kinds=[TEST])
    assert Job.objects.get(kind=TEST).status == JobStatus.DONE
    assert Unit.objects.filter(code="J1").exists()


def test_a_look_that_fails_does_not_stop_the_others(monkeypatch):
    seen = []

    def bad(now):
        Unit.objects.create(code="JX", name="x", kind="window")
        raise ValueError

    monkeypatch.setattr(registry, "_ticks", {"bad": bad, "good": seen.append})
    services.tick(NOW)
    assert seen == [NOW]
    assert not Unit.objects.filter(code="JX").exists()


def test_tick_ensures_the_sealing_of_the_minute_once():
    services.tick(NOW)
    services.tick(NOW + timedelta(seconds=20))
    assert Job.objects.filter(kind="audit.seal").count() == 1
    services.tick(NOW + timedelta(seconds=61))
    assert Job.objects.filter(kind="audit.seal").count() == 2


@pytest.mark.parametrize(
    "values",
    [{"status": "running", "lease_until": None}, {"status": "waiting", "lease_until": NOW}, {"status": "done"}],
)
def test_states_that_cannot_be_are_refused_by_the_database(values):
    services.ensure(TEST, "a")
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(kind=TEST).update(**values)


def test_summary_counts_by_kind(kind):
    services.ensure(TEST, "due", due_at=NOW - timedelta(minutes=30))
    services.ensure(TEST, "later", due_at=NOW + timedelta(hours=1))
    services.ensure(TEST, "dead")
    Job.objects.filter(dedupe_key="dead").update(status=JobStatus.DEAD)
    row = next(row for row in selectors.summary(NOW) if row["kind"] == TEST)
    assert (row["due"], row["later"], row["dead"]) == (1, 1, 1)
    assert selectors.overdue_since(NOW) == NOW - timedelta(minutes=30)
    assert selectors.overdue_since(NOW - timedelta(hours=1)) is None
