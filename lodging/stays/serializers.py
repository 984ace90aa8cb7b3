"""The shape of the hotel API for its documentation; what comes in is judged by `judging`, whatever its shape."""

from typing import Any

from rest_framework import serializers

from lodging.stays import fields


class StaySerializer(serializers.Serializer[Any]):
    """One guest's stay as a hotel's program sends it; everything may be text."""

    client_ref = serializers.UUIDField(help_text="自己生成的 UUID；再次提交同一个即为更正")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Add the items of the form."""
        made = super().get_fields()
        for one in fields.FIELDS:
            made[one.key] = serializers.CharField(
                required=False, allow_null=True, allow_blank=True, help_text=f"{one.label}，至多 {one.length} 字"
            )
        return made


class RemarkSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    severity = serializers.ChoiceField(choices=["error", "warning", "info"])
    field = serializers.CharField(allow_blank=True)
    message = serializers.CharField()
    fix = serializers.CharField(allow_blank=True)
    suggestion = serializers.CharField(allow_blank=True)


class OutcomeSerializer(serializers.Serializer[Any]):
    row = serializers.IntegerField()
    client_ref = serializers.CharField(allow_blank=True)
    status = serializers.ChoiceField(
        choices=["accepted", "accepted_with_warnings", "corrected", "unchanged", "rejected"]
    )
    stay = serializers.CharField(allow_null=True)
    version = serializers.IntegerField(allow_null=True)
    missing = serializers.ListField(child=serializers.CharField())
    remarks = RemarkSerializer(many=True)


class ReportSerializer(serializers.Serializer[Any]):
    status = serializers.ChoiceField(choices=["accepted", "partial", "rejected"])
    accepted = serializers.IntegerField()
    rejected = serializers.IntegerField()
    receipt = serializers.CharField(allow_null=True)
    results = OutcomeSerializer(many=True)


class BatchSerializer(serializers.Serializer[Any]):
    client_ref = serializers.UUIDField(required=False, help_text="这一批的 UUID；再次提交同一批得到同一个答复")
    atomic = serializers.BooleanField(default=False, help_text="true：有一条不能接收，整批不接收")
    dry_run = serializers.BooleanField(default=False, help_text="true：只检查，不登记")
    stays = StaySerializer(many=True)


class LeaveSerializer(serializers.Serializer[Any]):
    leave_date = serializers.CharField(required=False, help_text="离店时间，例 2026-10-18T09:30:00+08:00；不写即现在")


class StayCancelSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200, help_text="为什么撤销")


class CodesSerializer(serializers.Serializer[Any]):
    documents = serializers.ListField(child=serializers.DictField())
    stay_kinds = serializers.ListField(child=serializers.DictField())
    purposes = serializers.ListField(child=serializers.DictField())
    countries = serializers.ListField(child=serializers.DictField())
    categories = serializers.ListField(child=serializers.DictField())
    batch_limit = serializers.IntegerField()
    deadline_hours = serializers.IntegerField()


class ErrorSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    severity = serializers.CharField()
    message = serializers.CharField()
    fix = serializers.CharField(allow_blank=True)
    valid_from = serializers.DateField()
    valid_until = serializers.DateField(allow_null=True)


class ReceiptSerializer(serializers.Serializer[Any]):
    number = serializers.CharField()
    code = serializers.CharField(help_text="验证码")
    hotel = serializers.CharField(source="hotel.organisation.name")
    at = serializers.DateTimeField()
    accepted = serializers.IntegerField()
    rejected = serializers.IntegerField()
    rejects = serializers.ListField(child=serializers.DictField())
