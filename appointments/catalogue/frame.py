"""Where the catalogue joins the frame: the keeper's entry in the navigation."""

from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.ui import shell


def join() -> None:
    """Register the entry; called once when the program starts."""
    shell.add_nav(shell.NavItem("事项目录", "keeper:home", Permission.CATALOGUE_EDIT, 400, match=("keeper",)))
