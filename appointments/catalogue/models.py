"""The catalogue as rows: items, figures, questions, materials, their conditions, and where each was read."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from appointments.catalogue.enums import (
    FactKind,
    Family,
    GuideElement,
    LaneKind,
    Mark,
    ProvidedBy,
    QuestionKind,
    RulingKind,
    Scope,
    SimulatedOutcome,
    Unit,
)
from appointments.catalogue.models_base import Confirmable, Edition, LegalBasis, Source, Sourced, in_force

__all__ = ["Confirmable", "Edition", "LegalBasis", "Source", "Sourced", "in_force"]


class Service(Sourced):
    """One item that people apply for."""

    code = models.CharField("事项代码", max_length=16, unique=True)
    name_zh = models.CharField("名称", max_length=80)
    name_en = models.CharField("英文名称", max_length=160)
    family = models.CharField("类别", max_length=24, choices=Family)
    lane = models.CharField("窗口类型", max_length=16, choices=LaneKind)
    minutes = models.PositiveSmallIntegerField("办理分钟")
    minutes_added = models.PositiveSmallIntegerField(
        "同一人加办分钟", help_text="同一人一次办几项时，照相、指纹、核验只做一次，从第二项起按这个时间算"
    )
    summary_zh = models.CharField("一句话说明", max_length=160)
    summary_en = models.CharField("英文说明", max_length=300)
    audience_zh = models.TextField("适用对象")
    audience_en = models.TextField("英文适用对象")
    local_scope = models.CharField("受理权限", max_length=24, choices=Scope, default=Scope.ACCEPT)
    commissioned = models.BooleanField("已受委托", default=False)
    refer_zh = models.TextField("到哪里办", blank=True)
    refer_en = models.TextField("到哪里办（英文）", blank=True)
    visits = models.PositiveSmallIntegerField("到现场次数", default=1)
    national_item_code = models.CharField("国家事项编码", max_length=40, blank=True)
    implement_code = models.CharField("实施编码", max_length=40, blank=True)
    local_code = models.CharField("本地编码", max_length=40, blank=True)
    bases = models.ManyToManyField(LegalBasis, through="ServiceBasis", related_name="services")
    is_popular = models.BooleanField("常办", default=False)
    is_active = models.BooleanField("启用", default=True)
    sort = models.PositiveSmallIntegerField("排序", default=100)
    version = models.PositiveIntegerField("版本", default=1)
    updated_at = models.DateTimeField("更新时间", auto_now=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "事项"
        ordering = ["sort", "code"]
        constraints = [
            models.CheckConstraint(
                name="catalogue_service_minutes",
                condition=Q(minutes__gte=1, minutes__lte=240, minutes_added__gte=1, minutes_added__lte=240),
            ),
            models.CheckConstraint(
                name="catalogue_service_refer_says_where",
                condition=Q(local_scope=Scope.ACCEPT) | ~Q(refer_zh="") & ~Q(refer_en=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"

    @property
    def is_local(self) -> bool:
        """Whether this hall takes the item."""
        return self.local_scope == Scope.ACCEPT or (
            self.local_scope == Scope.ACCEPT_IF_COMMISSIONED and self.commissioned
        )


class ServiceBasis(models.Model):
    """The articles of a law that an item stands on."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="basis_rows")
    basis = models.ForeignKey(LegalBasis, on_delete=models.PROTECT, related_name="service_rows")
    articles = models.CharField("条款", max_length=80, blank=True, help_text="例如 5,6；公众页显示为 第5、6条")

    class Meta:
        verbose_name = "事项依据"
        constraints = [models.UniqueConstraint(fields=["service", "basis"], name="catalogue_servicebasis_once")]


class GuideText(models.Model):
    """Words of one guide element: of one item, else of its family, else of all."""

    element = models.CharField("要素", max_length=16, choices=GuideElement)
    family = models.CharField("类别", max_length=24, choices=Family, blank=True)
    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.CASCADE, related_name="guide_texts")
    text_zh = models.TextField("内容")
    text_en = models.TextField("英文内容")
    history = HistoricalRecords()

    class Meta:
        verbose_name = "指南文字"
        constraints = [
            models.UniqueConstraint(
                fields=["element", "family", "service"], name="catalogue_guidetext_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return str(self.get_element_display())


class ServiceFact(Confirmable):
    """A fee, a time limit, a validity or a stay under a condition; no value means «以窗口公布为准», never 0."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="facts")
    kind = models.CharField("种类", max_length=16, choices=FactKind)
    slug = models.SlugField("代号", max_length=40)
    part = models.CharField("分项", max_length=24, blank=True, help_text="分项相加；同一分项只取一条")
    condition = models.JSONField("条件", default=list, blank=True)
    priority = models.SmallIntegerField("优先级", default=0, help_text="几条同时符合时取大的")
    value = models.DecimalField("数值", max_digits=8, decimal_places=2, null=True, blank=True)
    unit = models.CharField("单位", max_length=8, choices=Unit)
    text_zh = models.CharField("说明", max_length=200, blank=True)
    text_en = models.CharField("英文说明", max_length=300, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "收费和时限"
        ordering = ["service", "kind", "-priority", "slug"]
        constraints = [
            *Confirmable.Meta.constraints,
            models.UniqueConstraint(fields=["service", "kind", "slug"], name="catalogue_servicefact_once"),
            models.CheckConstraint(
                name="catalogue_servicefact_not_negative", condition=Q(value__isnull=True) | Q(value__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service.code} {self.get_kind_display()} {self.slug}"


class Question(models.Model):
    """A conditional question; its answer is a fact that conditions may use."""

    fact = models.SlugField("事实名", max_length=40, unique=True)
    kind = models.CharField("题型", max_length=8, choices=QuestionKind)
    text_zh = models.CharField("问题", max_length=160)
    text_en = models.CharField("英文问题", max_length=300)
    help_zh = models.TextField("说明", blank=True)
    help_en = models.TextField("英文说明", blank=True)
    options = models.JSONField("选项", default=list, blank=True, help_text="value、zh、en；可有 hint_zh、hint_en")
    is_personal = models.BooleanField("同一人只问一次", default=False)
    sort = models.PositiveSmallIntegerField("排序", default=100)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "问题"
        ordering = ["sort", "fact"]

    def __str__(self) -> str:
        return f"{self.fact} {self.text_zh}"


class ServiceQuestion(models.Model):
    """A question as an item asks it."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="question_rows")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="service_rows")
    order = models.PositiveSmallIntegerField("顺序")
    ask_when = models.JSONField("何时问", default=list, blank=True)
    only = models.JSONField("只给这些选项", default=list, blank=True)
    is_active = models.BooleanField("启用", default=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "事项问题"
        ordering = ["service", "order"]
        constraints = [models.UniqueConstraint(fields=["service", "question"], name="catalogue_servicequestion_once")]

    def __str__(self) -> str:
        return f"{self.service.code} {self.question.fact}"


class Material(models.Model):
    """A paper of the dictionary."""

    code = models.CharField("代码", max_length=16, unique=True)
    name_zh = models.CharField("名称", max_length=120)
    name_en = models.CharField("英文名称", max_length=200)
    how_zh = models.TextField("怎样算合格", blank=True)
    how_en = models.TextField("怎样算合格（英文）", blank=True)
    why_zh = models.CharField("为什么要", max_length=200, blank=True)
    why_en = models.CharField("为什么要（英文）", max_length=300, blank=True)
    copies_zh = models.CharField("份数", max_length=80, blank=True)
    copies_en = models.CharField("份数（英文）", max_length=120, blank=True)
    mark = models.CharField("可靠程度", max_length=2, choices=Mark, default=Mark.DESIGN)
    source = models.ForeignKey(
        Source, verbose_name="来源", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sort = models.PositiveSmallIntegerField("排序", default=100)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "材料"
        ordering = ["sort", "code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"


class DataSource(models.Model):
    """A shared data source that can stand in for a paper; its queries go through `sources`."""

    code = models.SlugField("代号", max_length=32, unique=True)
    name_zh = models.CharField("名称", max_length=80)
    name_en = models.CharField("英文名称", max_length=160)
    covers_zh = models.CharField("能查什么", max_length=200)
    covers_en = models.CharField("能查什么（英文）", max_length=300)
    is_up = models.BooleanField("可用", default=True)
    last_success_at = models.DateTimeField("最近成功", null=True, blank=True)
    simulated = models.CharField("模拟结果", max_length=12, choices=SimulatedOutcome, default=SimulatedOutcome.FOUND)

    class Meta:
        verbose_name = "数据来源"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name_zh


class Requirement(Confirmable):
    """A material that an item asks for under a condition, and who produces it."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="requirements")
    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="requirements")
    condition = models.JSONField("条件", default=list, blank=True)
    provided_by = models.CharField("由谁提供", max_length=12, choices=ProvidedBy, default=ProvidedBy.APPLICANT)
    data_source = models.ForeignKey(
        DataSource,
        verbose_name="数据来源",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="requirements",
    )
    when_zh = models.CharField("什么情况要", max_length=160, blank=True)
    when_en = models.CharField("什么情况要（英文）", max_length=250, blank=True)
    why_zh = models.CharField("为什么要", max_length=200, blank=True, help_text="不填时用材料字典里的")
    why_en = models.CharField("为什么要（英文）", max_length=300, blank=True)
    copies_zh = models.CharField("份数", max_length=80, blank=True)
    copies_en = models.CharField("份数（英文）", max_length=120, blank=True)
    is_active = models.BooleanField("启用", default=True)
    sort = models.PositiveSmallIntegerField("排序", default=100)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "所需材料"
        ordering = ["service", "sort", "material__sort"]
        constraints = [
            *Confirmable.Meta.constraints,
            models.UniqueConstraint(fields=["service", "material"], name="catalogue_requirement_once"),
            models.CheckConstraint(
                name="catalogue_requirement_shared_has_source",
                condition=~Q(provided_by=ProvidedBy.SHARED) | Q(data_source__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service.code} {self.material.name_zh}"


class Ruling(Sourced):
    """What an answer leads to besides papers and figures: not eligible, elsewhere, machine, on site, a line to read."""

    code = models.SlugField("代号", max_length=40, unique=True)
    services = models.ManyToManyField(Service, related_name="rulings")
    kind = models.CharField("结果", max_length=16, choices=RulingKind)
    condition = models.JSONField("条件", default=list, blank=True)
    title_zh = models.CharField("标题", max_length=80)
    title_en = models.CharField("英文标题", max_length=160)
    text_zh = models.TextField("说明")
    text_en = models.TextField("英文说明")
    instead = models.CharField("可以改办", max_length=16, blank=True, help_text="事项代码；页面上给出去那一项的按钮")
    is_active = models.BooleanField("启用", default=True)
    sort = models.PositiveSmallIntegerField("排序", default=100)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "判断"
        ordering = ["sort", "code"]

    def __str__(self) -> str:
        return f"{self.code} {self.title_zh}"


class UrgencyGround(Sourced):
    """A ground of the green channel; grounds that the province has not confirmed are off."""

    code = models.CharField("代码", max_length=4, unique=True)
    name_zh = models.CharField("理由", max_length=80)
    name_en = models.CharField("英文理由", max_length=160)
    evidence_zh = models.TextField("凭证")
    evidence_en = models.TextField("凭证（英文）")
    families = models.JSONField("适用类别", default=list, blank=True, help_text="空为全部")
    limit_workdays = models.PositiveSmallIntegerField("时限（工作日）", null=True, blank=True)
    is_active = models.BooleanField("启用", default=False)
    sort = models.PositiveSmallIntegerField("排序", default=100)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "加急理由"
        ordering = ["sort", "code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"
