"""Places, bookings and what hangs on them."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from appointments.booking.enums import LIVE_BOOKINGS, BookingStatus, Channel, EarlierStatus, OfferStatus, Pickup
from appointments.cases.models import Case, officer, pair
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.public_ids import new_booking_code, new_public_id, new_secret
from wuxue_exit_entry.kernel.records import KeptHistoryManager
from wuxue_exit_entry.privacy.fields import SealedField


def default_sweep_times() -> list[str]:
    """Return the two times of a working day at which the sweep is due."""
    return ["08:40", "15:00"]


class Policy(models.Model):
    """The hall's own numbers, one row; defaults are suggestions until the bureau confirms them."""

    days_ahead = models.PositiveSmallIntegerField("可预约的工作日数", default=7)
    check_in_before = models.PositiveSmallIntegerField("提前多少分钟可签到", default=30)
    check_in_grace = models.PositiveSmallIntegerField("晚到多少分钟照办", default=15)
    late_cancel = models.PositiveSmallIntegerField("开始前多少分钟内取消算失约", default=120)
    no_show_limit = models.PositiveSmallIntegerField("失约多少次后只在窗口或电话预约", default=3)
    no_show_days = models.PositiveSmallIntegerField("失约记录多少天后消失", default=90)
    offer_minutes = models.PositiveSmallIntegerField("更早时段保留多少分钟", default=60)
    offers_per_day = models.PositiveSmallIntegerField("每人每天最多几次更早时段", default=2)
    sweep_times = models.JSONField("每天检索时刻", default=default_sweep_times)
    sweep_days = models.PositiveSmallIntegerField("检索今后几个工作日", default=3)
    sign_off_minutes = models.PositiveSmallIntegerField("检索后多少分钟内签核", default=60)
    green_minutes = models.PositiveSmallIntegerField("绿色通道多少分钟内答复", default=120)
    history = HistoricalRecords()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="appointments_policy_single_row")]


class Hall(models.Model):
    """A service hall: where people come to."""

    code = models.SlugField(unique=True)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    address_zh = models.CharField(max_length=160)
    address_en = models.CharField(max_length=200)
    phone = models.CharField(max_length=40)
    mark = models.CharField(max_length=4, default="B")
    history = HistoricalRecords()


class Lane(models.Model):
    """A kind of window of a hall, with places of its own."""

    hall = models.ForeignKey(Hall, models.PROTECT, related_name="lanes")
    code = models.SlugField()
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=80)
    window_zh = models.CharField(max_length=40, blank=True, default="")
    window_en = models.CharField(max_length=80, blank=True, default="")
    is_open = models.BooleanField(default=True)
    history = HistoricalRecords()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hall", "code"], name="appointments_lane_code")]


class OpeningPattern(models.Model):
    """Weekly opening of a lane: bands of equal length with equal places."""

    lane = models.ForeignKey(Lane, models.PROTECT, related_name="patterns")
    weekday = models.PositiveSmallIntegerField(help_text="1 星期一 … 7 星期日；调休上班的周末按星期五开放")
    opens = models.TimeField()
    closes = models.TimeField()
    band_minutes = models.PositiveSmallIntegerField(default=30)
    capacity = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(weekday__range=(1, 7)), name="appointments_openingpattern_weekday"),
            models.CheckConstraint(condition=Q(opens__lt=F("closes")), name="appointments_openingpattern_hours"),
            models.CheckConstraint(condition=Q(band_minutes__range=(5, 240)), name="appointments_openingpattern_band"),
        ]

    @property
    def weekday_name(self) -> str:
        """The weekday as it is said: 一 … 日."""
        return "一二三四五六日"[self.weekday - 1]


class CapacityException(models.Model):
    """A day, or a part of it, on which a lane (or every lane) has other places; 0 closes."""

    lane = models.ForeignKey(Lane, models.PROTECT, null=True, blank=True, related_name="exceptions")
    day = models.DateField()
    opens = models.TimeField(null=True, blank=True)  # empty: the whole day
    closes = models.TimeField(null=True, blank=True)
    capacity = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=200)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(opens__isnull=True, closes__isnull=True) | Q(opens__lt=F("closes")),
                name="appointments_capacityexception_hours",
            )
        ]


class Band(models.Model):
    """Places of one lane at one start; the row comes into being when the first place is taken."""

    lane = models.ForeignKey(Lane, models.PROTECT, related_name="bands")
    start = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    planned = models.PositiveSmallIntegerField()  # what pattern and exceptions say; `capacity` shrinks to it
    capacity = models.PositiveSmallIntegerField()
    extra = models.PositiveSmallIntegerField(default=0)
    booked = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lane", "start"], name="appointments_band_start"),
            models.CheckConstraint(
                condition=Q(booked__gte=0) & Q(booked__lte=F("capacity") + F("extra")),
                name="appointments_band_not_oversold",
            ),
        ]


class ExtraPlace(models.Model):
    """Why and by whom places beyond the capacity were made."""

    band = models.ForeignKey(Band, models.PROTECT, related_name="extras")
    places = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    made_by = officer("+")


MOVED_BY_UPDATE = (
    "start",
    "status",
    "slot_version",
    "moved_at",
    "arrived_at",
    "arrived_by",
    "ended_at",
    "ended_because",
)


class Booking(models.Model):
    """One visit: one to five people, each with one or more items."""

    code = models.CharField(max_length=12, unique=True, default=new_booking_code, editable=False)
    nonce = models.CharField(max_length=64, default=new_secret, editable=False)  # the secret is derived, never stored
    lane = models.ForeignKey(Lane, models.PROTECT, related_name="bookings")
    start = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=16, choices=BookingStatus, default=BookingStatus.BOOKED)
    channel = models.CharField(max_length=16, choices=Channel)
    language = models.CharField(max_length=8, default="zh-hans")
    phone = SealedField(purpose="appointments.booking.phone", verbose_name="电话")
    phone_is_mobile = models.BooleanField(default=True)
    pickup = models.CharField("领证方式", max_length=8, choices=Pickup, default=Pickup.COUNTER)
    address = SealedField(purpose="appointments.booking.address", verbose_name="收件地址", blank=True, default="")
    plan = models.JSONField()  # people, items, answers: nothing personal
    told = models.JSONField()  # the checklist as it was told
    notice_version = models.CharField(max_length=16)
    idempotency_key = models.CharField(max_length=64, null=True, blank=True, unique=True)
    request_hash = models.CharField(max_length=64, blank=True, default="")
    slot_version = models.PositiveIntegerField(default=1)  # moves with every new time, so that each is reminded once
    created_at = models.DateTimeField()
    created_by = officer("+")
    moved_at = models.DateTimeField(null=True, blank=True)  # when the present time was chosen, if not at first
    arrived_at = models.DateTimeField(null=True, blank=True)
    arrived_by = officer("+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True, default="")
    # What an UPDATE moves is kept by the audit; in the history it would look like a change by whoever saves next.
    history = HistoricalRecords(excluded_fields=["told", "nonce", *MOVED_BY_UPDATE], history_manager=KeptHistoryManager)

    class Meta:
        constraints = [
            pair("arrived", "appointments_booking"),
        ]
        indexes = [
            models.Index(fields=["start"], condition=Q(status__in=LIVE_BOOKINGS), name="appointments_booking_live"),
            models.Index(fields=["phone"], name="appointments_booking_phone"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def _history_date(self) -> datetime:
        """When a version is saved, by the clock of the hall (django-simple-history asks for it)."""
        return clock.now()

    @property
    def is_live(self) -> bool:
        return self.status in LIVE_BOOKINGS

    @property
    def placed_at(self) -> datetime:
        """When the present time was chosen."""
        return self.moved_at or self.created_at


class BookedPerson(models.Model):
    """Somebody who comes; name and number cannot be edited, only cancelled."""

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="people")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    id_kind = models.CharField(max_length=32)
    number = SealedField(purpose="appointments.booked_person.number")
    typed = SealedField(purpose="appointments.booked_person.typed")
    person_key = SealedField(purpose="appointments.booked_person.person_key")
    birth_date = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=1, blank=True, default="")
    nationality = models.CharField(max_length=3, blank=True, default="")
    declared_filed = models.BooleanField(default=False)
    guardian_name = models.CharField(max_length=120, blank=True, default="")
    guardian_relation = models.CharField(max_length=20, blank=True, default="")
    escort_name = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["booking", "position"], name="appointments_bookedperson_position")
        ]


class BookedItem(models.Model):
    """One item of one person; at most one live per person and family of items."""

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="items")
    person = models.ForeignKey(BookedPerson, models.CASCADE, related_name="items")
    service = models.ForeignKey("appointments.Service", models.PROTECT, related_name="+")
    family = models.CharField(max_length=32)
    person_key = SealedField(purpose="appointments.booked_item.person_key")
    is_live = models.BooleanField(default=True)
    facts = models.JSONField(default=dict)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="items")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_key", "family"],
                condition=Q(is_live=True),
                name="appointments_bookeditem_one_live_per_person_and_family",
            )
        ]


class EarlierRequest(models.Model):
    """A wish for an earlier place; ends when moved, stopped, or when the booking ends."""

    booking = models.OneToOneField(Booking, models.CASCADE, related_name="earlier_request")
    not_before = models.DateField()
    status = models.CharField(max_length=16, choices=EarlierStatus, default=EarlierStatus.WAITING)
    asked_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["asked_at"], condition=Q(status=EarlierStatus.WAITING), name="appointments_earlier_wait"
            )
        ]


class Offer(models.Model):
    """An earlier place held for one person until it expires."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    request = models.ForeignKey(EarlierRequest, models.CASCADE, related_name="offers")
    start = models.DateTimeField()
    status = models.CharField(max_length=16, choices=OfferStatus, default=OfferStatus.HELD)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(status=OfferStatus.HELD), name="appointments_offer_one_held"
            ),
            models.UniqueConstraint(fields=["request", "start"], name="appointments_offer_not_twice"),
        ]


class TakenPlace(models.Model):
    """One place of a band, taken by a booking or held for an offer; Σ of these is what `Band.booked` counts."""

    band = models.ForeignKey(Band, models.PROTECT, related_name="taken")
    booking = models.ForeignKey(Booking, models.PROTECT, null=True, blank=True, related_name="places")
    offer = models.ForeignKey(Offer, models.PROTECT, null=True, blank=True, related_name="places")
    is_extra = models.BooleanField(default=False)  # made for this holder alone; goes when it is given back

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(booking__isnull=False, offer__isnull=True) | Q(booking__isnull=True, offer__isnull=False),
                name="appointments_takenplace_one_holder",
            ),
            models.UniqueConstraint(fields=["band", "booking"], name="appointments_takenplace_booking"),
            models.UniqueConstraint(fields=["band", "offer"], name="appointments_takenplace_offer"),
        ]


class NoShowPoint(models.Model):
    """A missed or late-cancelled visit; fades with time and can be excused at the desk."""

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="no_show_points")
    person_key = SealedField(purpose="appointments.no_show_point.person_key")
    given_at = models.DateTimeField()
    excused_at = models.DateTimeField(null=True, blank=True)
    excused_by = officer("+")
    excuse = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["booking", "person_key"], name="appointments_noshowpoint_once"),
            pair("excused", "appointments_noshowpoint"),
        ]
        indexes = [models.Index(fields=["person_key"], name="appointments_noshow_person")]


class PhoneCode(models.Model):
    """A one-time code sent to a phone; five wrong tries end it."""

    phone = SealedField(purpose="appointments.phone_code.phone")
    purpose = models.CharField(max_length=16)
    code_hash = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["phone", "purpose", "-sent_at"], name="appointments_phonecode_phone")]
