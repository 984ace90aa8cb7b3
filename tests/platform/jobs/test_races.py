"""Real threads on real PostgreSQL: one claim each; the control without the guard takes jobs twice."""

import threading
from collections import Counter

import pytest
from django.db import connection

from wuxue_exit_entry.jobs import services
from wuxue_exit_entry.jobs.enums import JobStatus
from wuxue_exit_entry.jobs.models import Job

TEST, JOBS, THREADS = "test.work", 120, 8


def in_threads(count, work):
    barrier, problems = threading.Barrier(count), []

    def run():
        barrier.wait(20)
        try:
            work()
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert problems == []


@pytest.fixture
def jobs(committed_db):
    for number in range(JOBS):
        services.ensure(TEST, str(number), payload={"n": number})


def test_every_job_is_done_by_exactly_one_thread(jobs, kind):
    done = []
    kind(TEST, lambda job: done.append(job.payload["n"]))
    in_threads(THREADS, lambda: services.run_due(kinds=[TEST]))
    assert Counter(done) == Counter(range(JOBS))
    assert Job.objects.filter(kind=TEST, status=JobStatus.DONE, attempt=1).count() == JOBS


def test_without_the_row_lock_jobs_are_taken_twice(jobs, kind):
    """The control: read, then write, as a claim must not do it."""
    taken, reached = [], threading.Barrier(THREADS)
    kind(TEST, lambda job: None)

    def careless():
        job = Job.objects.filter(kind=TEST, status=JobStatus.WAITING).order_by("due_at", "id").first()
        reached.wait(20)
        Job.objects.filter(pk=job.pk).update(status=JobStatus.DONE, finished_at=job.due_at)
        taken.append(job.pk)

    in_threads(THREADS, careless)
    assert len(taken) > len(set(taken))


def test_many_ensure_the_same_key(committed_db):
    made = []
    in_threads(THREADS, lambda: made.append(services.ensure(TEST, "same")))
    assert sorted(made) == [False] * (THREADS - 1) + [True]
    assert Job.objects.filter(kind=TEST).count() == 1
