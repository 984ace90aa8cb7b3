from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "wuxue_exit_entry.supervision"
    label = "supervision"
