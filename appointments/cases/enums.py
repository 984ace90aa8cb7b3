"""States of a file and of what was found in it, each with its label and tone."""

from django.db import models


class CaseStatus(models.TextChoices):
    """Life of a file: prepared by the sweep, registered by an officer, served at the window, closed."""

    PREPARED = "prepared", "待登记"
    REGISTERED = "registered", "已登记建档"
    ARRIVED = "arrived", "已到场"
    SERVED = "served", "办理中"
    ACCEPTED = "accepted", "已受理"
    DONE = "done", "已办结"
    SECOND_TRIP = "second_trip", "须再来"
    CLOSED = "closed", "已撤"

    @property
    def tone(self) -> str:
        return _CASE_TONES[self]


_CASE_TONES = {
    CaseStatus.PREPARED: "warn",
    CaseStatus.REGISTERED: "ok",
    CaseStatus.ARRIVED: "info",
    CaseStatus.SERVED: "info",
    CaseStatus.ACCEPTED: "ok",
    CaseStatus.DONE: "ok",
    CaseStatus.SECOND_TRIP: "danger",
    CaseStatus.CLOSED: "neutral",
}
LIVE_CASES = [
    CaseStatus.PREPARED,
    CaseStatus.REGISTERED,
    CaseStatus.ARRIVED,
    CaseStatus.SERVED,
    CaseStatus.ACCEPTED,
    CaseStatus.SECOND_TRIP,
]


class Level(models.TextChoices):
    """How much a finding or a verdict asks for: nothing, a look, something missing."""

    GREEN = "green", "齐"
    AMBER = "amber", "待核"
    RED = "red", "缺"

    @property
    def tone(self) -> str:
        return {"green": "ok", "amber": "warn", "red": "danger"}[self]


class FindingStatus(models.TextChoices):
    OPEN = "open", "未解决"
    CLEARED = "cleared", "已解决"
    CORRECTED = "corrected", "人工更正"

    @property
    def tone(self) -> str:
        return {"open": "warn", "cleared": "ok", "corrected": "info"}[self]
