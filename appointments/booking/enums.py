"""States, channels and ways to collect of a booking, each with its label and tone."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BookingStatus(models.TextChoices):
    BOOKED = "booked", _("已预约")
    ARRIVED = "arrived", _("已到场")
    DONE = "done", _("已办完")
    CANCELLED = "cancelled", _("已取消")
    DISOWNED = "disowned", _("非本人预约，已撤")
    MISSED = "missed", _("未到")

    @property
    def tone(self) -> str:
        return _TONES[self]


_TONES = {
    BookingStatus.BOOKED: "ok",
    BookingStatus.ARRIVED: "info",
    BookingStatus.DONE: "ok",
    BookingStatus.CANCELLED: "neutral",
    BookingStatus.DISOWNED: "neutral",
    BookingStatus.MISSED: "danger",
}
LIVE_BOOKINGS = [BookingStatus.BOOKED, BookingStatus.ARRIVED]


class Channel(models.TextChoices):
    ONLINE = "online", _("网上预约")
    PHONE = "phone", _("电话代约")
    DESK = "desk", _("窗口代约")
    GREEN = "green", _("绿色通道")
    API = "api", _("接口预约")


class Pickup(models.TextChoices):
    COUNTER = "counter", _("到大厅自取")
    EMS = "ems", _("邮政速递到家")


class EarlierStatus(models.TextChoices):
    WAITING = "waiting", _("排队中")
    STOPPED = "stopped", _("已退出")
    MOVED = "moved", _("已换到更早")


class OfferStatus(models.TextChoices):
    HELD = "held", _("为您保留中")
    ACCEPTED = "accepted", _("已接受")
    DECLINED = "declined", _("已谢绝")
    LAPSED = "lapsed", _("已过期")
