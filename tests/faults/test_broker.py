"""`kill -9` of the broker: a booking needs it not, and the message goes out when it is back."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.factories import bookings
from tests.support import parallel
from tests.support.gateway import Gateway
from tests.support.server import Hall
from tests.support.waiting import eventually
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.messaging.enums import MessageStatus
from wuxue_exit_entry.messaging.models import Message, MessagingPolicy

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def real_gateway() -> Iterator[Gateway]:
    gateway = Gateway()
    yield gateway
    gateway.stop()


@pytest.fixture
def hall_environment(real_gateway: Gateway) -> dict[str, str]:
    return {"SMS_GATEWAY_URL": f"{real_gateway.url}/sms"}


def be_awake() -> None:
    """Move the quiet hours away from now, whenever this runs."""
    later = clock.local(clock.now() + timedelta(hours=6))
    MessagingPolicy.objects.update(quiet_from=later.time(), quiet_until=(later + timedelta(hours=1)).time())


def test_booking_without_the_broker_is_confirmed_when_it_is_back(hall: Hall, real_gateway: Gateway) -> None:
    be_awake()
    plan = bookings.make_plan()
    body = parallel.booking(plan, bookings.free_start(plan))
    hall.valkey.kill()
    answer = parallel.post(hall.url, parallel.BOOKINGS, body)
    message = Message.objects.get(kind="booking.confirmed")
    assert (answer.status, message.status) == (201, MessageStatus.QUEUED)
    parallel.assert_places_add_up(1)

    hall.start_valkey()
    hall.start_worker()
    hall.ring()
    eventually(lambda: Message.objects.filter(status=MessageStatus.SENT).exists(), 60)
    found = real_gateway.recorded()[message.public_id]
    assert (found["recorded"], found["body"]["text"]) == (1, message.body)
