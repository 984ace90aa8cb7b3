"""Fields in which a keeper writes what the tables hold as JSON."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from appointments.catalogue import conditions


class ConditionField(forms.CharField):
    """A condition in its written form: `age < 16 and escort = entrusted or urgent = yes`."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "autocomplete": "off"}))
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)
        self.vocabulary: conditions.Vocabulary = {}

    def prepare_value(self, value: Any) -> Any:
        """Return the written form."""
        return conditions.write(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """Return the condition.

        Raises ValidationError with everything that is wrong, in sentences.
        """
        try:
            condition = conditions.parse(value or "")
        except ValueError as error:
            raise ValidationError(str(error), code="unreadable") from error
        problems = conditions.validate_condition(condition, self.vocabulary)
        if problems:
            raise ValidationError(problems, code="bad_condition")
        return condition

    def validate(self, value: Any) -> None:
        """An empty condition always holds."""

    def run_validators(self, value: Any) -> None:
        """Nothing that a text is checked for applies to a condition."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare the written forms."""
        return bool(conditions.write(initial or []) != " ".join(str(data or "").split()))


class OptionsField(forms.CharField):
    """The options of a question, one a line: value | Chinese | English."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}))
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Return one line for each option."""
        if not isinstance(value, list):
            return value
        return "\n".join(f"{one['value']} | {one['text_zh']} | {one['text_en']}" for one in value)

    def to_python(self, value: Any) -> Any:
        """Return the options.

        Raises ValidationError naming the line.
        """
        lines = [line.strip() for line in (value or "").splitlines() if line.strip()]
        options = [self._option(number, line) for number, line in enumerate(lines, 1)]
        values = [one["value"] for one in options]
        if len(set(values)) != len(values):
            raise ValidationError("有两行的值相同。", code="twice")
        return options

    def validate(self, value: Any) -> None:
        """A yes-no question has none."""

    def run_validators(self, value: Any) -> None:
        """Nothing that a text is checked for applies to a list."""

    @staticmethod
    def _option(number: int, line: str) -> dict[str, str]:
        parts = [part.strip() for part in line.split("|")]
        if len(parts) != 3 or not all(parts):
            raise ValidationError(f"第 {number} 行要写成「值 | 中文 | 英文」。", code="line")
        return {"value": parts[0], "text_zh": parts[1], "text_en": parts[2]}


class WordsField(forms.CharField):
    """A list of words separated by commas."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Return the words in one line."""
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """Return the words."""
        return [word.strip() for word in (value or "").replace("，", ",").split(",") if word.strip()]

    def validate(self, value: Any) -> None:
        """An empty list is meant."""

    def run_validators(self, value: Any) -> None:
        """Nothing that a text is checked for applies to a list."""
