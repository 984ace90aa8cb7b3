from django.apps import AppConfig

from wuxue_exit_entry.ui import shell


class LiaisonConfig(AppConfig):
    name = "liaison"
    verbose_name = "联络"

    def ready(self) -> None:
        """Put the pages into the navigation."""
        shell.add_nav(shell.NavItem("联络", "contacts:organisation-list", "contacts.read", 50, match=("contacts",)))
