"""The broker is a doorbell: a request neither waits for it nor fails with it."""

import socket
import threading
from contextlib import closing

import pytest
from django.db import transaction

from tests.support.waiting import eventually
from wuxue_exit_entry.celery import app
from wuxue_exit_entry.jobs import doorbell, services
from wuxue_exit_entry.jobs.enums import JobStatus
from wuxue_exit_entry.jobs.models import Job


def use_broker(monkeypatch, url):
    """Let this process ring at `url`, with none of the connections that it keeps to another broker."""
    monkeypatch.setattr(app.conf, "broker_url", url)
    monkeypatch.setattr(app, "_pool", None)
    monkeypatch.setattr(app.amqp, "_producer_pool", None)


@pytest.fixture
def bell(monkeypatch):
    """A doorbell of this test's own, with a thread of its own."""
    own = doorbell._Doorbell()
    monkeypatch.setattr(doorbell, "_doorbell", own)
    return own


@pytest.fixture
def broker(monkeypatch):
    """A broker that accepts connections and never answers: what a frozen Valkey looks like."""
    accepted = []
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(16)
        use_broker(monkeypatch, f"redis://127.0.0.1:{listener.getsockname()[1]}/0")

        def accept():
            while True:
                try:
                    accepted.append(listener.accept()[0])
                except OSError:
                    return

        threading.Thread(target=accept, daemon=True).start()
        yield accepted


def test_ringing_at_a_frozen_broker_costs_nothing(bell, broker):
    for _ in range(50):
        doorbell.ring()  # would not come back from a broker that never answers, if it asked it itself
    eventually(lambda: broker)
    assert bell._thread is not threading.current_thread()


def test_ringing_without_a_thread_never_raises(monkeypatch):
    def no_thread():
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(doorbell._doorbell, "ring", no_thread)
    doorbell.ring()


def test_many_rings_are_one(bell, monkeypatch):
    sent = []
    monkeypatch.setattr(app, "send_task", lambda name, **options: sent.append((name, options)))
    for _ in range(50):
        doorbell.ring()
    eventually(lambda: sent)
    assert len(sent) == 1
    name, options = sent[0]
    assert name == "jobs.drain"
    assert (options["expires"], options["retry"]) == (15, False)


def test_only_a_commit_rings(db, django_capture_on_commit_callbacks, monkeypatch):
    rung = []
    monkeypatch.setattr(doorbell, "ring", lambda: rung.append(1))
    with django_capture_on_commit_callbacks(execute=True):
        with pytest.raises(ZeroDivisionError):
            ensure_and_fail()
        assert rung == []
    assert rung == []


@transaction.atomic
def ensure_and_fail():
    services.ensure("test.work", "a")
    raise ZeroDivisionError


def test_a_ring_reaches_a_real_worker_without_beat(bell, hall, monkeypatch):
    hall.start_worker()
    use_broker(monkeypatch, hall.redis_url)
    services.ensure("audit.seal", "rung")
    eventually(lambda: Job.objects.get(dedupe_key="rung").status == JobStatus.DONE, 30)
