"""The shape of what the catalogue's API takes and gives."""

from typing import Any

from rest_framework import serializers

from appointments.catalogue.enums import Decision, Family, LaneKind, QuestionKind
from appointments.catalogue.plans import MAX_ITEMS, MAX_PEOPLE, PlannedItem, PlannedPerson

LANGUAGES = ("zh-hans", "en")
YES_NO = [
    {"value": "yes", "text": {"zh": "是", "en": "Yes"}},
    {"value": "no", "text": {"zh": "不是", "en": "No"}},
]


class TextSerializer(serializers.Serializer):
    """The same words in both languages."""

    zh = serializers.CharField()
    en = serializers.CharField()


class OptionSerializer(serializers.Serializer):
    """One option of a question."""

    value = serializers.CharField()
    text = TextSerializer()


class QuestionSerializer(serializers.Serializer):
    """A question; `ask_when` is an OR of ANDs over the facts of earlier answers."""

    fact = serializers.CharField()
    kind = serializers.ChoiceField(QuestionKind.choices)
    text = TextSerializer()
    help = TextSerializer()
    options = OptionSerializer(many=True)
    ask_when = serializers.ListField(child=serializers.ListField(child=serializers.DictField()))
    is_personal = serializers.BooleanField(help_text="同一人只问一次")


class ServiceSerializer(serializers.Serializer):
    """An item: whether the hall takes it, how long it takes, what is asked."""

    code = serializers.CharField()
    name = TextSerializer()
    summary = TextSerializer()
    family = serializers.ChoiceField(Family.choices)
    lane = serializers.ChoiceField(LaneKind.choices)
    minutes = serializers.IntegerField()
    is_active = serializers.BooleanField()
    is_local = serializers.BooleanField(help_text="本大厅是否受理")
    refer = TextSerializer(help_text="不受理时到哪里办")
    version = serializers.IntegerField()
    questions = QuestionSerializer(many=True)


class ItemSerializer(serializers.Serializer):
    """One item with the answers so far."""

    service = serializers.CharField(max_length=16)
    answers = serializers.DictField(child=serializers.CharField(max_length=40), required=False, default=dict)

    def validate_answers(self, given: dict[str, str]) -> dict[str, str]:
        """Refuse more answers than any item has questions."""
        if len(given) > 30:
            raise serializers.ValidationError("答案太多。")
        return given


class PlannedPersonSerializer(serializers.Serializer):
    """What one person comes for."""

    items = ItemSerializer(many=True, allow_empty=False, max_length=MAX_ITEMS)


class ChecklistRequestSerializer(serializers.Serializer):
    """Answers and people; nothing personal."""

    language = serializers.ChoiceField(LANGUAGES, default="zh-hans")
    people = PlannedPersonSerializer(many=True, allow_empty=False, max_length=MAX_PEOPLE)

    def planned(self) -> list[PlannedPerson]:
        """The validated people as a plan takes them."""
        return [
            PlannedPerson(tuple(PlannedItem(item["service"], item["answers"]) for item in person["items"]))
            for person in self.validated_data["people"]
        ]


class FigureSerializer(serializers.Serializer):
    """A fee or limit; `value` is null where nobody has published or confirmed it, and never 0 for that."""

    value = serializers.CharField(allow_null=True)
    unit = serializers.CharField()
    text = serializers.CharField()
    label = serializers.CharField()
    notes = serializers.ListField(child=serializers.CharField())
    is_weak = serializers.BooleanField(help_text="待核实，以窗口公布为准")
    is_known = serializers.BooleanField()


class PaperSerializer(serializers.Serializer):
    """One paper of the list."""

    code = serializers.CharField()
    name = serializers.CharField()
    why = serializers.CharField()
    how = serializers.CharField()
    copies = serializers.CharField()
    only_if = serializers.CharField(help_text="只在这种情形要；空为确定要")
    source = serializers.DictField(allow_null=True)
    source_is_down = serializers.BooleanField()


class RulingSerializer(serializers.Serializer):
    """A line to read."""

    code = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField()
    instead = serializers.CharField()


class ToldItemSerializer(serializers.Serializer):
    """What is said of one item."""

    code = serializers.CharField()
    name = serializers.CharField()
    version = serializers.IntegerField()
    decision = serializers.ChoiceField(Decision.choices)
    decision_label = serializers.CharField()
    because = RulingSerializer(many=True)
    refer = serializers.CharField()
    minutes = serializers.IntegerField()
    papers = serializers.ListField(child=serializers.CharField())
    figures = serializers.DictField(child=FigureSerializer())
    answers = serializers.ListField(child=serializers.DictField())


class ToldPersonSerializer(serializers.Serializer):
    """The list of one person."""

    items = ToldItemSerializer(many=True)
    bring = PaperSerializer(many=True)
    hall_makes = PaperSerializer(many=True)
    shared = PaperSerializer(many=True)
    notices = RulingSerializer(many=True)


class OpenQuestionSerializer(serializers.Serializer):
    """The next question of an item whose answers are not complete."""

    person = serializers.IntegerField()
    item = serializers.IntegerField()
    question = QuestionSerializer()


class ChecklistSerializer(serializers.Serializer):
    """The 一次办结清单; `plan` books it, and is null while questions are open or something cannot be booked."""

    plan = serializers.CharField(allow_null=True)
    questions = OpenQuestionSerializer(many=True)
    language = serializers.CharField()
    told_at = serializers.DateTimeField()
    minutes = serializers.IntegerField()
    lane = serializers.ChoiceField(LaneKind.choices)
    lane_label = serializers.CharField()
    is_bookable = serializers.BooleanField()
    is_weak = serializers.BooleanField()
    fee = FigureSerializer()
    people = ToldPersonSerializer(many=True)


def question_data(question: Any) -> dict[str, Any]:
    """A question as the API gives it."""
    return {
        "fact": question.fact,
        "kind": question.kind,
        "text": question.text._asdict(),
        "help": question.help._asdict(),
        "options": YES_NO
        if question.kind == QuestionKind.YES_NO
        else [{"value": one.value, "text": one.text._asdict()} for one in question.options],
        "ask_when": question.ask_when,
        "is_personal": question.is_personal,
    }


def service_data(spec: Any) -> dict[str, Any]:
    """An item as the API gives it."""
    texts = {name: getattr(spec, name)._asdict() for name in ("name", "summary", "refer")}
    plain = ("code", "family", "lane", "minutes", "is_active", "is_local", "version")
    return {
        **{name: getattr(spec, name) for name in plain},
        **texts,
        "questions": [question_data(question) for question in spec.questions],
    }
