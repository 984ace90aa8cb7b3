from importlib import import_module

from django.apps import AppConfig

from wuxue_exit_entry.ui import shell


class AppointmentsConfig(AppConfig):
    name = "appointments"
    verbose_name = "预约办证"

    def ready(self) -> None:
        """Register the jobs of the areas and what the frame of every page prints of the hall."""
        import_module("appointments.booking.tasks")
        import_module("appointments.sweep.tasks")
        import_module("appointments.green_channel.tasks")
        import_module("appointments.catalogue.frame").join()
        import_module("appointments.green_channel.frame").join()
        import_module("appointments.sweep.frame").join()
        import_module("appointments.desk.frame").join()
        shell.add_nav(shell.NavItem("开放时间", "openings:hours", "capacity.edit", 62, match=("openings",)))
        shell.register("hall", import_module("appointments.booking.today").contact)
