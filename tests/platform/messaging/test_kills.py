"""`kill -9` of a real worker, and of the broker, in the middle of deliveries to a real gateway."""

import random

import psutil
import pytest

from tests.support import database
from tests.support.gateway import Gateway
from tests.support.waiting import eventually
from wuxue_exit_entry.jobs.enums import JobStatus
from wuxue_exit_entry.jobs.models import Job
from wuxue_exit_entry.messaging import services
from wuxue_exit_entry.messaging.enums import MessageStatus
from wuxue_exit_entry.messaging.models import Message

KILLS, MESSAGES = 20, 240


@pytest.fixture(scope="module")
def real_gateway():
    gateway = Gateway()
    yield gateway
    gateway.stop()


@pytest.fixture
def hall_environment(real_gateway):
    return {"SMS_GATEWAY_URL": f"{real_gateway.url}/sms"}


def queue(count, prefix, test_kind):
    # Urgent, so that the test does not depend on the hour at which it runs.
    return [
        services.queue(
            kind=test_kind,
            to=services.Recipient(phone=f"139{n + 1:08d}", language="en" if n % 2 else "zh-hans"),
            context={"at": "10:00", "n": n},
            about=None,
            dedupe_key=f"{prefix}:{n}",
            urgent=True,
        )
        for n in range(count)
    ]


def all_sent():
    return not Message.objects.exclude(status=MessageStatus.SENT).exists()


def assert_each_recorded_once(messages, gateway):
    recorded = gateway.recorded()
    for message in messages:
        found = recorded[message.public_id]
        assert (found["recorded"], found.get("same")) == (1, True)
        assert found["body"]["text"] == message.body
    assert not Job.objects.filter(kind=services.DELIVER).exclude(status=JobStatus.DONE).exists()


def ring_until(hall, reached, timeout=150):
    """Ring as beat does, more often, until `reached`."""

    def ring_and_ask():
        hall.ring()
        return reached()

    eventually(ring_and_ask, timeout, every=0.5)


def run_until_killed(hall, gateway, more, *, whole):
    """Let the worker make `more` calls, then kill it: the whole group, or the pool's processes that do the work."""
    before = gateway.requests()
    if not hall.worker.is_running():
        hall.worker.start()
    hall.ring()
    eventually(lambda: gateway.requests() >= before + more, 120, every=0.005)
    if whole:
        hall.worker.kill()
        return
    for child in psutil.Process(hall.worker.pid).children():
        child.kill()


@pytest.mark.faults
def test_twenty_kills_of_the_worker_lose_and_repeat_nothing(hall, real_gateway, test_kind):
    chance = random.Random(20)
    messages = queue(MESSAGES, "kill", test_kind)
    before = real_gateway.requests()
    real_gateway.set_faults(pause=0.02)
    for number in range(KILLS):
        run_until_killed(hall, real_gateway, chance.randint(1, 6), whole=number % 9 == 4)
        assert not all_sent(), "each kill comes in the middle"
    real_gateway.set_faults()
    ring_until(hall, all_sent)
    assert_each_recorded_once(messages, real_gateway)
    repeats = real_gateway.requests() - before - len(messages)
    assert 0 <= repeats <= KILLS * 2, "at most what two processes had in hand at each kill"


@pytest.mark.faults
def test_broker_killed_and_emptied_loses_nothing(hall, real_gateway, test_kind):
    hall.start_worker()
    real_gateway.set_faults(pause=0.02)
    messages = queue(80, "broker-1", test_kind)
    ring_until(hall, lambda: Message.objects.filter(status=MessageStatus.SENT).count() > 3)
    hall.valkey.kill()
    messages += queue(40, "broker-2", test_kind)
    hall.start_valkey()
    ring_until(hall, all_sent)
    assert_each_recorded_once(messages, real_gateway)


@pytest.mark.faults
def test_command_delivers_beside_a_worker(hall, database_name, real_gateway, test_kind):
    hall.start_worker()
    messages = queue(80, "beside", test_kind)
    hall.ring()
    environment = {"SMS_GATEWAY_URL": f"{real_gateway.url}/sms"}
    assert "deliveries taken up" in database.manage("deliver_messages", database=database_name, **environment)
    ring_until(hall, all_sent)
    assert_each_recorded_once(messages, real_gateway)
    recorded = real_gateway.recorded()
    assert [recorded[message.public_id]["seen"] for message in messages] == [1] * len(messages)
