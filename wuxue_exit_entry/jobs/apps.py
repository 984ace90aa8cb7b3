from importlib import import_module

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "wuxue_exit_entry.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Register the handlers of this package."""
        import_module("wuxue_exit_entry.jobs.housekeeping")
