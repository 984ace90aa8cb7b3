"""Stays with what was shown that night, receipts, batches, empty nights, and flaws found in records.

Every table here carries the tenant's `unit`, and row-level security shows a hotel only its own rows.
"""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from foreigners.people.enums import PersonCategory, Sex
from foreigners.people.models import BIRTH_FORM, Document, Person
from lodging.hotels.models import Hotel, HotelKey
from lodging.stays.enums import DelayGrade, ReportChannel, StayStatus
from wuxue_exit_entry.accounts.models import Unit, User
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.public_ids import new_booking_code, new_public_id
from wuxue_exit_entry.kernel.records import KeptHistoryManager
from wuxue_exit_entry.privacy.fields import SealedField


class Receipt(models.Model):
    """What was handed in at once: counts, the rows that were not taken, a code by which it is verified."""

    number = models.CharField("回执号", max_length=24, unique=True)
    code = models.CharField("验证码", max_length=12, unique=True, default=new_booking_code, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    hotel = models.ForeignKey(Hotel, models.PROTECT, null=True, blank=True, related_name="receipts")
    channel = models.CharField("渠道", max_length=6, choices=ReportChannel)
    accepted = models.PositiveIntegerField("接收", default=0)
    rejected = models.PositiveIntegerField("未接收", default=0)
    rejects = models.JSONField(default=list)  # [{row, client_ref, codes}], no personal data
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-at"]


class Stay(models.Model):
    """One guest's stay at a hotel or a private home; corrections are versions of it."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")  # the tenant: hotel, or station of a private home
    hotel = models.ForeignKey(Hotel, models.PROTECT, null=True, blank=True, related_name="stays")
    client_ref = models.UUIDField()
    payload_digest = models.CharField(max_length=64)  # the same content again is the same stay, unchanged
    version = models.PositiveIntegerField("版本", default=1)
    status = models.CharField("状态", max_length=10, choices=StayStatus, default=StayStatus.IN_HOUSE)
    person = models.ForeignKey(Person, models.PROTECT, related_name="stays")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="stays")

    surname = models.CharField("英文姓", max_length=100, blank=True, default="")
    given_name = models.CharField("英文名", max_length=100, blank=True, default="")
    name_zh = models.CharField("中文姓名", max_length=60, blank=True, default="")
    sex = models.CharField("性别", max_length=1, choices=Sex, default=Sex.UNKNOWN)
    birth_date = models.CharField("出生日期", max_length=10, blank=True, default="")
    nationality = models.CharField("国籍（地区）", max_length=3, blank=True, default="")
    category = models.CharField("人员类别", max_length=16, choices=PersonCategory, default=PersonCategory.FOREIGNER)
    document_type = models.CharField("证件种类", max_length=24, blank=True, default="")
    document_number = SealedField(
        "证件号码", purpose="lodging.stay.document_number", max_length=40, blank=True, default=""
    )
    document_raw = SealedField(
        "证件号码原文", purpose="lodging.stay.document_raw", max_length=60, blank=True, default=""
    )
    no_number_reason = models.CharField("无证件号码的原因", max_length=100, blank=True, default="")
    document_expiry = models.DateField("证件有效期至", null=True, blank=True)
    document_issuer = models.CharField("签发地", max_length=3, blank=True, default="")
    visa_type = models.CharField("签证种类", max_length=24, blank=True, default="")
    visa_number = SealedField("签证号码", purpose="lodging.stay.visa_number", max_length=20, blank=True, default="")
    visa_expiry = models.DateField("签证有效期至", null=True, blank=True)
    stay_until = models.DateField("在华停留有效期至", null=True, blank=True)
    entry_date = models.DateField("入境日期", null=True, blank=True)
    entry_port = models.CharField("入境口岸", max_length=40, blank=True, default="")
    purpose = models.CharField("停留事由", max_length=16, blank=True, default="")
    occupation = models.CharField("职业", max_length=40, blank=True, default="")
    birth_place = models.CharField("出生地", max_length=60, blank=True, default="")
    home_address = models.CharField("境外常住地址", max_length=200, blank=True, default="")
    phone = SealedField("在华联系电话", purpose="lodging.stay.phone", max_length=20, blank=True, default="")
    came_from = models.CharField("从何地来", max_length=60, blank=True, default="")
    goes_to = models.CharField("到何地去", max_length=60, blank=True, default="")
    received_by = models.CharField("接待单位", max_length=100, blank=True, default="")
    stay_date = models.DateTimeField("入住时间")
    planned_leave = models.DateField("拟离开日期", null=True, blank=True)
    leave_date = models.DateTimeField("实际离店时间", null=True, blank=True)
    room = models.CharField("房号", max_length=10, blank=True, default="")
    group = models.CharField("团组", max_length=60, blank=True, default="")
    remark = models.CharField("备注", max_length=300, blank=True, default="")

    missing = models.JSONField(default=list)  # what a timely first report still lacks
    remarks = models.JSONField(default=list)  # codes of the warnings and notes given
    channel = models.CharField("渠道", max_length=6, choices=ReportChannel)
    first_accepted_at = models.DateTimeField("首次接收")
    stopped_seconds = models.PositiveIntegerField("扣除的系统停用秒数", default=0)
    delay_grade = models.PositiveSmallIntegerField("延迟标志", choices=DelayGrade, default=DelayGrade.IN_TIME)
    receipt = models.ForeignKey(Receipt, models.PROTECT, null=True, blank=True, related_name="stays")
    reported_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reported_key = models.ForeignKey(HotelKey, models.PROTECT, null=True, blank=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField("撤销原因", max_length=200, blank=True, default="")
    history = HistoricalRecords(excluded_fields=["payload_digest"], history_manager=KeptHistoryManager)

    class Meta:
        ordering = ["-stay_date"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "client_ref"], name="lodging_stay_client_ref"),
            models.CheckConstraint(
                condition=Q(leave_date=None) | Q(leave_date__gte=F("stay_date")),
                name="lodging_stay_left_after_check_in",
            ),
            models.CheckConstraint(
                condition=Q(status=StayStatus.CANCELLED, cancelled_at__isnull=False)
                | (~Q(status=StayStatus.CANCELLED) & Q(cancelled_at=None)),
                name="lodging_stay_cancelled_when",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | ~Q(cancel_reason=""), name="lodging_stay_cancelled_why"
            ),
            models.CheckConstraint(
                condition=~Q(status=StayStatus.LEFT) | Q(leave_date__isnull=False), name="lodging_stay_left_when"
            ),
            models.CheckConstraint(condition=~Q(surname="") | ~Q(name_zh=""), name="lodging_stay_has_a_name"),
            models.CheckConstraint(
                condition=~Q(document_number="") | ~Q(no_number_reason=""), name="lodging_stay_number_or_reason"
            ),
            models.CheckConstraint(
                condition=Q(birth_date="") | Q(birth_date__regex=BIRTH_FORM), name="lodging_stay_birth_form"
            ),
        ]
        indexes = [
            models.Index(fields=["hotel", "stay_date"], name="lodging_stay_hotel"),
            models.Index(fields=["stay_date"], name="lodging_stay_date"),
            models.Index(fields=["hotel"], condition=Q(status="in_house"), name="lodging_stay_in_house"),
            models.Index(fields=["document_number"], name="lodging_stay_document"),
        ]


class ZeroReport(models.Model):
    """A hotel says that it had no guest from outside on a night (零报告)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    hotel = models.ForeignKey(Hotel, models.PROTECT, related_name="zero_reports")
    night = models.DateField("日期")
    reported_at = models.DateTimeField(default=clock.now)
    reported_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)  # a guest came after all

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hotel", "night"], name="lodging_zeroreport_once")]


class Batch(models.Model):
    """Rows that a hotel's program handed in at once, judged in order."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    hotel = models.ForeignKey(Hotel, models.PROTECT, related_name="batches")
    client_ref = models.UUIDField()
    payload_digest = models.CharField(max_length=64)
    results = SealedField(purpose="lodging.batch.results")  # JSON of the answers per row, in order
    receipt = models.OneToOneField(Receipt, models.PROTECT, null=True, blank=True, related_name="batch")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "client_ref"], name="lodging_batch_client_ref")]


class Outage(models.Model):
    """The system could not take reports from `start` to `end`; the 24-hour clock stood still. Written by the system."""

    start = models.DateTimeField("开始")
    end = models.DateTimeField("结束", null=True, blank=True)
    evidence = models.JSONField(default=dict)  # which check failed, seen by what

    class Meta:
        ordering = ["-start"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gt=F("start")), name="lodging_outage_ends_after_start"
            ),
            models.UniqueConstraint(models.Value(1), condition=Q(end=None), name="lodging_outage_one_open"),
        ]
