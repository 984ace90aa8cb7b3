"""WSGI entry of the web processes."""

import gc
import os
import signal

from django.core.wsgi import get_wsgi_application

from wuxue_exit_entry.embedded import processes

# A worker whose Granian was killed would go on answering at the same port beside its successors.
processes.end_with_parent(signal.SIGKILL)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wuxue_exit_entry.settings")
application = get_wsgi_application()
gc.collect()
gc.freeze()  # what is loaded once is not looked through at every collection
