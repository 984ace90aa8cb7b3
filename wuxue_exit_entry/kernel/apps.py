from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "wuxue_exit_entry.kernel"
    label = "kernel"
