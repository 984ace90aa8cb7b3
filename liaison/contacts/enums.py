"""Choices of the contacts."""

from django.db.models import TextChoices


class OrganisationKind(TextChoices):
    """What an organisation is to the hall."""

    DEPARTMENT = "department", "部门"
    HOTEL = "hotel", "宾馆"
    EMPLOYER = "employer", "用人单位"
    SCHOOL = "school", "学校"
    VILLAGE = "village", "村（社区）"
    STATION = "station", "派出所"
    OTHER = "other", "其他"


class ContactRole(TextChoices):
    """In which function somebody is reached."""

    HEAD = "head", "负责人"
    LIAISON = "liaison", "联络员"
    FRONT_DESK = "front_desk", "前台"
    SECURITY = "security", "安保"
    PERSONNEL = "personnel", "人事"
    FOREIGN_AFFAIRS = "foreign_affairs", "外事"
    RELATION = "relation", "关系人"


class PreferredChannel(TextChoices):
    """How somebody wants to be reached."""

    SMS = "sms", "短信"
    EMAIL = "email", "邮件"
    WECOM = "wecom", "企业微信"
    CALL = "call", "电话"
