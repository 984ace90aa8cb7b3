"""The program as it is deployed: behind TLS, outside demo mode."""

import json
import os
import secrets
import subprocess
import sys

ENVIRONMENT = {
    "DATABASE_URL": "postgres://app@127.0.0.1:1/x",
    "DATABASE_OWNER_URL": "postgres://owner@127.0.0.1:1/x",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "SECRET_KEY": secrets.token_hex(32),
    "SEALING_KEYS": secrets.token_hex(64),
    "AUDIT_SEAL_KEY": secrets.token_hex(32),
    "BEHIND_TLS": "true",
    "ALLOWED_HOSTS": "hall.example",
}
NAMES = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "DEMO_MODE", "DEBUG")


def manage(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")} | ENVIRONMENT
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)


def test_the_deployment_check_has_nothing_to_say():
    done = manage("check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr


def test_cookies_are_bound_to_the_host_and_demo_is_off():
    code = f"import json; from django.conf import settings; print(json.dumps([getattr(settings, n) for n in {NAMES}]))"
    done = manage("shell", "-v0", "-c", code)
    assert json.loads(done.stdout) == ["__Host-session", "__Host-csrf", True, True, False, False]


def test_demo_commands_refuse():
    done = manage("demo_credentials", "--json")
    assert done.returncode == 1
    assert "DEMO_MODE" in done.stderr
    assert done.stdout == ""
