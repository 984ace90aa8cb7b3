"""Signing in: password, then the code of the phone; only then is there a session. Demo mode has no second factor."""

import re
from typing import Any

import django_otp
from django.conf import settings
from django.contrib import auth
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from wuxue_exit_entry.accounts import limits, middleware, selectors
from wuxue_exit_entry.accounts.devices import TotpDevice
from wuxue_exit_entry.accounts.models import User
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.audit.actors import PUBLIC
from wuxue_exit_entry.audit.middleware import client_ip
from wuxue_exit_entry.kernel import clock

USERNAME = r"[a-z][a-z0-9._-]{1,39}"
FIRST_STEP = "first_step"
FIRST_STEP_SECONDS = 300
_BACKEND = "django.contrib.auth.backends.ModelBackend"


def check_password(request: HttpRequest, username: str, password: str) -> User | None:
    """Return the account when name and password fit and it is neither closed nor locked for this address.

    The answer is the same, in words and in time, for an unknown name, a wrong password and a closed account.
    Raises BusinessError(too_many) when the address tries too often, whatever the names.
    """
    limits.hit(f"sign-in:address:{client_ip(request)}", limit=60, per_seconds=600)
    user = auth.authenticate(request, username=username, password=password)
    if user is None:
        audit.record(PUBLIC, "accounts.sign_in.failed", selectors.user_named(username) or "accounts.user")
    return user


def tried_name(request: HttpRequest, credentials: dict[str, str] | None) -> str:
    """Return what django-axes keeps of a tried name: a name as ours, or a hash of what was typed in its place.

    People type identity numbers and passwords into this field.
    """
    typed = (credentials or {}).get("username") or ""
    if re.fullmatch(USERNAME, typed):
        return typed
    return "?" + salted_hmac("accounts.tried_name", typed, algorithm="sha256").hexdigest()[:20]


def keep_first_step(request: HttpRequest, user: User) -> None:
    """Remember for five minutes that the password was right; this is not a sign-in."""
    request.session.cycle_key()
    request.session[FIRST_STEP] = {"user": user.pk, "hash": user.get_session_auth_hash(), "at": _seconds()}


def first_step_user(request: HttpRequest) -> User | None:
    """Return whose password was right a moment ago, if the account is still open and unchanged."""
    step: dict[str, Any] = request.session.get(FIRST_STEP) or {}
    if not 0 <= _seconds() - step.get("at", 0) < FIRST_STEP_SECONDS:
        return None
    user = User.objects.filter(pk=step["user"], is_active=True).first()
    return user if user is not None and user.get_session_auth_hash() == step["hash"] else None


def needs_factor() -> bool:
    """Whether staff sign in with two factors: always, but in demo mode."""
    return not settings.DEMO_MODE


@transaction.atomic
def verified_device(user: User, token: str) -> TotpDevice | None:
    """Return the account's generator when `token` is right and unused."""
    device = TotpDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
    return device if device is not None and device.verify_token(token) else None


def enrolling_device(request: HttpRequest, user: User) -> TotpDevice | None:
    """Return the generator being enrolled in this session, or nothing when the account has one already.

    Each sign-in draws its own secret, so one seen over a shoulder earlier is worth nothing.
    """
    if TotpDevice.objects.filter(user=user, confirmed=True).exists():
        return None
    step = request.session[FIRST_STEP]
    device = TotpDevice.objects.filter(pk=step.get("device"), user=user, confirmed=False).first()
    if device is None:
        TotpDevice.objects.filter(user=user, confirmed=False).delete()
        device = TotpDevice.objects.create(user=user, confirmed=False, name="手机")
        request.session[FIRST_STEP] = step | {"device": device.pk}
    return device


@transaction.atomic
def enrol(device: TotpDevice, token: str) -> bool:
    """Confirm the generator with its first code."""
    device = TotpDevice.objects.select_for_update().get(pk=device.pk)
    if not device.verify_token(token):
        return False
    TotpDevice.objects.filter(pk=device.pk).update(confirmed=True)
    audit.record(device.user.as_actor(), "accounts.factor.enrolled", device.user)
    return True


@transaction.atomic
def finish(request: HttpRequest, user: User, device: TotpDevice | None = None) -> None:
    """Sign in under a new session key."""
    request.session.pop(FIRST_STEP, None)
    auth.login(request, user, backend=_BACKEND)
    if device is not None:
        django_otp.login(request, device)
    request.session[middleware.STARTED] = request.session[middleware.SEEN] = _seconds()
    User.objects.filter(pk=user.pk).update(signed_in_at=clock.now())
    audit.record(user.as_actor(), "accounts.sign_in.succeeded", user)


def keep_session(request: HttpRequest) -> None:
    """Keep this one session, under a new key, after its owner changed the password that ended all of them."""
    request.user.refresh_from_db()
    auth.update_session_auth_hash(request, request.user)


def leave(request: HttpRequest) -> None:
    """Sign out; the session is gone from the database too."""
    if request.actor.kind == "staff":
        audit.record(request.actor, "accounts.sign_in.ended", request.user)
    auth.logout(request)


def _seconds() -> int:
    return int(clock.now().timestamp())
