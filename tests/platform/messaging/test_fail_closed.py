"""When reading cannot be kept in the audit, nothing is shown; a refused audit leaves nothing half written."""

import pytest
from django.db import DatabaseError
from django.urls import reverse

from tests.factories.accounts import make_user
from tests.platform.messaging.conftest import PHONE
from wuxue_exit_entry.embedded import postgres
from wuxue_exit_entry.messaging import services
from wuxue_exit_entry.messaging.models import Alarm, Message


@pytest.fixture
def audit_is_refused(committed_db, database_name):
    """The application may not write its audit: the right is taken away at the end of the preparation."""

    def refuse():
        with postgres.connect("owner", database_name) as cursor:
            cursor.execute("REVOKE INSERT ON audit_auditevent FROM wuxue_app")

    return refuse


def test_words_are_not_shown_when_the_reading_cannot_be_kept(audit_is_refused, client, test_kind):
    to = services.Recipient(phone=PHONE)
    message = services.queue(
        kind=test_kind, to=to, context={"at": "x", "n": 1}, about=None, dedupe_key="k1", urgent=True
    )
    client.force_login(make_user("duty_leader"), "django.contrib.auth.backends.ModelBackend")
    url = reverse("messaging:message-detail", args=[message.public_id])
    assert "您好" in client.get(url).content.decode()
    audit_is_refused()
    client.raise_request_exception = False
    answer = client.get(url)
    assert answer.status_code == 500
    assert "您好" not in answer.content.decode()
    assert client.get("/healthz/").status_code in (200, 503)


def test_act_without_its_audit_event_did_not_happen(audit_is_refused):
    make_user("duty_leader", phone="13900000001")
    audit_is_refused()
    with pytest.raises(DatabaseError):
        services.alarm("k", "一")
    assert not Alarm.objects.exists()
    assert not Message.objects.exists()
