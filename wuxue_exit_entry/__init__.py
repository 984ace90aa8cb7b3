"""Composition root and platform; every process knows the Celery application, so that a doorbell finds its broker."""

from wuxue_exit_entry.celery import app as celery_app

__all__ = ["celery_app"]
