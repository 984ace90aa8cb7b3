import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories.accounts import make_user
from wuxue_exit_entry.audit import services
from wuxue_exit_entry.audit.actors import SYSTEM
from wuxue_exit_entry.audit.models import AuditEvent
from wuxue_exit_entry.kernel import clock


@pytest.fixture
def auditor(client, db):
    user = make_user("audit_admin")
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return user


@pytest.fixture
def event(auditor):
    return services.record(
        make_user("window_officer", name="周敏").as_actor(),
        "appointments.booking.cancelled",
        "appointments.booking",
        before={"status": "booked"},
        after={"status": "cancelled", "note": "=1+1"},
        reason="=HYPERLINK(1)",
    )


def search(client, **query):
    return client.get(reverse("audit:event-list"), query).content.decode()


def test_auditor_finds_by_person_verb_target_and_day(client, event):
    today, tomorrow = clock.today(), clock.today() + timedelta(days=1)
    assert "取消预约" in search(client)
    assert "取消预约" in search(client, actor="周敏", verb="appointments.booking", since=today, until=today)
    assert "取消预约" not in search(client, actor="别人")
    assert "取消预约" not in search(client, since=tomorrow)
    assert "取消预约" in search(client, since="nonsense")


def test_reading_the_audit_is_an_event(client, auditor, event):
    search(client, actor="周敏")
    assert AuditEvent.objects.filter(verb="audit.log.read", actor_id=auditor.pk, purpose="检索：人员=周敏").count() == 1


def test_event_is_shown_whole(client, event):
    page = client.get(reverse("audit:event-detail", args=[event.pk])).content.decode()
    for text in ("取消预约", "周敏", "booked", "cancelled", "appointments.booking.cancelled"):
        assert text in page


def test_export_is_escaped_and_an_event_of_its_own(client, auditor, event):
    answer = client.post(f"{reverse('audit:event-export')}?actor=周敏")
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert len(rows) == 2
    assert "'=HYPERLINK(1)" in rows[1]
    assert client.get(reverse("audit:event-export")).status_code == 405
    assert AuditEvent.objects.filter(verb="audit.log.exported", actor_id=auditor.pk).count() == 1


def test_list_needs_the_same_queries_for_one_and_for_many(client, event, django_assert_num_queries):
    search(client)
    with CaptureQueriesContext(connection) as one:
        search(client)
    services.record_all(SYSTEM, "x.y.done", [(None, None, None)] * 60)
    with django_assert_num_queries(len(one)):
        search(client)


@pytest.mark.parametrize("role", ["system_admin", "security_admin", "supervisor", "window_officer"])
def test_audit_is_closed_to_others(client, db, role):
    client.force_login(make_user(role), "django.contrib.auth.backends.ModelBackend")
    for url in (reverse("audit:event-list"), reverse("audit:event-detail", args=[1])):
        assert client.get(url).status_code == 403
    assert client.post(reverse("audit:event-export")).status_code == 403
