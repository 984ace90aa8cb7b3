"""A hotel (organisation → hotel → tenant), the keys of its programs and the devices of its desk."""

from django.db import models
from rest_framework_api_key.models import AbstractAPIKey
from simple_history.models import HistoricalRecords

from liaison.contacts.models import Organisation
from lodging.hotels.enums import HotelKind
from wuxue_exit_entry.accounts.models import Unit, User
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.public_ids import new_public_id


class Hotel(models.Model):
    """A house that registers guests; its unit is the tenant that row-level security sees."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="hotel")
    unit = models.OneToOneField(Unit, models.PROTECT, related_name="hotel")
    code = models.CharField("登记单位代码", max_length=20, unique=True)
    kind = models.CharField("类别", max_length=12, choices=HotelKind, default=HotelKind.HOTEL)
    rooms = models.PositiveIntegerField("客房数", default=0)
    is_sandbox = models.BooleanField("测试用", default=False)
    is_active = models.BooleanField("使用中", default=True)
    opened_at = models.DateTimeField(default=clock.now, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.organisation.name


class HotelKey(AbstractAPIKey):
    """A key of a hotel's program; shown once, kept as a hash."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    hotel = models.ForeignKey(Hotel, models.PROTECT, related_name="keys")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    replaced_by = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaces")

    class Meta(AbstractAPIKey.Meta):
        verbose_name = "接口密钥"
