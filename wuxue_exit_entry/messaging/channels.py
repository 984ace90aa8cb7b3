"""The ways out: an SMS gateway and a group robot by HTTP, e-mail by SMTP, the demonstration's own page."""

import json
import smtplib
from collections.abc import Callable
from datetime import timedelta
from enum import Enum

import httpx
import structlog
from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from wuxue_exit_entry.messaging.enums import Channel
from wuxue_exit_entry.messaging.models import Message

log = structlog.get_logger("messaging.channels")
_TIMEOUT = httpx.Timeout(connect=2.0, read=6.0, write=2.0, pool=1.0)
_REPLY_LIMIT = 64 * 1024
_RETRY = {408, 409, 423, 425, 429}
_ROBOT_BUSY = {-1, 45009}


class Outcome(Enum):
    """What is known about a message that was not confirmed."""

    REFUSED = "refused"  # final: trying again gives the same answer
    LATER = "later"  # not taken: try again
    UNKNOWN = "unknown"  # perhaps taken: the reply was lost
    NO_WAY = "no_way"  # no gateway is set, or wrongly: a person has to act


class NotSentError(Exception):
    """A channel did not confirm a message."""

    def __init__(self, text: str, outcome: Outcome, retry_after: timedelta = timedelta(0)) -> None:
        super().__init__(text)
        self.outcome = outcome
        self.retry_after = retry_after


def send(message: Message) -> str:
    """Hand `message` to its gateway and return the gateway's number for it.

    Raises NotSentError.
    """
    return _way(message)(message)


def repeats_safely(message: Message) -> bool:
    """Whether the gateway knows a message again by its key, so that a repeat is recorded once."""
    return _way(message) in (_by_sms_gateway, _on_the_demo_phone)


def _way(message: Message) -> Callable[[Message], str]:
    if message.channel == Channel.SMS and settings.SMS_GATEWAY_URL:
        return _by_sms_gateway
    if message.channel == Channel.EMAIL and settings.EMAIL_HOST:
        return _by_smtp
    if message.channel == Channel.ROBOT and settings.WECOM_ROBOT_URL:
        return _by_robot
    return _on_the_demo_phone if settings.DEMO_MODE else _nowhere


def _on_the_demo_phone(message: Message) -> str:
    """Deliver to the page of the demonstration, which reads the message's own row."""
    log.info("shown on the demo phone", message=message.public_id, kind=message.kind)
    return f"demo-{message.public_id}"


def _nowhere(message: Message) -> str:
    raise NotSentError(f"没有配置{Channel(message.channel).label}网关", Outcome.NO_WAY)


def _by_sms_gateway(message: Message) -> str:
    reply = _post(
        settings.SMS_GATEWAY_URL,
        {"id": message.public_id, "to": message.recipient, "text": message.body, "language": message.language},
        {"Idempotency-Key": message.public_id} | _authorization(settings.SMS_GATEWAY_TOKEN),
    )
    return str(reply.get("id", ""))


def _authorization(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"} if token else {}


def _by_robot(message: Message) -> str:
    reply = _post(
        settings.WECOM_ROBOT_URL,
        {"msgtype": "text", "text": {"content": message.body}},
        {"Idempotency-Key": message.public_id},
    )
    code = reply.get("errcode", 0)
    if code != 0:
        raise NotSentError(f"robot: errcode {code}", Outcome.LATER if code in _ROBOT_BUSY else Outcome.REFUSED)
    return str(reply.get("msgid", ""))


def _post(url: str, body: dict[str, object], headers: dict[str, str]) -> dict[str, object]:
    """Post JSON, without following a redirect, and return the reply's object, empty when it is none."""
    try:
        with (
            httpx.Client(timeout=_TIMEOUT, follow_redirects=False, trust_env=False) as client,
            client.stream("POST", url, json=body, headers=headers) as reply,
        ):
            _judge(reply)
            return _object_in(reply)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as gone:
        raise NotSentError(f"gateway: {type(gone).__name__}", Outcome.LATER) from gone
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.LocalProtocolError) as wrong:
        raise NotSentError(f"gateway settings: {type(wrong).__name__}", Outcome.NO_WAY) from wrong
    except httpx.HTTPError as lost:
        raise NotSentError(f"gateway: {type(lost).__name__}", Outcome.UNKNOWN) from lost


def _judge(reply: httpx.Response) -> None:
    status = reply.status_code
    if reply.is_success:
        return
    if status in _RETRY:
        raise NotSentError(f"gateway: {status}", Outcome.LATER, _retry_after(reply))
    raise NotSentError(f"gateway: {status}", Outcome.UNKNOWN if status >= 500 else Outcome.REFUSED)


def _retry_after(reply: httpx.Response) -> timedelta:
    seconds = reply.headers.get("Retry-After", "")
    return timedelta(seconds=min(int(seconds), 3600)) if seconds.isascii() and seconds.isdigit() else timedelta(0)


def _object_in(reply: httpx.Response) -> dict[str, object]:
    """Return the reply's JSON object; a success stays one whatever the gateway adds to it."""
    read = b""
    for chunk in reply.iter_bytes(8192):
        read += chunk
        if len(read) > _REPLY_LIMIT:
            return {}
    try:
        parsed = json.loads(read)
    except ValueError:
        return {}
    return parsed if isinstance(parsed, dict) else {}


def _by_smtp(message: Message) -> str:
    message_id = f"<{message.public_id}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2]}>"
    mail = EmailMessage(
        subject=message.subject_line,
        body=message.body,
        to=[message.recipient],
        headers={"Message-ID": message_id},
        connection=get_connection(timeout=8),
    )
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _ in refused.recipients.values()]
        raise NotSentError(f"smtp: {codes}", _smtp_outcome(max(codes, default=550))) from refused
    except smtplib.SMTPResponseException as refused:
        raise NotSentError(f"smtp: {refused.smtp_code}", _smtp_outcome(refused.smtp_code)) from refused
    except (ConnectionRefusedError, smtplib.SMTPConnectError) as gone:
        raise NotSentError(f"smtp: {type(gone).__name__}", Outcome.LATER) from gone
    except (OSError, smtplib.SMTPException) as lost:
        raise NotSentError(f"smtp: {type(lost).__name__}", Outcome.UNKNOWN) from lost
    return message_id


def _smtp_outcome(code: int) -> Outcome:
    return Outcome.REFUSED if code >= 500 else Outcome.LATER
