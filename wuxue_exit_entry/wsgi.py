"""WSGI entry of the web processes."""

import os

from django.core.wsgi import get_wsgi_application

import wuxue_exit_entry.celery  # noqa: F401 -- names the broker for the doorbell

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wuxue_exit_entry.settings")
application = get_wsgi_application()
