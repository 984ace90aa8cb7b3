from importlib import import_module

from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    name = "appointments"
    verbose_name = "预约办证"

    def ready(self) -> None:
        """Register the jobs of the areas."""
        import_module("appointments.sweep.tasks")
