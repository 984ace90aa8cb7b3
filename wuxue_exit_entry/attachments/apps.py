from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    name = "wuxue_exit_entry.attachments"
    label = "attachments"
