"""Uploaded files; the bytes on the disk are encrypted with a key that only the row knows, sealed."""

from django.db import models

from wuxue_exit_entry.attachments.enums import FileKind
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.public_ids import new_public_id
from wuxue_exit_entry.privacy.fields import SealedField


def path_of(attachment: "Attachment", name: str) -> str:
    """Return where the bytes lie: nothing in the path says what they are."""
    return f"attachments/{attachment.public_id[:2]}/{attachment.public_id}"


class Attachment(models.Model):
    """One file. Without `about_type` it hangs on nothing yet and is deleted after a day."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    name = models.CharField("文件名", max_length=120)
    kind = models.CharField("类型", max_length=10, choices=FileKind.choices)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField("大小")
    sha256 = models.CharField(max_length=64)
    flags = models.JSONField("提示", default=list, blank=True)
    content = models.FileField(upload_to=path_of, max_length=100)
    data_key = SealedField(purpose="attachments.attachment.data_key", max_length=64)
    about_type = models.CharField(max_length=60, blank=True)
    about_id = models.CharField(max_length=60, blank=True)
    uploaded_by_kind = models.CharField(max_length=10)
    uploaded_by_id = models.BigIntegerField(null=True, blank=True)
    uploaded_by_name = models.CharField(max_length=60, blank=True)
    uploaded_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["uploaded_at"]
        indexes = [
            models.Index(fields=["about_type", "about_id"], name="attachments_about"),
            models.Index(fields=["uploaded_at"], condition=models.Q(about_type=""), name="attachments_loose"),
        ]

    def __str__(self) -> str:
        return self.name
