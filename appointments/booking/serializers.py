"""The shape of one booking as it comes in and goes out; form, desk and API share these judgements."""

from typing import Any

from rest_framework import serializers

from appointments.booking import notice, secrets
from appointments.booking.data import BookingData, PersonData
from appointments.booking.enums import Pickup
from appointments.booking.models import Booking
from appointments.booking.selectors import Slot, SlotDay
from appointments.catalogue import plans
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.identity import IdKind
from wuxue_exit_entry.privacy import masks


class PersonSerializer(serializers.Serializer[PersonData]):
    """One person who comes; the number is judged by the identity rules, not here."""

    name = serializers.CharField(max_length=400, help_text="姓名，与证件一致")
    id_kind = serializers.ChoiceField(choices=[kind.value for kind in IdKind], help_text="证件种类")
    number = serializers.CharField(max_length=80, help_text="证件号码；空格、全角和小写会自动整理")
    birth_date = serializers.DateField(required=False, allow_null=True, help_text="证件号码里没有时填写")
    nationality = serializers.CharField(required=False, allow_blank=True, max_length=3, help_text="ISO 3166 三字母")
    declared_filed = serializers.BooleanField(default=False, help_text="是否登记备案国家工作人员")
    guardian_name = serializers.CharField(required=False, allow_blank=True, max_length=120)
    guardian_relation = serializers.CharField(required=False, allow_blank=True, max_length=20)
    escort_name = serializers.CharField(required=False, allow_blank=True, max_length=120)


class BookingRequestSerializer(serializers.Serializer[BookingData]):
    """A booking as it comes in; times without an offset are Asia/Shanghai."""

    plan = serializers.CharField(max_length=8000, help_text="由 checklist 返回")
    start = serializers.DateTimeField(default_timezone=clock.SHANGHAI, help_text="例 2026-12-03T10:00:00+08:00")
    people = PersonSerializer(many=True, min_length=1, max_length=5)
    phone = serializers.CharField(max_length=40)
    language = serializers.ChoiceField(choices=["zh-hans", "en"], default="zh-hans")
    pickup = serializers.ChoiceField(choices=Pickup.choices, default=Pickup.COUNTER)
    address = serializers.CharField(required=False, allow_blank=True, max_length=300, default="")
    consent = serializers.BooleanField(help_text="已阅读并同意预约告知")

    def validate_consent(self, value: bool) -> bool:
        if not value:
            raise serializers.ValidationError("请先阅读并同意预约告知。", code="consent_missing")
        return value

    def booking_data(self) -> BookingData:
        """Return the validated value; raises BusinessError when the plan has expired."""
        given = dict(self.validated_data)
        given.pop("consent")
        people = tuple(PersonData(**person) for person in given.pop("people"))
        plan = plans.read(given.pop("plan"))
        return BookingData(plan=plan, people=people, notice_version=notice.VERSION, **given)


class SlotSerializer(serializers.Serializer[Slot]):
    start = serializers.DateTimeField(default_timezone=clock.SHANGHAI)
    end = serializers.DateTimeField(default_timezone=clock.SHANGHAI)
    left = serializers.IntegerField(help_text="余号")


class SlotDaySerializer(serializers.Serializer[SlotDay]):
    day = serializers.DateField()
    left = serializers.IntegerField()
    slots = SlotSerializer(many=True)


class SlotQuerySerializer(serializers.Serializer[dict[str, Any]]):
    """Which days of which plan."""

    plan = serializers.CharField(max_length=8000)
    days = serializers.IntegerField(required=False, min_value=1, max_value=31, default=14)

    def get_fields(self) -> dict[str, Any]:
        # `from` is the name in the contract and a word of the language here.
        return {**super().get_fields(), "from": serializers.DateField(required=False, source="first")}


class RescheduleSerializer(serializers.Serializer[dict[str, Any]]):
    start = serializers.DateTimeField(default_timezone=clock.SHANGHAI)


class CancelSerializer(serializers.Serializer[dict[str, Any]]):
    reason = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")


class BookedPersonSerializer(serializers.Serializer[Any]):
    """A person of a booking; the number masked."""

    name = serializers.CharField()
    number = serializers.SerializerMethodField()
    items = serializers.SerializerMethodField()

    def get_number(self, person: Any) -> str:
        return masks.mask_number(person.number)

    def get_items(self, person: Any) -> list[str]:
        return [item.service.code for item in person.items.all()]


class BookingSerializer(serializers.Serializer[Booking]):
    """A booking as it goes out; the secret only to whoever has just made it."""

    code = serializers.CharField()
    status = serializers.CharField()
    start = serializers.DateTimeField(default_timezone=clock.SHANGHAI)
    minutes = serializers.IntegerField()
    lane = serializers.CharField(source="lane.code")
    people = BookedPersonSerializer(many=True)
    told = serializers.JSONField()


class NewBookingSerializer(serializers.Serializer[Booking]):
    """What the maker of a booking gets back."""

    code = serializers.CharField()
    secret = serializers.SerializerMethodField(help_text="请求头 Booking-Secret；凭它查看、改期、取消")
    status = serializers.CharField()
    start = serializers.DateTimeField(default_timezone=clock.SHANGHAI)
    minutes = serializers.IntegerField()
    lane = serializers.CharField(source="lane.code")
    told = serializers.JSONField()

    def get_secret(self, booking: Booking) -> str:
        return secrets.secret_of(booking)
