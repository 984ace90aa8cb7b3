"""Organisations, whom to reach there, and what was said about pairs that look alike."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from liaison.contacts.enums import ContactRole, OrganisationKind, PreferredChannel
from wuxue_exit_entry.accounts.enums import Language
from wuxue_exit_entry.accounts.models import Unit, User
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.public_ids import new_public_id
from wuxue_exit_entry.privacy.fields import SealedField


class Organisation(models.Model):
    """A department, hotel, employer, school, village or police station."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    kind = models.CharField("类别", max_length=12, choices=OrganisationKind)
    name = models.CharField("名称", max_length=120)
    name_en = models.CharField("英文名称", max_length=160, blank=True, default="")
    initials = models.CharField(
        "拼音首字母", max_length=60, blank=True, default="", help_text="可改：单、覃、仇等姓常被标错。"
    )
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True, default="")
    address = models.CharField("地址", max_length=200, blank=True, default="")
    station = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="organisations", verbose_name="管辖派出所"
    )
    unit = models.OneToOneField(
        Unit, models.PROTECT, null=True, blank=True, related_name="organisation", verbose_name="对应单位"
    )
    language = models.CharField("语言", max_length=8, choices=Language, default=Language.CHINESE)
    robot = SealedField("企业微信机器人", purpose="liaison.organisation.robot", max_length=300, blank=True, default="")
    notes = models.TextField("备注", max_length=1000, blank=True, default="")
    is_active = models.BooleanField("使用中", default=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=~Q(credit_code="") & Q(merged_into=None),
                name="liaison_organisation_credit_code",
            ),
            models.CheckConstraint(condition=~Q(station=F("id")), name="liaison_organisation_not_own_station"),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")), name="liaison_organisation_not_merged_into_itself"
            ),
            models.CheckConstraint(
                condition=Q(unit=None) | Q(kind__in=[OrganisationKind.STATION, OrganisationKind.HOTEL]),
                name="liaison_organisation_unit_of_station_or_hotel",
            ),
        ]
        indexes = [models.Index(fields=["kind", "name"], name="liaison_organisation_kind")]

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """Somebody to reach at an organisation."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="contacts", verbose_name="单位")
    name = models.CharField("姓名", max_length=60)
    initials = models.CharField("拼音首字母", max_length=30, blank=True, default="")
    role = models.CharField("身份", max_length=16, choices=ContactRole, default=ContactRole.LIAISON)
    phone = SealedField("电话", purpose="liaison.contact.phone", max_length=20, blank=True, default="")
    email = models.EmailField("邮箱", blank=True, default="")
    channel = models.CharField("首选方式", max_length=8, choices=PreferredChannel, default=PreferredChannel.SMS)
    language = models.CharField("语言", max_length=8, choices=Language, default=Language.CHINESE)
    account = models.OneToOneField(User, models.PROTECT, null=True, blank=True, related_name="contact")
    is_active = models.BooleanField("使用中", default=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["organisation", "name"]
        constraints = [
            models.CheckConstraint(condition=~Q(phone="") | ~Q(email=""), name="liaison_contact_reachable"),
        ]
        indexes = [models.Index(fields=["phone"], name="liaison_contact_phone")]

    def __str__(self) -> str:
        return self.name


class LooksAlike(models.Model):
    """What a person said about two organisations that look alike; nothing is merged without it."""

    first = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    second = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    is_same = models.BooleanField()
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="liaison_looksalike_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="liaison_looksalike_in_order"),
        ]
