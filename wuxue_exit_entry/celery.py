"""Celery application and the whole beat table: the broker is a doorbell, the truth is `jobs.Job`."""

import os
from contextlib import suppress
from typing import Any

from celery import Celery, bootsteps
from celery.signals import beat_init, before_task_publish
from kombu.exceptions import OperationalError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wuxue_exit_entry.settings")

app = Celery("wuxue_exit_entry")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.imports = ["wuxue_exit_entry.jobs.tasks"]
app.conf.beat_schedule = {
    "tick": {"task": "jobs.tick", "schedule": 60.0, "options": {"expires": 55}},
    "drain": {"task": "jobs.drain", "schedule": 15.0, "options": {"expires": 15}},
}


class SignOfLife(bootsteps.StartStopStep):
    """Strikes while the worker's event loop turns; started anew with every new connection to the broker."""

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def start(self, consumer: Any) -> None:
        from wuxue_exit_entry import heartbeats  # noqa: PLC0415 -- settings are ready only in a running worker

        heartbeats.strike("worker")
        consumer.timer.call_repeatedly(heartbeats.STRIKE_EVERY, heartbeats.strike, ("worker",))


app.steps["consumer"].add(SignOfLife)


@beat_init.connect(weak=False)
def strike_as_beat(**_: Any) -> None:
    """Strike at the start of beat and with every message that it sends; catch up at once what was missed."""
    from wuxue_exit_entry import heartbeats  # noqa: PLC0415 -- settings are ready only in a running beat

    def strike(**_: Any) -> None:
        heartbeats.strike("beat")

    strike()
    before_task_publish.connect(strike, weak=False)
    with suppress(OperationalError):  # without a broker the first tick is a minute away
        app.send_task("jobs.tick", expires=55, retry=False)
