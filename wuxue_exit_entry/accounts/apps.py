from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "wuxue_exit_entry.accounts"
    label = "accounts"
