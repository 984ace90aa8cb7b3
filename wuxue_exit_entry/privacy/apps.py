from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "wuxue_exit_entry.privacy"
    label = "privacy"
