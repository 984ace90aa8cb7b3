"""States of an urgent request."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class GreenStatus(models.TextChoices):
    WAITING = "waiting", _("等待答复")
    GRANTED = "granted", _("已同意")
    REFUSED = "refused", _("未同意")
    WITHDRAWN = "withdrawn", _("已撤回")

    @property
    def tone(self) -> str:
        return {"waiting": "warn", "granted": "ok", "refused": "danger", "withdrawn": "muted"}[self]
