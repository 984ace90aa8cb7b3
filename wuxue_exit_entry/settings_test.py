"""Settings of the tests: only speed differs, and a data folder of their own."""

import os
from pathlib import Path

os.environ["VAR_DIR"] = str(Path(__file__).resolve().parent.parent / "var" / "test")
for _name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
    os.environ.pop(_name, None)  # tests run on the embedded servers, never on somebody's data
_hall = os.environ.get("HALL_REDIS_URL")  # set for the real processes that a test starts (tests/support/server.py)
if _hall:
    os.environ["REDIS_URL"] = _hall

from wuxue_exit_entry.settings import *  # noqa: E402, F403 -- the folder must be chosen first

DEMO_MODE = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if not _hall:
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
