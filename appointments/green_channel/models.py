"""A request to be served at once, with its ground, evidence and clock."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from appointments.booking.models import Booking
from appointments.cases.models import officer, pair
from appointments.green_channel.enums import GreenStatus
from wuxue_exit_entry.kernel.public_ids import new_booking_code, new_secret
from wuxue_exit_entry.privacy.fields import SealedField


class GreenRequest(models.Model):
    """Somebody asks for the green channel; a duty leader who did not enter it decides within the clock."""

    code = models.CharField(max_length=12, unique=True, default=new_booking_code, editable=False)
    nonce = models.CharField(max_length=64, default=new_secret, editable=False)
    ground = models.ForeignKey("appointments.UrgencyGround", models.PROTECT, related_name="+")
    plan = models.JSONField()
    told = models.JSONField()
    person = SealedField(purpose="appointments.green_request.person")  # JSON of the booked person, as typed
    name = models.CharField(max_length=120)
    phone = SealedField(purpose="appointments.green_request.phone")
    language = models.CharField(max_length=8, default="zh-hans")
    needed_by = models.DateField()
    # Sealed like a number, because people write numbers into it.
    explanation = SealedField(purpose="appointments.green_request.explanation", max_length=1000, blank=True, default="")
    evidence = models.ForeignKey("attachments.Attachment", models.PROTECT, null=True, blank=True, related_name="+")
    status = models.CharField(max_length=16, choices=GreenStatus, default=GreenStatus.WAITING)
    idempotency_key = models.CharField(max_length=64, null=True, blank=True, unique=True)
    asked_at = models.DateTimeField()
    entered_by = officer("+")  # empty: the applicant
    decide_by = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = officer("+")
    reason_zh = models.CharField(max_length=500, blank=True, default="")
    booking = models.OneToOneField(Booking, models.PROTECT, null=True, blank=True, related_name="green_request")
    history = HistoricalRecords(excluded_fields=["told", "nonce"])

    class Meta:
        constraints = [
            pair("decided", "appointments_greenrequest"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(entered_by__isnull=True) | ~Q(decided_by=F("entered_by")),
                name="appointments_greenrequest_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | ~Q(reason_zh=""), name="appointments_greenrequest_reasoned"
            ),
        ]
        indexes = [models.Index(fields=["decide_by"], condition=Q(status="waiting"), name="appointments_green_waiting")]

    @property
    def state(self) -> GreenStatus:
        """The state with its label and tone."""
        return GreenStatus(self.status)
