from django.apps import AppConfig


class EmbeddedConfig(AppConfig):
    name = "wuxue_exit_entry.embedded"
    label = "embedded"
