"""Choices of hotels."""

from django.db.models import TextChoices


class HotelKind(TextChoices):
    """What kind of house takes guests."""

    HOTEL = "hotel", "宾馆酒店"
    GUESTHOUSE = "guesthouse", "民宿客栈"
    BATHHOUSE = "bathhouse", "洗浴场所"
    OTHER = "other", "其他"
