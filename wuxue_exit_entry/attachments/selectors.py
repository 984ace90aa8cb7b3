"""Reads of files."""

from django.db import models
from django.db.models import QuerySet

from wuxue_exit_entry.attachments import registry
from wuxue_exit_entry.attachments.models import Attachment
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.audit.services import named


def attachments_of(about: models.Model) -> QuerySet[Attachment]:
    """Return the files that hang on `about`."""
    about_type, about_id = named(about)
    return Attachment.objects.filter(about_type=about_type, about_id=about_id)


def visible_attachment(actor: Actor, public_id: str) -> Attachment | None:
    """Return the file, if there is one and the actor may read it."""
    attachment = Attachment.objects.filter(public_id=public_id).first()
    return attachment if attachment is not None and registry.may_read(actor, attachment) else None
