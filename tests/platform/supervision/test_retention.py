"""What expired is gone, what is in force stays."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from tests.platform.attachments import samples
from wuxue_exit_entry.accounts import limits
from wuxue_exit_entry.accounts.models import RateWindow
from wuxue_exit_entry.attachments import services as attachments
from wuxue_exit_entry.attachments.models import Attachment
from wuxue_exit_entry.audit.actors import PUBLIC
from wuxue_exit_entry.jobs import services as jobs
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.supervision import retention, tasks

pytestmark = pytest.mark.django_db


def test_delete_expired(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    now = clock.now()
    limits.hit("short", limit=1, per_seconds=60)
    limits.hit("long", limit=1, per_seconds=7 * 24 * 3600)
    Session.objects.create(session_key="old", expire_date=now - timedelta(hours=1))
    Session.objects.create(session_key="new", expire_date=now + timedelta(days=9))
    attachments.store(PUBLIC, samples.upload(samples.pdf(), "a.pdf"))
    assert retention.delete_expired(now + timedelta(hours=25)) == {"rate_windows": 1, "sessions": 1, "files": 1}
    assert (RateWindow.objects.count(), Session.objects.get().session_key) == (1, "new")
    assert not Attachment.objects.exists()


def test_one_run_a_day():
    now = clock.now()
    tasks.look(now)
    tasks.look(now + timedelta(seconds=60))
    assert jobs.ensure(tasks.DAILY, clock.local(now).date().isoformat()) is False
