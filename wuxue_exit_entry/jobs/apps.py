from importlib import import_module

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "wuxue_exit_entry.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Register the handlers of this package; load the Celery application, so that every process can ring it."""
        import_module("wuxue_exit_entry.celery")
        import_module("wuxue_exit_entry.jobs.tasks")
        import_module("wuxue_exit_entry.jobs.housekeeping")
