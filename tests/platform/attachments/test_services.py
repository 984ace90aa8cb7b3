"""Files at rest, read with a trace, deleted when they hang on nothing."""

import os
import random
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import make_unit, make_user
from tests.platform.attachments import samples
from wuxue_exit_entry.attachments import encryption, registry, selectors, services
from wuxue_exit_entry.attachments.models import Attachment
from wuxue_exit_entry.audit.actors import PUBLIC
from wuxue_exit_entry.audit.models import AuditEvent
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.errors import BusinessError, NotFound

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def readable(monkeypatch):
    """Files about units are read by whoever belongs to one."""
    monkeypatch.setattr(registry, "_checks", {"accounts.unit": lambda actor, attachment: actor.unit_id is not None})


def stored(content=None, name="a.pdf", about=None):
    return services.store(PUBLIC, samples.upload(content or samples.pdf(), name), about=about)


def files(media) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file()]


def test_the_content_comes_back_and_is_not_on_the_disk(media):
    content = samples.pdf(stream=b"CANARY 421182199003072035")
    attachment = stored(content)
    assert services.content_of(attachment) == content
    (path,) = files(media)
    assert b"CANARY" not in path.read_bytes()
    assert b"%PDF" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0


def test_the_same_file_twice_looks_different_on_the_disk(media):
    stored(), stored()
    one, other = (path.read_bytes() for path in files(media))
    assert one != other


@pytest.mark.parametrize("position", [0, 3, 10, 100, -1])
def test_a_changed_byte_is_noticed(media, position):
    attachment = stored()
    (path,) = files(media)
    content = bytearray(path.read_bytes())
    content[position] ^= 1
    path.write_bytes(content)
    with pytest.raises(encryption.ContentBrokenError):
        services.content_of(attachment)


def test_a_file_put_in_the_place_of_another_is_noticed(media):
    one, other = stored(), stored()
    one.content.name = other.content.name
    with pytest.raises(encryption.ContentBrokenError):
        services.content_of(one)


def test_storing_is_in_the_audit_without_the_name():
    stored(name="张三身份证.pdf")
    event = AuditEvent.objects.latest("id")
    assert event.verb == "attachments.attachment.stored"
    assert "张三" not in str(event.after)


def test_attachments_of_something(readable):
    unit, other = make_unit("a"), make_unit("b")
    attachment = stored(about=unit)
    assert list(selectors.attachments_of(unit)) == [attachment]
    assert not selectors.attachments_of(other).exists()


def test_hang_on_once():
    attachment = stored()
    services.hang_on(PUBLIC, attachment, about=make_unit("a"))
    with pytest.raises(NotFound):
        services.hang_on(PUBLIC, attachment, about=make_unit("b"))


def test_the_reader_gets_the_file_and_the_audit_a_line(client, readable):
    attachment = stored(samples.picture(), "护照 1.jpg", about=make_unit("a"))
    client.force_login(make_user("window_officer"), BACKEND)
    answer = client.get(reverse("attachments:show", args=[attachment.public_id]))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Disposition"].startswith("inline; filename*=utf-8''")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert AuditEvent.objects.latest("id").verb == "attachments.attachment.read"


def test_a_pdf_goes_to_the_disk(client, readable):
    attachment = stored(about=make_unit("a"))
    client.force_login(make_user("window_officer"), BACKEND)
    answer = client.get(reverse("attachments:show", args=[attachment.public_id]))
    assert answer["Content-Disposition"].startswith("attachment")


def test_the_stranger_the_unregistered_and_the_loose_get_nothing(client, readable):
    about_user, loose = stored(about=make_user("window_officer")), stored()
    allowed = stored(about=make_unit("a"))
    assert Client().get(reverse("attachments:show", args=[allowed.public_id])).status_code == 302
    client.force_login(make_user("window_officer"), BACKEND)
    for attachment in (about_user, loose):
        assert client.get(reverse("attachments:show", args=[attachment.public_id])).status_code == 404
    assert client.get(reverse("attachments:show", args=["0" * 12])).status_code == 404
    assert not AuditEvent.objects.filter(verb="attachments.attachment.read").exists()


def test_orphans_go_after_their_time(media):
    kept, loose = stored(about=make_unit("a")), stored()
    stray = media / "attachments" / "ZZ" / "stray"
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"left by a kill")
    now = clock.now()
    os.utime(stray, (now.timestamp() - 3 * 3600,) * 2)
    assert services.delete_orphans(now) == 1
    assert services.delete_orphans(now + timedelta(hours=25)) == 1
    assert list(Attachment.objects.all()) == [kept]
    assert services.content_of(kept)
    assert len(files(media)) == 1
    assert not Attachment.objects.filter(pk=loose.pk).exists()


def test_an_upload_never_touches_the_disk_in_clear(settings):
    assert settings.FILE_UPLOAD_HANDLERS == ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
    assert settings.FILE_UPLOAD_MAX_MEMORY_SIZE >= settings.UPLOAD_LIMIT_BYTES


def test_garbage_is_refused_and_never_crashes():
    dice = random.Random(7)
    starts = [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-1.4\n", samples.picture()[:200], samples.pdf()[:150]]
    for _ in range(300):
        content = dice.choice(starts) + dice.randbytes(dice.randrange(1, 3000))
        with pytest.raises(BusinessError):
            stored(content, dice.choice(["a.jpg", "a.png", "a.pdf", "a"]))
    assert not Attachment.objects.exists()
