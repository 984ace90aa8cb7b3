from importlib import import_module

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "wuxue_exit_entry.messaging"
    label = "messaging"

    def ready(self) -> None:
        """Register handlers, navigation and the alarm banner."""
        import_module("wuxue_exit_entry.messaging.tasks")
        from wuxue_exit_entry.accounts.permissions import Permission  # noqa: PLC0415 -- models load after the registry
        from wuxue_exit_entry.messaging import banner  # noqa: PLC0415 -- same
        from wuxue_exit_entry.ui import shell  # noqa: PLC0415 -- same

        shell.register("alarms", banner.alarms)
        shell.add_nav(shell.NavItem("消息", "messaging:message-list", Permission.MESSAGING_READ, 600, ("messaging",)))
