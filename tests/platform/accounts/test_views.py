"""The screens of the administrators and of the roster, each as their user."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.accounts import make_unit, make_user
from wuxue_exit_entry.accounts.models import DutyShift, HandOver, Unit, User
from wuxue_exit_entry.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client):
    def sign_in(*roles, **fields):
        user = make_user(*roles, **fields)
        client.force_login(user, "django.contrib.auth.backends.ModelBackend")
        return user

    return sign_in


def test_create_account_shows_the_password_once(client, signed_in):
    signed_in("system_admin", is_police=False)
    data = {"username": "li.jing", "name": "李静", "unit": make_unit().public_id, "is_police": "on"}
    answer = client.post(
        reverse("accounts:user-create"), data | {"roles": ["window_officer"], "phone": "138 0000 0009"}
    )
    user = User.objects.get(username="li.jing")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert user.check_password(answer.context["password"])
    assert user.phone == "13800000009"
    assert (
        answer.context["password"]
        not in client.get(reverse("accounts:user-detail", args=[user.public_id])).content.decode()
    )


def test_refusals_land_on_the_form_with_everything_kept(client, signed_in):
    signed_in("system_admin", is_police=False)
    data = {"username": "x1", "name": "甲", "unit": make_unit().public_id, "roles": ["security_admin", "audit_admin"]}
    answer = client.post(reverse("accounts:user-create"), data)
    assert answer.status_code == 422
    assert "不同的人担任" in answer.content.decode()
    assert 'value="x1"' in answer.content.decode()


def test_change_close_and_reopen(client, signed_in):
    signed_in("system_admin", is_police=False)
    user = make_user("window_officer", name="旧名")
    detail = reverse("accounts:user-detail", args=[user.public_id])
    data = {"name": "新名", "unit": user.unit.public_id, "is_police": "on", "roles": ["window_officer"]}
    assert client.post(detail, data).url == detail
    state = reverse("accounts:user-state", args=[user.public_id])
    client.post(state, {"active": "0", "reason": ""})
    user.refresh_from_db()
    assert (user.name, user.is_active) == ("新名", True)
    client.post(state, {"active": "0", "reason": "调离"})
    user.refresh_from_db()
    assert not user.is_active
    assert "调离" not in client.get(detail).content.decode()


def test_unit_tree_and_its_form(client, signed_in):
    signed_in("system_admin", is_police=False)
    client.post(
        reverse("accounts:unit-create"), {"code": "s1", "name": "某派出所", "kind": "station", "is_active": "on"}
    )
    unit = Unit.objects.get(code="s1")
    assert "某派出所" in client.get(reverse("accounts:unit-list")).content.decode()
    again = client.post(reverse("accounts:unit-create"), {"code": "s1", "name": "乙", "kind": "station"})
    assert again.status_code == 422
    assert "这个代码已经有单位用了" in again.content.decode()
    assert client.get(reverse("accounts:unit-detail", args=[unit.public_id])).status_code == 200


def test_security_acts(client, signed_in):
    signed_in("security_admin", is_police=False)
    user = make_user("window_officer")
    before = user.session_epoch
    assert client.get(reverse("accounts:security")).status_code == 200
    assert client.get(reverse("accounts:security-detail", args=[user.public_id])).status_code == 200
    for act in ("unlock", "reset-factor", "end-sessions"):
        assert client.post(reverse("accounts:security-act", args=[user.public_id, act])).status_code == 302
    user.refresh_from_db()
    assert user.session_epoch == before + 2


def test_roster_week_add_and_remove(client, signed_in):
    signed_in("duty_leader")
    officer = make_user("window_officer", name="胡强")
    day = clock.today() + timedelta(days=7)
    data = {"user": officer.public_id, "kind": "officer", "day": day.isoformat(), "start": "08:30", "end": "08:30"}
    week = client.post(reverse("accounts:shift-add"), data).url
    assert "胡强" in client.get(week).content.decode()
    assert client.post(reverse("accounts:shift-add"), data).status_code == 422
    shift = DutyShift.objects.get()
    client.post(reverse("accounts:shift-remove", args=[shift.public_id]))
    assert not DutyShift.objects.exists()


def test_hand_over_from_screen_to_screen(client, signed_in):
    other = make_user("window_officer")
    officer = signed_in("window_officer")
    now = clock.now()
    DutyShift.objects.create(user=officer, kind="officer", start=now - timedelta(hours=1), end=now + timedelta(hours=5))
    client.post(reverse("accounts:hand-over"), {"to": other.public_id, "notes": "一件待批"})
    made = HandOver.objects.get()
    client.force_login(other, "django.contrib.auth.backends.ModelBackend")
    assert "确认接班" in client.get(reverse("accounts:roster")).content.decode()
    client.post(reverse("accounts:hand-over-answer", args=[made.public_id, "confirm"]))
    made.refresh_from_db()
    assert made.confirmed_at


@pytest.mark.parametrize("monday", ["2026-13-01", "x", "0001-01-01", "9999-12-31"])
def test_odd_weeks_are_no_server_error(client, signed_in, monday):
    signed_in("duty_leader")
    assert client.get(reverse("accounts:roster-week", args=[monday])).status_code in (200, 404)


def test_the_roster_is_read_by_all_and_edited_by_leaders(client, signed_in):
    signed_in("window_auxiliary", is_police=False)
    page = client.get(reverse("accounts:roster")).content.decode()
    assert "加入值班表" not in page
    assert client.post(reverse("accounts:shift-add"), {}).status_code == 403


def test_lists_ask_the_same_number_of_queries_at_one_and_at_many(client, signed_in):
    signed_in("system_admin", is_police=False)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("accounts:user-list"))
        return len(queries)

    asked()  # the first request of a session writes it
    few = asked()
    for _ in range(12):
        make_user("window_officer")
    assert asked() == few
