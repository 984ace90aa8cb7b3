"""The second factor: one TOTP generator per account (RFC 6238); its secret is sealed in the column."""

from base64 import b32encode
from typing import ClassVar
from urllib.parse import quote, urlencode

from django.db import models
from django_otp.models import Device, ThrottlingMixin, TimestampMixin
from django_otp.oath import TOTP
from django_otp.util import random_hex

from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.privacy.fields import SealedField

ISSUER = "武穴出入境"
STEP_SECONDS = 30
TOLERANCE = 1  # steps before and after, for clocks that differ


def new_secret() -> str:
    """Return a secret of 160 bits in hexadecimal."""
    return str(random_hex(20))


class TotpDevice(TimestampMixin, ThrottlingMixin, Device):
    """A generator on somebody's phone; `last_t` refuses a code that was used, also when two arrive at once."""

    secret = SealedField(purpose="accounts.totp_device.secret", max_length=80, default=new_secret)
    last_t = models.BigIntegerField(default=-1)

    class Meta(Device.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(confirmed=True), name="accounts_totpdevice_one_confirmed"
            )
        ]

    def verify_token(self, token: str) -> bool:
        """Whether `token` is right and new; wrong ones make the next try wait longer. Call it with the row locked."""
        if not self.verify_is_allowed()[0]:
            return False
        totp = self._totp()
        if not (token.isascii() and token.isdigit() and totp.verify(int(token), TOLERANCE, self.last_t + 1)):
            self.throttle_increment(commit=True)
            return False
        self.last_t = totp.t()
        self.throttle_reset(commit=False)
        self.set_last_used_timestamp(commit=False)
        self.save()
        return True

    def get_throttle_factor(self) -> int:
        """Seconds to wait after the first wrong code; doubled by each further one."""
        return 1

    @property
    def shown_secret(self) -> str:
        """The secret as it is typed into a phone, in groups of four."""
        text = b32encode(bytes.fromhex(self.secret)).decode()
        return " ".join(text[at : at + 4] for at in range(0, len(text), 4))

    @property
    def uri(self) -> str:
        """What the QR code says."""
        label = quote(f"{ISSUER}:{self.user.get_username()}")
        secret = b32encode(bytes.fromhex(self.secret)).decode()
        query = urlencode({"secret": secret, "issuer": ISSUER, "digits": 6, "period": STEP_SECONDS})
        return f"otpauth://totp/{label}?{query}"

    def _totp(self) -> TOTP:
        totp = TOTP(bytes.fromhex(self.secret), STEP_SECONDS)
        totp.time = clock.now().timestamp()
        return totp
