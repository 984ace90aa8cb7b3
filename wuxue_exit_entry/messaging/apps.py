from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "wuxue_exit_entry.messaging"
    label = "messaging"
