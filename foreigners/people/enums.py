"""Choices of people."""

from django.db.models import TextChoices


class PersonCategory(TextChoices):
    """Who 境外人员 are; the letters of the national table are mapped at the edge."""

    FOREIGNER = "foreigner", "外国人"
    STATELESS = "stateless", "无国籍人"
    HONG_KONG = "hong_kong", "香港居民"
    MACAO = "macao", "澳门居民"
    TAIWAN = "taiwan", "台湾居民"
    OVERSEAS_CHINESE = "overseas_chinese", "华侨"


class Sex(TextChoices):
    """GB/T 2261.1."""

    UNKNOWN = "0", "未知"
    MALE = "1", "男"
    FEMALE = "2", "女"
    UNSTATED = "9", "未说明"
