from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AuditConfig(AppConfig):
    name = "wuxue_exit_entry.audit"
    label = "audit"

    def ready(self) -> None:
        """Let every app say in its `verbs` module what its verbs are called."""
        autodiscover_modules("verbs")
