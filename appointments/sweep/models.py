"""A run over all bookings of the window, the one verdict that each booking gets in it, and what was told of it."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from appointments.booking.models import Booking
from appointments.cases.enums import Level
from appointments.cases.models import officer, pair
from appointments.sweep.enums import SweepKind, SweepStatus
from wuxue_exit_entry.kernel.public_ids import new_public_id

LATE_ORDINAL = 0
FIRST_MANUAL_ORDINAL = 101


class Sweep(models.Model):
    """One of the day's sweeps; unique per day and ordinal, signed off by the rostered officer."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    day = models.DateField()
    ordinal = models.PositiveSmallIntegerField()  # 1, 2, … by the clock; 0 the day's late sweep; from 101 by hand
    kind = models.CharField(max_length=16, choices=SweepKind, default=SweepKind.SCHEDULED)
    due_at = models.DateTimeField()
    status = models.CharField(max_length=16, choices=SweepStatus, default=SweepStatus.DUE)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    window_end = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict)
    rostered = officer("+")
    asked_by = officer("+")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = officer("+")
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "ordinal"], name="appointments_sweep_ordinal"),
            pair("signed", "appointments_sweep"),
            models.CheckConstraint(
                condition=Q(kind=SweepKind.MANUAL) | Q(asked_by__isnull=True),
                name="appointments_sweep_asked_by_hand_only",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | Q(status=SweepStatus.DONE),
                name="appointments_sweep_signed_when_done",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(signed_at__isnull=True), name="appointments_sweep_unsigned")
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def name(self) -> str:
        """How officers call it: «第 1 次», «补充检索», «人工检索»."""
        return f"第 {self.ordinal} 次" if self.kind == SweepKind.SCHEDULED else SweepKind(self.kind).label

    @property
    def needs_signature(self) -> bool:
        """Whether somebody has to sign it off; what a late sweep found is signed with the next by the clock."""
        return self.status == SweepStatus.DONE and self.kind != SweepKind.LATE and self.signed_at is None


class Verdict(models.Model):
    """What one sweep says of one booking, as it stood at `slot_version`."""

    sweep = models.ForeignKey(Sweep, models.PROTECT, related_name="verdicts")
    booking = models.ForeignKey(Booking, models.CASCADE, related_name="verdicts")
    slot_version = models.PositiveIntegerField(default=1)
    level = models.CharField(max_length=8, choices=Level)
    findings = models.JSONField(default=list)  # [{item, code, level, params}]: codes, no personal numbers
    receipts = models.JSONField(default=list)  # [{item, source, outcome, receipt}]: what each data source answered
    judged_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sweep", "booking"], name="appointments_verdict_once")]
        indexes = [
            models.Index(fields=["booking", "-judged_at"], name="appointments_verdict_latest"),
            models.Index(fields=["sweep", "level"], name="appointments_verdict_level"),
        ]

    def __str__(self) -> str:
        return f"{self.sweep_id}/{self.booking_id}"


class Telling(models.Model):
    """What the applicant was told is missing, one row each time; the words as sent are in the message."""

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="tellings")
    number = models.PositiveIntegerField()
    findings = models.JSONField(default=list)  # ["<item>:<code>"], sorted; empty: nothing is missing any more
    message_id = models.CharField(max_length=16)  # public id, a value: messages are kept for a time of their own
    told_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["booking", "number"], name="appointments_telling_number")]

    def __str__(self) -> str:
        return f"{self.booking_id}/{self.number}"
