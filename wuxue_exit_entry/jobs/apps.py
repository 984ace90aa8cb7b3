from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "wuxue_exit_entry.jobs"
    label = "jobs"
