from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from foreigners.people import fragments
from wuxue_exit_entry.ui import shell


class LodgingConfig(AppConfig):
    name = "lodging"
    verbose_name = "住宿登记"

    def ready(self) -> None:
        """Put the pages into the navigation, and stays onto the pages of people."""
        fragments.add(fragments.Fragment("住宿记录", "lodging:person-stays", "lodging.read"))
        shell.add_nav(
            shell.NavItem("住宿", "lodging:stay-list", "lodging.read", 40, match=("lodging",)),
            shell.NavItem(_("登记"), "front:register", "desk.register", 10, match=("front:register", "front:stay")),
            shell.NavItem(_("人员和密钥"), "front:house", "desk.manage", 20),
        )
