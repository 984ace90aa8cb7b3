"""Composition root and the platform; the Celery application is loaded here so that every process can ring it."""

from wuxue_exit_entry.celery import app as celery_app

__all__ = ["celery_app"]
