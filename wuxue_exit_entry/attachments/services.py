"""Writes of files: taking one in, hanging it on something, reading it with a trace, deleting what hangs nowhere."""

import hashlib
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction

from wuxue_exit_entry.attachments import encryption, inspection, selectors
from wuxue_exit_entry.attachments.enums import FileKind
from wuxue_exit_entry.attachments.models import Attachment
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.kernel.errors import NotFound
from wuxue_exit_entry.privacy import masks

LOOSE_FOR = timedelta(hours=24)
_UNKNOWN_FOR = timedelta(hours=1)


@transaction.atomic
def store(
    actor: Actor,
    file: UploadedFile,
    *,
    about: models.Model | None = None,
    kinds: Collection[str] = frozenset({FileKind.IMAGE, FileKind.PDF}),
) -> Attachment:
    """Take a file in; whoever calls has checked that the actor may hang something on `about`.

    Raises BusinessError with the field `file`: see inspection.inspect.
    """
    found = inspection.inspect(file.name or "", file.read(inspection.MAX_BYTES + 1), kinds)
    about_type, about_id = audit.named(about)
    attachment = Attachment(
        name=masks.mask_text(found.name),  # people name a scan after the number on it
        kind=found.kind,
        content_type=found.content_type,
        size=len(found.content),
        sha256=hashlib.sha256(found.content).hexdigest(),
        flags=found.flags,
        data_key=encryption.new_key(),
        about_type=about_type,
        about_id=about_id,
        uploaded_by_kind=actor.kind,
        uploaded_by_id=actor.user_id,
        uploaded_by_name=actor.name,
    )
    sealed = encryption.encrypt(attachment.data_key, found.content, attachment.public_id)
    attachment.content.save(attachment.public_id, ContentFile(sealed), save=False)
    attachment.save(force_insert=True)
    audit.record(actor, "attachments.attachment.stored", attachment, after=_shown(attachment))
    return attachment


@transaction.atomic
def hang_on(actor: Actor, attachment: Attachment, *, about: models.Model) -> None:
    """Hang a file that was taken in without it on `about`.

    Raises NotFound when it hangs on something already.
    """
    about_type, about_id = audit.named(about)
    loose = Attachment.objects.filter(pk=attachment.pk, about_type="")
    if not loose.update(about_type=about_type, about_id=about_id):
        raise NotFound
    audit.record(actor, "attachments.attachment.hung", attachment, after={"about": f"{about_type} {about_id}"})


@transaction.atomic
def read(*, actor: Actor, public_id: str, purpose: str) -> tuple[Attachment, bytes]:
    """Return a file and its content; that it was read is written first.

    Raises NotFound: there is none, or none for this actor.
    """
    attachment = selectors.visible_attachment(actor, public_id)
    if attachment is None:
        raise NotFound
    audit.record_read(actor, "attachments.attachment.read", attachment, purpose=purpose)
    return attachment, content_of(attachment)


def content_of(attachment: Attachment) -> bytes:
    """Return the content in clear; `read` is for people.

    Raises encryption.ContentBrokenError.
    """
    with attachment.content.open("rb") as stored:
        return encryption.decrypt(attachment.data_key, stored.read(), attachment.public_id)


def delete_orphans(now: datetime) -> int:
    """Delete files that hang on nothing after a day, and bytes without a row after an hour; return how many."""
    loose = list(Attachment.objects.filter(about_type="", uploaded_at__lt=now - LOOSE_FOR))
    for attachment in loose:
        if Attachment.objects.filter(pk=attachment.pk, about_type="").delete()[0]:
            attachment.content.delete(save=False)
    unknown = list(_files_without_row(now))
    for path in unknown:
        path.unlink(missing_ok=True)
    return len(loose) + len(unknown)


def _files_without_row(now: datetime) -> Iterator[Path]:
    """Yield what a rolled back transaction or a kill left on the disk."""
    folder = Path(settings.MEDIA_ROOT) / "attachments"
    for path in folder.glob("*/*"):
        old = path.stat().st_mtime < (now - _UNKNOWN_FOR).timestamp()
        if old and not Attachment.objects.filter(content=f"attachments/{path.parent.name}/{path.name}").exists():
            yield path


def _shown(attachment: Attachment) -> dict[str, object]:
    return {
        "kind": attachment.kind,
        "size": attachment.size,
        "sha256": attachment.sha256,
        "about": f"{attachment.about_type} {attachment.about_id}".strip(),
    }
