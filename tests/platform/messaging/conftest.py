"""A kind of message of these tests' own, and a real gateway."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.support.gateway import Gateway
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.messaging import kinds, services
from wuxue_exit_entry.messaging.kinds import MessageKind

MORNING = datetime(2026, 9, 21, 2, 0, tzinfo=UTC)  # Monday 10:00 in Wuxue
PHONE = "13800000026"


@pytest.fixture
def test_kind(monkeypatch) -> MessageKind:
    """Known to nobody else."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    return MessageKind(
        code="test.told", label="测试", zh="您好，{at} 见，共 {n} 项。", en="See you on {at}, {n} items."
    )


@pytest.fixture
def morning(db):
    """The clock stands at ten on a Monday morning."""
    with clock.frozen(MORNING):
        yield MORNING


@pytest.fixture
def send(test_kind):
    """Queue a message to one number: `send("key", phone=…, language=…, due_at=…)`."""

    def queue(key, *, phone=PHONE, email="", robot="", language="zh-hans", about=None, **options):
        to = services.Recipient(phone=phone, email=email, robot=robot, language=language)
        context = {"at": MORNING, "n": 3}
        return services.queue(kind=test_kind, to=to, context=context, about=about, dedupe_key=key, **options)

    return queue


@pytest.fixture(scope="session")
def _gateway() -> Iterator[Gateway]:
    gateway = Gateway()
    yield gateway
    gateway.stop()


@pytest.fixture
def gateway(_gateway, settings) -> Gateway:
    """The gateway, in use by this process."""
    _gateway.set_faults()
    settings.SMS_GATEWAY_URL = f"{_gateway.url}/sms"
    return _gateway
