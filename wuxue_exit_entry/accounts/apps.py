from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "wuxue_exit_entry.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Put the screens of this package into the navigation."""
        from wuxue_exit_entry.accounts.permissions import Permission  # noqa: PLC0415 -- models load after the registry
        from wuxue_exit_entry.ui.shell import NavItem, add_nav  # noqa: PLC0415 -- same

        add_nav(
            NavItem("用户", "accounts:user-list", Permission.USER_ADMIN, 800, ("accounts:user",)),
            NavItem("单位", "accounts:unit-list", Permission.UNIT_ADMIN, 810, ("accounts:unit",)),
            NavItem("账号安全", "accounts:security", Permission.SECURITY_ADMIN, 820, ("accounts:security",)),
            NavItem("值班", "accounts:roster", "", 700, ("accounts:roster",)),
        )
