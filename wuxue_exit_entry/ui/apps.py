from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "wuxue_exit_entry.ui"
    label = "ui"
