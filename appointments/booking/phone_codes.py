"""One-time codes that prove a phone: six digits, ten minutes, five tries, only a hash kept."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from appointments.booking.models import PhoneCode
from wuxue_exit_entry.accounts import limits
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.audit.actors import PUBLIC
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.errors import BusinessError
from wuxue_exit_entry.kernel.public_ids import normalise_code
from wuxue_exit_entry.messaging import services as messaging
from wuxue_exit_entry.messaging.kinds import MessageKind
from wuxue_exit_entry.messaging.services import Recipient

DIGITS = 6
LIFE = timedelta(minutes=10)
TRIES = 5
BOOKING = "booking"
SENDS_PER_HOUR, SENDS_PER_DAY = 6, 12
TRIES_PER_HOUR = 40
HOUR, DAY = 3600, 86400
MESSAGE = MessageKind(
    code="booking.phone_code",
    label="手机验证码",
    zh="验证码 {code}，{minutes} 分钟内有效，用于武穴出入境预约。工作人员不会向您索要验证码。",
    en="Your code is {code}, valid for {minutes} minutes, for booking at the Wuxue exit-entry hall. "
    "Our staff never ask for it.",
    urgent=True,
)


def send_code(*, phone: str, language: str, purpose: str = BOOKING) -> PhoneCode:
    """Send a fresh code to a mobile number.

    Raises BusinessError("too_many") after many codes to one phone.
    """
    limits.hit(f"phone-code:sent:hour:{phone}", limit=SENDS_PER_HOUR, per_seconds=HOUR)
    limits.hit(f"phone-code:sent:day:{phone}", limit=SENDS_PER_DAY, per_seconds=DAY)
    return _send(phone, language, purpose)


@transaction.atomic
def _send(phone: str, language: str, purpose: str) -> PhoneCode:
    now = clock.now()
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    sent = PhoneCode.objects.create(
        phone=phone, purpose=purpose, code_hash=_hashed(phone, code), sent_at=now, expires_at=now + LIFE
    )
    messaging.queue(
        kind=MESSAGE,
        to=Recipient(phone=phone, language=language),
        context={"code": code, "minutes": int(LIFE.total_seconds() // 60)},
        about=sent,
        dedupe_key=f"phone-code:{sent.pk}",
        expires_at=sent.expires_at,
    )
    audit.record(PUBLIC, "appointments.phone_code.sent", sent, after={"purpose": purpose})
    return sent


def verify_code(*, phone: str, typed: str, purpose: str = BOOKING) -> None:
    """Take a code for its phone, once. A try is counted before it is judged and stays counted when it was wrong.

    Raises BusinessError: too_many, code_over (none is waiting, or its five tries are used), code_wrong.
    """
    limits.hit(f"phone-code:tried:{phone}", limit=TRIES_PER_HOUR, per_seconds=HOUR)
    hashed = _hashed(phone, normalise_code(typed))
    codes = list(_open_codes(phone, purpose))
    counted = [code for code in codes if _count(code)]
    if not counted:
        raise BusinessError("code_over", _("验证码已过期或试的次数太多，请重新获取。"), field="code", status=422)
    right = next((code for code in counted if constant_time_compare(code.code_hash, hashed)), None)
    if right is None or not _use(right):
        raise BusinessError("code_wrong", _("验证码不对，请看最近收到的短信。"), field="code", status=422)


def _open_codes(phone: str, purpose: str) -> QuerySet[PhoneCode]:
    """The codes that may still be typed: a late message may arrive after a second one was asked for."""
    return PhoneCode.objects.filter(
        phone=phone, purpose=purpose, used_at__isnull=True, expires_at__gt=clock.now(), tries__lt=TRIES
    ).order_by("-sent_at")


def _count(code: PhoneCode) -> bool:
    return bool(PhoneCode.objects.filter(pk=code.pk, tries__lt=TRIES).update(tries=F("tries") + 1))


def _use(code: PhoneCode) -> bool:
    with transaction.atomic():
        used = PhoneCode.objects.filter(pk=code.pk, used_at__isnull=True).update(used_at=clock.now())
        if used:
            audit.record(PUBLIC, "appointments.phone_code.used", code)
    return bool(used)


def _hashed(phone: str, code: str) -> str:
    return salted_hmac("appointments.phone_code", f"{phone}:{code}", algorithm="sha256").hexdigest()
