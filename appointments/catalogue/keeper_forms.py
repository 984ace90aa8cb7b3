"""Forms of the keeper: the rows of the catalogue as people edit them, with the reason of every change."""

from typing import Any

from django import forms

from appointments.catalogue import selectors
from appointments.catalogue.conditions import Vocabulary
from appointments.catalogue.enums import Family, ProvidedBy, QuestionKind
from appointments.catalogue.keeper_fields import ConditionField, OptionsField, WordsField
from appointments.catalogue.models import (
    DataSource,
    GuideText,
    Material,
    Question,
    Requirement,
    Ruling,
    Service,
    ServiceFact,
    ServiceQuestion,
    UrgencyGround,
)
from wuxue_exit_entry.ui.forms import Form, ModelForm


class RecordForm(ModelForm):
    """A row with the reason of the change and the version that the keeper has before them."""

    fixed: tuple[str, ...] = ()  # what names the row cannot change once it is there

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(label="为什么改", max_length=100, help_text="写进历史和审计，例如：按省厅 2026 年通知")

    def __init__(self, *args: Any, vocabulary: Vocabulary, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.vocabulary = vocabulary
        for name in self.fixed if self.instance.pk else ():
            self.fields[name].disabled = True
        for field in self.fields.values():
            if isinstance(field, ConditionField):
                field.vocabulary = vocabulary
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs.setdefault("rows", 3)
        self.order_fields([*[name for name in self.fields if name != "reason"], "reason"])

    @property
    def has_condition(self) -> bool:
        """Whether the page should list the facts."""
        return any(isinstance(field, ConditionField) for field in self.fields.values())


class ServiceForm(RecordForm):
    class Meta:
        model = Service
        fields = [
            "name_zh", "name_en", "summary_zh", "summary_en", "audience_zh", "audience_en", "lane", "minutes",
            "minutes_added", "local_scope", "commissioned", "refer_zh", "refer_en", "visits", "national_item_code",
            "implement_code", "local_code", "is_popular", "is_active", "valid_from", "valid_to", "mark", "source",
            "sort",
        ]  # fmt: skip


class FactForm(RecordForm):
    fixed = ("kind", "slug")

    condition = ConditionField(label="什么情况")

    class Meta:
        model = ServiceFact
        fields = [
            "kind", "slug", "part", "condition", "priority", "value", "unit", "text_zh", "text_en",
            "valid_from", "valid_to", "mark", "source",
        ]  # fmt: skip


class RequirementForm(RecordForm):
    fixed = ("material",)

    condition = ConditionField(label="什么情况要")

    class Meta:
        model = Requirement
        fields = [
            "material", "condition", "when_zh", "when_en", "provided_by", "data_source", "why_zh", "why_en",
            "copies_zh", "copies_en", "is_active", "valid_from", "valid_to", "mark", "source", "sort",
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A shared paper names its source; a conditional one says its case in words."""
        data = super().clean() or {}
        if data.get("provided_by") == ProvidedBy.SHARED and not data.get("data_source"):
            self.add_error("data_source", "由数据共享提供的，请选数据来源。")
        if data.get("condition") and not (data.get("when_zh") and data.get("when_en")):
            self.add_error("when_zh", "有条件的，请用中文和英文写明是什么情况，指南上要印。")
        return data


class AskForm(RecordForm):
    fixed = ("question",)

    ask_when = ConditionField(label="何时问", help_text="只能用排在前面的问题")
    only = WordsField(label="只给这些选项", help_text="用逗号隔开；不填为全部")

    class Meta:
        model = ServiceQuestion
        fields = ["question", "order", "ask_when", "only", "is_active"]


class GuideTextForm(RecordForm):
    class Meta:
        model = GuideText
        fields = ["text_zh", "text_en"]


class QuestionForm(RecordForm):
    fixed = ("fact", "kind")

    options = OptionsField(label="选项", help_text="每行一个：值 | 中文 | 英文；是非题不填")

    class Meta:
        model = Question
        fields = ["fact", "kind", "text_zh", "text_en", "help_zh", "help_en", "options", "is_personal", "sort"]

    def clean(self) -> dict[str, Any]:
        """A choice has options, and those in use by conditions stay."""
        data = super().clean() or {}
        if data.get("kind") != QuestionKind.YES_NO and not data.get("options"):
            self.add_error("options", "单选和年龄题要有选项。")
        return data


class MaterialForm(RecordForm):
    fixed = ("code",)

    class Meta:
        model = Material
        fields = [
            "code", "name_zh", "name_en", "how_zh", "how_en", "why_zh", "why_en", "copies_zh", "copies_en",
            "mark", "source", "sort",
        ]  # fmt: skip


class RulingForm(RecordForm):
    fixed = ("code",)

    condition = ConditionField(label="什么情况")
    services: "forms.ModelMultipleChoiceField[Service]" = forms.ModelMultipleChoiceField(
        queryset=None, label="用于哪些事项", widget=forms.CheckboxSelectMultiple, required=True
    )

    class Meta:
        model = Ruling
        fields = [
            "code", "kind", "condition", "title_zh", "title_en", "text_zh", "text_en", "instead", "services",
            "is_active", "valid_from", "valid_to", "mark", "source", "sort",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["services"].queryset = selectors.service_rows()


class GroundForm(RecordForm):
    fixed = ("code",)

    families = forms.MultipleChoiceField(
        label="适用类别", choices=Family.choices, widget=forms.CheckboxSelectMultiple, required=False
    )

    class Meta:
        model = UrgencyGround
        fields = [
            "code", "name_zh", "name_en", "evidence_zh", "evidence_en", "families", "limit_workdays", "is_active",
            "valid_from", "valid_to", "mark", "source", "sort",
        ]  # fmt: skip


class DataSourceForm(RecordForm):
    class Meta:
        model = DataSource
        fields = ["name_zh", "name_en", "covers_zh", "covers_en", "is_up", "simulated"]


class ConfirmForm(Form):
    """Where a figure or a paper was confirmed."""

    confirmed_source = forms.CharField(
        label="从哪里核实的", max_length=300, help_text="例如：大厅公示栏 2026-11-25；12367 工号 0123 答复"
    )
