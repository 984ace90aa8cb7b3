"""The web server killed alone: its workers go with it, so that nobody answers beside its successor."""

import psutil
import pytest

from tests.support.server import Hall
from tests.support.waiting import eventually

pytestmark = pytest.mark.faults


def test_workers_end_with_the_server_that_was_killed(hall: Hall) -> None:
    workers = psutil.Process(hall.web.pid).children(recursive=True)
    assert workers

    hall.web.kill_main()

    eventually(lambda: not [worker for worker in workers if worker.is_running()])
    hall.start()
    assert hall.health()["checks"]["database"] == "ok"
