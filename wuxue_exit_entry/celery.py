"""Celery application and the whole beat table: the broker is a doorbell, the truth is `jobs.Job`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wuxue_exit_entry.settings")

app = Celery("wuxue_exit_entry")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.imports = ["wuxue_exit_entry.jobs.tasks"]
app.conf.beat_schedule = {
    "tick": {"task": "jobs.tick", "schedule": 60.0, "options": {"expires": 55}},
    "drain": {"task": "jobs.drain", "schedule": 15.0, "options": {"expires": 15}},
}
