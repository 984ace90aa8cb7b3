"""A run over all bookings of the window, and the one verdict that each booking gets in it."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from appointments.booking.models import Booking
from appointments.cases.enums import Level
from appointments.cases.models import officer, pair
from appointments.sweep.enums import SweepKind, SweepStatus
from wuxue_exit_entry.kernel.public_ids import new_public_id


class Sweep(models.Model):
    """One of the day's sweeps; unique per day and ordinal, signed off by the rostered officer."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    day = models.DateField()
    ordinal = models.PositiveSmallIntegerField()  # 1, 2, … of the day; 0 is the day's late sweep
    kind = models.CharField(max_length=16, choices=SweepKind, default=SweepKind.SCHEDULED)
    due_at = models.DateTimeField()
    status = models.CharField(max_length=16, choices=SweepStatus, default=SweepStatus.DUE)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    window_end = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict)
    rostered = officer("+")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = officer("+")
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "ordinal"], name="appointments_sweep_ordinal"),
            pair("signed", "appointments_sweep"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(signed_at__isnull=True), name="appointments_sweep_unsigned")
        ]


class Verdict(models.Model):
    """What one sweep says of one booking."""

    sweep = models.ForeignKey(Sweep, models.PROTECT, related_name="verdicts")
    booking = models.ForeignKey(Booking, models.CASCADE, related_name="verdicts")
    level = models.CharField(max_length=8, choices=Level)
    findings = models.JSONField(default=list)  # [{item, code, level, params}]: codes, no personal numbers
    judged_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sweep", "booking"], name="appointments_verdict_once")]
        indexes = [models.Index(fields=["booking", "-judged_at"], name="appointments_verdict_latest")]
