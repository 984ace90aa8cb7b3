"""Who sees which units, and who is on duty."""

import pytest

from tests.factories.accounts import make_unit, make_user
from wuxue_exit_entry.accounts import selectors
from wuxue_exit_entry.audit.actors import PUBLIC, SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    top = make_unit("top", kind="brigade")
    hall = make_unit("hall", parent=top)
    station = make_unit("station", parent=top, kind="station")
    post = make_unit("post", parent=station, kind="station")
    other = make_unit("elsewhere", kind="station")
    return {"top": top, "hall": hall, "station": station, "post": post, "elsewhere": other}


@pytest.mark.parametrize(
    ("home", "seen"),
    [
        ("top", {"top", "hall", "station", "post"}),
        ("station", {"station", "post"}),
        ("post", {"post"}),
        ("elsewhere", {"elsewhere"}),
    ],
)
def test_an_officer_sees_the_own_unit_and_below(tree, home, seen):
    actor = make_user("window_officer", unit=tree[home]).as_actor()
    assert {unit.code for unit in selectors.units_visible_to(actor)} & set(tree) == seen


def test_the_public_sees_no_unit_and_the_system_all(tree):
    assert not selectors.units_visible_to(PUBLIC).exists()
    assert set(tree) <= {unit.code for unit in selectors.units_visible_to(SYSTEM)}


def test_users_of_other_units_are_not_there(tree):
    own = make_user("window_officer", unit=tree["post"])
    make_user("window_officer", unit=tree["elsewhere"])
    assert list(selectors.users_visible_to(own.as_actor())) == [own]
