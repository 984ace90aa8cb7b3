"""States of a job, each with its label and tone."""

from django.db.models import TextChoices


class JobStatus(TextChoices):
    """Where a job stands."""

    WAITING = "waiting", "等待"
    RUNNING = "running", "执行中"
    DONE = "done", "完成"
    DEAD = "dead", "多次失败，已停"

    @property
    def tone(self) -> str:
        """Colour of the state."""
        return {"waiting": "info", "running": "info", "done": "ok", "dead": "danger"}[self.value]
