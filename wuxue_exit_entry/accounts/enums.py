"""Choices of the accounts package, each with its label and tone."""

from django.db.models import TextChoices


class UnitKind(TextChoices):
    """What kind of unit it is."""

    BRIGADE = "brigade", "大队"
    WINDOW = "window", "窗口"
    SECTION = "section", "中队"
    STATION = "station", "派出所"
    HOTEL = "hotel", "宾馆"


class DutyKind(TextChoices):
    """In which function somebody is on duty."""

    LEADER = "leader", "带班领导"
    OFFICER = "officer", "值班民警"
    AUXILIARY = "auxiliary", "值班辅警"


class Language(TextChoices):
    """Language of an account."""

    CHINESE = "zh-hans", "中文"
    ENGLISH = "en", "English"
