from importlib import import_module

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "wuxue_exit_entry.messaging"
    label = "messaging"

    def ready(self) -> None:
        """Register the handlers of this package."""
        import_module("wuxue_exit_entry.messaging.tasks")
