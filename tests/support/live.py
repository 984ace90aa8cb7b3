"""The site in a thread of this process, so that a stopped clock holds for it as well."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import Client
from django.test.testcases import LiveServerThread

from wuxue_exit_entry.accounts.models import User


@contextmanager
def serving() -> Iterator[str]:
    """Yield the address of the running site; use it with `committed_db`, its threads see what is committed."""
    thread = LiveServerThread("127.0.0.1", StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    try:
        yield f"http://127.0.0.1:{thread.port}"
    finally:
        thread.terminate()


def session_cookie(user: User, url: str) -> dict[str, str]:
    """Return the cookie of a signed-in session, as a browser takes it."""
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}
