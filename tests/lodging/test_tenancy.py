"""Row-level security tried by raw SQL with the application's role."""

import pytest
from django.db import Error, connection, transaction

from tests.factories import lodging as make
from wuxue_exit_entry.accounts import tenancy

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_hotels():
    with tenancy.of_everybody():
        first, second = make.make_hotel(), make.make_hotel()
        make.make_stay(first), make.make_stay(second), make.make_stay(second)
    return first, second


def rows(sql="SELECT unit_id FROM lodging_stay"):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [row[0] for row in cursor.fetchall()]


def test_nothing_said_shows_no_rows(two_hotels):
    assert rows() == []


def test_a_hotel_sees_its_own_rows(two_hotels):
    _, second = two_hotels
    with tenancy.of_unit(second.unit_id):
        assert rows() == [second.unit_id] * 2
        assert rows("SELECT DISTINCT unit_id FROM lodging_historicalstay") == [second.unit_id]
    assert rows() == []


def test_everybody_is_for_officers_and_jobs(two_hotels):
    with tenancy.of_everybody():
        assert len(rows()) == 3


def test_a_hotel_changes_no_row_of_another(two_hotels):
    first, second = two_hotels
    with tenancy.of_unit(first.unit_id), connection.cursor() as cursor:
        cursor.execute("UPDATE lodging_stay SET room = '1' WHERE unit_id = %s", [second.unit_id])
        assert cursor.rowcount == 0
        cursor.execute("DELETE FROM lodging_zeroreport WHERE unit_id = %s", [second.unit_id])
        assert cursor.rowcount == 0


def test_a_hotel_writes_no_row_into_another(two_hotels):
    first, second = two_hotels
    with tenancy.of_unit(first.unit_id):
        with pytest.raises(Error, match="row-level security"), transaction.atomic():
            make.make_stay(second)
        with (
            pytest.raises(Error, match="row-level security"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("UPDATE lodging_stay SET unit_id = %s", [second.unit_id])


def test_the_scope_ends_with_an_error_inside(two_hotels):
    with pytest.raises(Error), tenancy.of_everybody(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")
    assert rows() == []


def test_scopes_nest(two_hotels):
    first, _ = two_hotels
    with tenancy.of_everybody():
        with tenancy.of_unit(first.unit_id):
            assert len(rows()) == 1
        assert len(rows()) == 3
