"""The two Celery tasks there are: a tick a minute, a drain every fifteen seconds and at each ring."""

from typing import Any

from celery import shared_task
from celery.signals import worker_ready

from wuxue_exit_entry.jobs import doorbell, services
from wuxue_exit_entry.kernel import clock


@shared_task(name="jobs.tick", reject_on_worker_lost=True)
def tick() -> None:
    """Let every area ensure what is due."""
    services.tick(clock.now())
    drain()


@shared_task(name="jobs.drain", reject_on_worker_lost=True)
def drain() -> None:
    """Do what is due."""
    services.run_due()


@worker_ready.connect
def drain_at_start(**kwargs: Any) -> None:
    """Do not wait for the next beat after a restart."""
    doorbell.ring()
