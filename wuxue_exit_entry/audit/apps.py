from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "wuxue_exit_entry.audit"
    label = "audit"
