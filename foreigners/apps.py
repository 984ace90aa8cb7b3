from django.apps import AppConfig

from wuxue_exit_entry.ui import shell


class ForeignersConfig(AppConfig):
    name = "foreigners"
    verbose_name = "境外人员"

    def ready(self) -> None:
        """Put the pages into the navigation."""
        shell.add_nav(shell.NavItem("境外人员", "people:person-list", "people.read", 45, match=("people",)))
