"""What the rows of the catalogue lean on: where a fact was read, how long it holds, which edition this is."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from appointments.catalogue.enums import Mark


def in_force(on: object, prefix: str = "") -> Q:
    """Rows whose validity covers the day."""
    starts = Q(**{f"{prefix}valid_from__isnull": True}) | Q(**{f"{prefix}valid_from__lte": on})
    ends = Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": on})
    return starts & ends


class Edition(models.Model):
    """One row whose token changes with every edit of the catalogue, so that a process may keep what it has read."""

    token = models.UUIDField("版本", default=uuid4)
    changed_at = models.DateTimeField("更新时间", auto_now=True)

    class Meta:
        verbose_name = "目录版本"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="catalogue_edition_single_row")]


class Source(models.Model):
    """Where a fact was read."""

    key = models.CharField("代号", max_length=16, unique=True)
    title = models.CharField("名称", max_length=200)
    url = models.CharField("地址", max_length=500, blank=True)
    quality = models.CharField("等级", max_length=1, choices=[("A", "官方"), ("M", "媒体转载"), ("C", "其他")])

    class Meta:
        verbose_name = "来源"
        ordering = ["key"]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"


class Sourced(models.Model):
    """A fact with its certainty, its source, and the days it holds."""

    mark = models.CharField("可靠程度", max_length=2, choices=Mark, default=Mark.DESIGN)
    source = models.ForeignKey(
        Source, verbose_name="来源", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    valid_from = models.DateField("生效日", null=True, blank=True)
    valid_to = models.DateField("失效日", null=True, blank=True)

    class Meta:
        abstract = True


class Confirmable(Sourced):
    """A sourced row under which a keeper may put a name, a day and where it was confirmed."""

    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="核实人",
    )
    confirmed_at = models.DateTimeField("核实时间", null=True, blank=True)
    confirmed_source = models.CharField("核实来源", max_length=300, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="catalogue_%(class)s_confirmed_pair",
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False) & ~Q(confirmed_source=""),
            )
        ]

    @property
    def is_weak(self) -> bool:
        """Weak until a keeper has confirmed it with source and date."""
        return Mark(self.mark).is_weak and self.confirmed_at is None


class LegalBasis(models.Model):
    """A law, regulation or document that an item stands on."""

    code = models.SlugField("代号", max_length=32, unique=True)
    title_zh = models.CharField("名称", max_length=200)
    title_en = models.CharField("英文名称", max_length=250)
    number = models.CharField("文号", max_length=80, blank=True)
    source = models.ForeignKey(
        Source, verbose_name="来源", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sort = models.PositiveSmallIntegerField("排序", default=100)

    class Meta:
        verbose_name = "法律依据"
        ordering = ["sort", "code"]

    def __str__(self) -> str:
        return self.title_zh
