"""States and channels of messages, each with its label and tone."""

from django.db.models import TextChoices


class MessageStatus(TextChoices):
    """Where a message stands."""

    QUEUED = "queued", "待发"
    SENDING = "sending", "发送中"
    SENT = "sent", "已发出"
    FAILED = "failed", "未送达"
    WITHDRAWN = "withdrawn", "已撤回"
    EXPIRED = "expired", "过期未发"
    HELD = "held", "暂停，等人确认"
    CALL_LIST = "call_list", "待电话告知"
    CALLED = "called", "已电话告知"

    @property
    def tone(self) -> str:
        """Colour of the state."""
        return _TONES[self.value]


_TONES = {
    "queued": "info",
    "sending": "info",
    "sent": "ok",
    "failed": "danger",
    "withdrawn": "neutral",
    "expired": "neutral",
    "held": "warn",
    "call_list": "warn",
    "called": "ok",
}
OPEN = (MessageStatus.QUEUED, MessageStatus.HELD, MessageStatus.CALL_LIST)


class Channel(TextChoices):
    """By which way a message goes; where no gateway is set, the demonstration shows it on its own page."""

    SMS = "sms", "短信"
    EMAIL = "email", "电子邮件"
    ROBOT = "robot", "企业微信群"
    CALL = "call", "电话"
