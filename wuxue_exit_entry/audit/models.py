"""What happened, once written never changed, and the seals over it."""

from django.db import models

from wuxue_exit_entry.kernel import clock


class AuditEvent(models.Model):
    """One act or one read of personal data; ids are values, so the event outlives what it names."""

    at = models.DateTimeField("时间", default=clock.now, editable=False)
    actor_kind = models.CharField("身份", max_length=10)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField("人员", max_length=60, blank=True)
    unit_id = models.BigIntegerField(null=True)
    ip = models.GenericIPAddressField("地址", null=True)
    request_id = models.CharField("请求", max_length=40, blank=True)
    verb = models.CharField("动作", max_length=100)
    target_type = models.CharField("对象类别", max_length=60, blank=True)
    target_id = models.CharField("对象", max_length=60, blank=True)
    before = models.JSONField("之前", null=True)
    after = models.JSONField("之后", null=True)
    reason = models.TextField("理由", blank=True)
    purpose = models.TextField("用途", blank=True)
    # Both are written by a trigger: the cluster and the transaction, by whose horizon the seals go.
    cluster = models.BigIntegerField(default=0, editable=False)
    xid = models.BigIntegerField(default=0, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_event_at"),
            models.Index(fields=["actor_id", "-at"], name="audit_event_actor"),
            models.Index(fields=["target_type", "target_id"], name="audit_event_target"),
            models.Index(fields=["cluster", "xid", "id"], name="audit_event_horizon"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.target_type} {self.target_id}"


class AuditSeal(models.Model):
    """A link of the chain over the events: which they are, in order, each with its digest, under one keyed code."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(default=clock.now, editable=False)
    cluster = models.BigIntegerField()
    last_xid = models.BigIntegerField()
    last_id = models.BigIntegerField()
    count = models.PositiveIntegerField()
    entries = models.BinaryField()
    code = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["cluster", "-number"], name="audit_seal_cluster")]

    def __str__(self) -> str:
        return f"{self.number}"
