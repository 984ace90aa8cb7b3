from django.apps import AppConfig


class WorkdaysConfig(AppConfig):
    name = "wuxue_exit_entry.workdays"
    label = "workdays"
