from importlib import import_module

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "wuxue_exit_entry.supervision"
    label = "supervision"

    def ready(self) -> None:
        """Register the handlers of this package."""
        import_module("wuxue_exit_entry.supervision.tasks")
