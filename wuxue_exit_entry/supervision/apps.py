from importlib import import_module

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "wuxue_exit_entry.supervision"
    label = "supervision"

    def ready(self) -> None:
        """Register the handlers of this package and put its screens into the navigation."""
        import_module("wuxue_exit_entry.supervision.tasks")
        from wuxue_exit_entry.accounts.permissions import Permission  # noqa: PLC0415 -- models load after the registry
        from wuxue_exit_entry.ui.shell import NavItem, add_nav  # noqa: PLC0415 -- same

        add_nav(NavItem("总览", "supervision:figures", Permission.FIGURES_READ, 5, match=("supervision",)))
        add_nav(NavItem("审计", "audit:event-list", Permission.AUDIT_READ, 830, ("audit",)))
