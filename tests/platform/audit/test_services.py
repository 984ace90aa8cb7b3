from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy

from wuxue_exit_entry.accounts.models import Unit
from wuxue_exit_entry.audit import context, services
from wuxue_exit_entry.audit.actors import PUBLIC, SYSTEM, Actor
from wuxue_exit_entry.audit.models import AuditEvent

OFFICER = Actor(kind="staff", user_id=7, name="周敏", unit_id=3, is_police=True)


@pytest.fixture
def unit(db):
    return Unit.objects.create(code="T1", name="窗口", kind="window")


def test_event_keeps_who_what_and_from_where_as_values(unit):
    with context.bound("abc123", "10.1.2.3"):
        event = services.record(
            OFFICER, "accounts.unit.changed", unit, before={"name": "旧"}, after={"name": "新"}, reason="改名"
        )
    event.refresh_from_db()
    assert (event.actor_kind, event.actor_id, event.actor_name, event.unit_id) == ("staff", 7, "周敏", 3)
    assert (event.request_id, event.ip) == ("abc123", "10.1.2.3")
    assert (event.target_type, event.target_id) == ("accounts.unit", unit.public_id)
    assert (event.before, event.after, event.reason) == ({"name": "旧"}, {"name": "新"}, "改名")


def test_event_points_to_nothing_by_foreign_key():
    assert not [field for field in AuditEvent._meta.get_fields() if field.is_relation]


def test_values_of_any_kind_are_stored(db):
    after = {
        "day": date(2026, 9, 21),
        "at": datetime(2026, 9, 21, 2, 0, tzinfo=UTC),
        "fee": Decimal("120.00"),
        "word": gettext_lazy("好"),
    }
    event = services.record(SYSTEM, "x.y.done", None, after=after)
    event.refresh_from_db()
    assert event.after == {"day": "2026-09-21", "at": "2026-09-21T02:00:00Z", "fee": "120.00", "word": "好"}


@pytest.mark.parametrize("number", ["421182199003072035", "13800000026", "E12345678", "421182 1990 0307 2035"])
def test_no_clear_number_lands_in_any_column(db, number):
    services.record(
        PUBLIC,
        "x.y.done",
        None,
        before={"list": [{"id": number}], number: 1},
        after={"text": f"号{number}"},
        reason=f"因{number}",
    )
    services.record_read(OFFICER, "x.y.read", None, purpose=f"核对{number}")
    services.record_all(SYSTEM, "x.y.done", [(AuditEvent(pk=5), None, {"id": number})], reason=number)
    for row in AuditEvent.objects.values():
        assert number not in str(row)


def test_many_events_are_one_statement(unit, django_assert_num_queries):
    with django_assert_num_queries(1):
        services.record_all(OFFICER, "x.y.done", [(unit, None, {"n": n}) for n in range(50)])
    assert AuditEvent.objects.filter(target_id=unit.public_id).count() == 50
