"""Work that must happen."""

from django.db import models
from django.db.models import Q

from wuxue_exit_entry.jobs.enums import JobStatus
from wuxue_exit_entry.kernel import clock


class Job(models.Model):
    """One piece of work; the row is the truth, the broker only rings. `payload` holds row ids, nothing personal."""

    kind = models.CharField("种类", max_length=60)
    dedupe_key = models.CharField("唯一键", max_length=200)
    payload = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    due_at = models.DateTimeField("应于")
    status = models.CharField("状态", max_length=10, choices=JobStatus.choices, default=JobStatus.WAITING)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempt = models.PositiveIntegerField("第几次", default=0, help_text="Fencing number: only grows.")
    failures = models.PositiveIntegerField("失败次数", default=0)
    last_error = models.TextField("最近错误", blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "dedupe_key"], name="jobs_job_once_per_key"),
            models.CheckConstraint(
                condition=Q(status=JobStatus.RUNNING, lease_until__isnull=False)
                | (~Q(status=JobStatus.RUNNING) & Q(lease_until__isnull=True)),
                name="jobs_job_running_means_leased",
            ),
            models.CheckConstraint(
                condition=Q(status=JobStatus.DONE, finished_at__isnull=False)
                | (~Q(status=JobStatus.DONE) & Q(finished_at__isnull=True)),
                name="jobs_job_done_means_finished",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=Q(status__in=[JobStatus.WAITING, JobStatus.RUNNING]),
                name="jobs_job_open",
            ),
            models.Index(fields=["id"], condition=Q(status=JobStatus.DEAD), name="jobs_job_dead"),
            models.Index(fields=["finished_at"], condition=Q(status=JobStatus.DONE), name="jobs_job_finished"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.dedupe_key}"
