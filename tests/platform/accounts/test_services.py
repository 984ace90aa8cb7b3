"""Accounts and units through their services."""

import pytest
from django.db import IntegrityError, transaction

from tests.factories.accounts import make_unit, make_user
from wuxue_exit_entry.accounts import roles, services
from wuxue_exit_entry.accounts.models import Unit, User
from wuxue_exit_entry.audit.models import AuditEvent
from wuxue_exit_entry.kernel.errors import BusinessError, NotPermitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def sysadmin():
    return make_user("system_admin", is_police=False)


@pytest.fixture
def actor(sysadmin):
    return sysadmin.as_actor()


def refused(expected, act, **arguments):
    with pytest.raises(BusinessError) as caught, transaction.atomic():
        act(**arguments)
    assert caught.value.code == expected


def verbs():
    return list(AuditEvent.objects.order_by("id").values_list("verb", flat=True))


def test_create_user_returns_a_password_that_must_be_changed(actor):
    user, password = services.create_user(
        actor=actor, username="li", name="李静", unit=make_unit(), roles=["window_officer"], is_police=True
    )
    assert user.check_password(password)
    assert user.must_change_password
    assert verbs()[-1] == "accounts.user.created"
    assert password not in str(list(AuditEvent.objects.values()))


def test_the_first_administrator_and_no_second_one():
    user, password = services.create_first_administrator(username="first", name="甲")
    assert user.check_password(password)
    assert user.must_change_password
    assert user.roles == ["system_admin"]
    refused("administrator_exists", services.create_first_administrator, username="second", name="乙")


def test_create_user_needs_the_permission():
    officer = make_user("window_officer").as_actor()
    with pytest.raises(NotPermitted):
        services.create_user(actor=officer, username="x2", name="甲", unit=make_unit(), roles=[])


def test_a_taken_user_name_is_told(actor, sysadmin):
    fields = {"username": sysadmin.username, "name": "乙", "unit": make_unit(), "roles": []}
    refused("username_taken", services.create_user, actor=actor, **fields)


@pytest.mark.parametrize("pair", roles.FORBIDDEN_PAIRS)
def test_no_account_gets_two_administrators(actor, pair):
    user = make_user(pair[0], is_police=False)
    refused("administrators_apart", services.change_user, actor=actor, user=user, roles=list(pair))


@pytest.mark.parametrize("pair", roles.FORBIDDEN_PAIRS)
def test_the_database_refuses_two_administrators_too(pair):
    user = make_user(pair[0], is_police=False)
    with pytest.raises(IntegrityError, match="accounts_user_not_"), transaction.atomic():
        User.objects.filter(pk=user.pk).update(roles=["window_officer", *pair])


@pytest.mark.parametrize("code", [role.code for role in roles.ROLES.values() if role.police_only])
def test_a_deciding_role_needs_a_police_officer(actor, code):
    auxiliary = make_user("window_auxiliary", is_police=False)
    refused("police_only", services.change_user, actor=actor, user=auxiliary, roles=[code])


def test_taking_police_status_away_needs_another_role(actor):
    officer = make_user("window_officer")
    refused("police_only", services.change_user, actor=actor, user=officer, is_police=False)


def test_nobody_changes_their_own_roles(actor, sysadmin):
    make_user("system_admin", is_police=False)
    refused("own_roles", services.change_user, actor=actor, user=sysadmin, roles=["window_auxiliary"])


def test_the_last_system_administrator_stays():
    first, second = (make_user("system_admin", is_police=False) for _ in range(2))
    services.set_active(actor=first.as_actor(), user=second, active=False, reason="调离")
    third = first.as_actor()
    refused("own_account", services.set_active, actor=third, user=first, active=False)
    other = make_user("system_admin", is_police=False)
    services.set_active(actor=third, user=other, active=False, reason="调离")
    refused("last_administrator", services.set_active, actor=other.as_actor(), user=first, active=False)


def test_change_user_keeps_history_and_audits_the_difference(actor):
    user = make_user("window_officer", phone="13800000001")
    services.change_user(actor=actor, user=user, name="王芳", phone="13800000002", reason="改名")
    event = AuditEvent.objects.latest("id")
    assert (event.before["name"], event.after["name"], event.reason) == (user.name, "王芳", "改名")
    assert "13800000002" not in str(event.after)
    newest, older = user.history.order_by("-history_id")[:2]
    assert set(newest.diff_against(older).changed_fields) == {"name", "phone"}


def test_closing_an_account_ends_its_sessions(actor):
    user = make_user("window_officer")
    before = user.get_session_auth_hash()
    closed = services.set_active(actor=actor, user=user, active=False, reason="调离")
    assert closed.get_session_auth_hash() != before
    assert closed.as_actor().permissions == frozenset()


def test_reset_password_is_for_others_only(actor, sysadmin):
    refused("own_account", services.reset_password, actor=actor, user=sysadmin)
    user = make_user("window_officer")
    password = services.reset_password(actor=actor, user=user)
    user.refresh_from_db()
    assert user.check_password(password)
    assert user.must_change_password


def test_only_the_security_administrator_unlocks_and_resets(actor):
    user = make_user("window_officer")
    for act in (services.unlock, services.reset_factor, services.end_sessions):
        with pytest.raises(NotPermitted):
            act(actor=actor, user=user)


def test_the_security_administrator_does_not_reset_their_own_factor():
    security = make_user("security_admin", is_police=False)
    refused("own_account", services.reset_factor, actor=security.as_actor(), user=security)


def test_set_own_password_is_for_the_owner(actor):
    with pytest.raises(NotPermitted):
        services.set_own_password(actor=actor, user=make_user("window_officer"), password="x" * 20)


def test_a_unit_cannot_move_below_itself(actor):
    top = services.create_unit(actor=actor, code="top", name="大队", kind="brigade")
    below = services.create_unit(actor=actor, code="below", name="窗口", kind="window", parent=top)
    refused("unit_below_itself", services.change_unit, actor=actor, unit=top, parent=below)
    refused("unit_below_itself", services.change_unit, actor=actor, unit=top, parent=top)
    refused("unit_code_taken", services.create_unit, actor=actor, code="top", name="另一个", kind="window")


def test_load_demo_staff_twice_changes_nothing(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    services.load_demo_staff()
    counted = User.objects.count(), Unit.objects.count(), AuditEvent.objects.count()
    services.load_demo_staff()
    assert (User.objects.count(), Unit.objects.count(), AuditEvent.objects.count()) == counted
    assert {code for user in User.objects.all() for code in user.roles} == {
        code for code, role in roles.ROLES.items() if not role.tenant
    }  # those of hotels come with the first hotel


def test_load_demo_staff_refuses_outside_demo_mode(settings):
    settings.DEMO_MODE = False
    refused("demo_only", services.load_demo_staff)
