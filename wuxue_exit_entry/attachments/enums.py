"""What kind of file it is."""

from django.db.models import TextChoices


class FileKind(TextChoices):
    """The kinds that are taken."""

    IMAGE = "image", "图片"
    PDF = "pdf", "PDF"
