"""The file of one person and item: what was found, ticked, accepted, and why a second trip was needed."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from appointments.cases.enums import LIVE_CASES, CaseStatus, FindingStatus, Level
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.public_ids import new_public_id
from wuxue_exit_entry.privacy.fields import SealedField


def pair(what: str, prefix: str) -> models.CheckConstraint:
    """Return the constraint that `<what>_at` and `<what>_by` are both set or both null."""
    moment, person = f"{what}_at__isnull", f"{what}_by__isnull"
    both = Q(**{moment: True, person: True}) | Q(**{moment: False, person: False})
    return models.CheckConstraint(condition=both, name=f"{prefix}_{what}_pair")


def officer(related: str) -> models.ForeignKey:
    """Return a nullable reference to the officer who did something."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name=related)


class Case(models.Model):
    """One person's file for one item, with or without a booking."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    service = models.ForeignKey("appointments.Service", models.PROTECT, related_name="cases")
    name = models.CharField("姓名", max_length=120)
    id_kind = models.CharField("证件种类", max_length=32)
    number = SealedField(purpose="appointments.case.number", verbose_name="证件号码")
    person_key = SealedField(purpose="appointments.case.person_key")
    birth_date = models.DateField("出生日期", null=True, blank=True)
    phone = SealedField(purpose="appointments.case.phone", blank=True, default="", verbose_name="电话")
    language = models.CharField(max_length=8, default="zh-hans")
    facts = models.JSONField("回答", default=dict)  # answers of the checklist; never a number or a name
    told = models.JSONField("告知内容", default=dict)  # the checklist as it was told
    status = models.CharField(max_length=16, choices=CaseStatus, default=CaseStatus.PREPARED)
    level = models.CharField(max_length=8, choices=Level, default=Level.AMBER)
    visit_at = models.DateTimeField("到访时间", null=True, blank=True)
    opened_at = models.DateTimeField()
    registered_at = models.DateTimeField(null=True, blank=True)
    registered_by = officer("+")
    arrived_at = models.DateTimeField(null=True, blank=True)
    arrived_by = officer("+")
    served_at = models.DateTimeField(null=True, blank=True)  # first service at a window
    served_by = officer("+")
    acceptance_number = models.CharField("国家系统受理号", max_length=40, blank=True, default="")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = officer("+")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = officer("+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_because = models.CharField(max_length=200, blank=True, default="")
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    # What an UPDATE moves is kept by the audit; in the history it would look like a change by whoever saves next.
    history = HistoricalRecords(excluded_fields=["told", "level", "changed_at", "version"])

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_key", "service"],
                condition=Q(status__in=LIVE_CASES),
                name="appointments_case_one_live_per_person_and_item",
            ),
            models.UniqueConstraint(
                fields=["acceptance_number"],
                condition=~Q(acceptance_number=""),
                name="appointments_case_acceptance_number",
            ),
            pair("registered", "appointments_case"),
            pair("arrived", "appointments_case"),
            pair("served", "appointments_case"),
            pair("accepted", "appointments_case"),
            pair("done", "appointments_case"),
        ]
        indexes = [models.Index(fields=["visit_at", "status"], name="appointments_case_visit")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def _history_date(self) -> datetime:
        """When a version is saved, by the clock of the hall (django-simple-history asks for it)."""
        return clock.now()


class Finding(models.Model):
    """One thing that a check found: a code, words for the applicant and the officer, a time to mend it by."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="findings")
    check_name = models.CharField(max_length=32)
    code = models.CharField(max_length=48)
    level = models.CharField(max_length=8, choices=Level)
    params = models.JSONField(default=dict)
    officer_words = models.TextField()
    applicant_zh = models.TextField(blank=True, default="")  # empty: nothing to tell the applicant
    applicant_en = models.TextField(blank=True, default="")
    fix_by = models.DateTimeField(null=True, blank=True)
    status = models.CharField(max_length=16, choices=FindingStatus, default=FindingStatus.OPEN)
    found_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    corrected_at = models.DateTimeField(null=True, blank=True)
    corrected_by = officer("+")
    correction = models.CharField("更正理由", max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "code"],
                condition=~Q(status=FindingStatus.CLEARED),
                name="appointments_finding_one_open_per_code",
            ),
            pair("corrected", "appointments_finding"),
            models.CheckConstraint(
                condition=~Q(status=FindingStatus.CORRECTED) | ~Q(correction=""),
                name="appointments_finding_correction_has_reason",
            ),
        ]


class MaterialTick(models.Model):
    """A material that an officer has seen at the window."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="ticks")
    material = models.CharField(max_length=32)
    ticked_at = models.DateTimeField()
    ticked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "material"], name="appointments_materialtick_once")]


class SecondTrip(models.Model):
    """Why somebody has to come again: which requirement was missed, so that the questions can be mended."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="second_trips")
    material = models.CharField(max_length=32, blank=True, default="")  # empty: none of the list
    question = models.CharField(max_length=32, blank=True, default="")  # the question that failed to find it
    note = models.CharField(max_length=300, blank=True, default="")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
