"""What the roles allow; no database."""

from itertools import combinations

import pytest

from wuxue_exit_entry.accounts import roles, rules
from wuxue_exit_entry.accounts.permissions import DECISIONS, Permission


def test_the_three_administrators_share_no_permission():
    held = [roles.ROLES[code].permissions for code in roles.ADMINISTRATORS]
    assert all(one.isdisjoint(other) for one, other in combinations(held, 2))


def test_administrators_see_no_business_data():
    business = set(Permission) - {
        Permission.USER_ADMIN,
        Permission.UNIT_ADMIN,
        Permission.SECURITY_ADMIN,
        Permission.AUDIT_READ,
    }
    for code in roles.ADMINISTRATORS:
        assert roles.ROLES[code].permissions.isdisjoint(business)


@pytest.mark.parametrize("code", roles.ROLES)
def test_an_auxiliary_decides_nothing_whatever_the_role(code):
    assert not roles.permissions_of([code], is_police=False) & {p.value for p in DECISIONS}


def test_all_roles_together_still_decide_nothing_without_police_status():
    assert not roles.permissions_of(roles.ROLES, is_police=False) & {p.value for p in DECISIONS}


def test_every_permission_is_held_by_some_role():
    assert {p for role in roles.ROLES.values() for p in role.permissions} == set(Permission)


def test_an_unknown_role_allows_nothing():
    assert roles.permissions_of(["king"], is_police=True) == frozenset()


def test_every_deciding_role_is_for_police_only():
    deciding = {role.code for role in roles.ROLES.values() if role.permissions & DECISIONS}
    assert deciding == {role.code for role in roles.ROLES.values() if role.police_only}


@pytest.mark.parametrize("pair", roles.FORBIDDEN_PAIRS)
def test_a_forbidden_pair_is_found_among_other_roles(pair):
    assert rules.forbidden_pair(["window_officer", *reversed(pair)], roles.FORBIDDEN_PAIRS) == pair


def test_temporary_passwords_are_long_and_differ():
    drawn = {rules.new_temporary_password() for _ in range(200)}
    assert len(drawn) == 200
    assert all(len(password) == 19 and not set(password) & set("01IOL") for password in drawn)
