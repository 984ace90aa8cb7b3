"""People found by name in any order, number and phone; scoped by station; stays shown by the app that knows them."""

import pytest
from django.test import Client
from django.urls import reverse

from foreigners.people import selectors, services
from foreigners.people.models import Person
from tests.factories import lodging as make
from tests.factories.accounts import make_user
from tests.support.pages import text_of
from wuxue_exit_entry.accounts import tenancy
from wuxue_exit_entry.audit.actors import SYSTEM
from wuxue_exit_entry.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def officer():
    return make_user("foreign_affairs_officer").as_actor()


def joined(**fields):
    given = {"surname": "GARCIA LOPEZ", "given_name": "MARIA JOSE", "nationality": "ESP", "birth_date": "1982-12-01"}
    given |= {"kind": "passport", "number": "AAB123456", "key": "AAB123456", "issuer": "ESP"}
    [one] = services.join(actor=SYSTEM, holders=[services.Holder(**given | fields)])
    return one.person


@pytest.mark.parametrize(
    "typed",
    ["garcia", "MARIA GARCIA", "lop mar", "garcialopez", "mariajose", "AAB 123456", "aab123456", "LÓPEZ"],
)
def test_found_by_beginnings_in_any_order_and_by_number(officer, typed):
    person = joined()
    joined(surname="SMITH", given_name="JOHN", number="X1", key="X1")
    assert list(selectors.search(officer, typed)) == [person]


def test_found_by_former_and_chinese_name_and_phone(officer):
    person = joined(name_zh="玛丽亚")
    Person.objects.filter(pk=person.pk).update(former_names="PEREZ; RUIZ", phone="13800000077")
    for typed in ("perez", "ruiz maria", "玛丽亚", "玛丽", "138 0000 0077"):
        assert list(selectors.search(officer, typed)) == [person], typed
    assert list(selectors.search(officer, "AAB12345")) == [], "a part of a number finds nobody"


def test_what_is_typed_cannot_break_the_query(officer):
    joined()
    for typed in ("'", "a & b | !c", "(((", "\\", ":*", "<->", "%", "garcia:*&"):
        list(selectors.search(officer, typed))


def test_a_renewed_permit_is_a_document_of_the_same_person():
    first = joined(kind="hk_macao_permit", number="H01234567", key="H01234567", issuer="HKG")
    again = joined(kind="hk_macao_permit", number="H0123456702", key="H01234567", issuer="HKG")
    assert first == again


def test_a_station_sees_those_who_lodged_with_it_last():
    with tenancy.of_everybody():
        hotel = make.make_hotel()
        stay = make.make_stay(hotel, joined())
    station = hotel.organisation.station
    services.note_lodging(
        person_id=stay.person_id,
        where="大宋酒店",
        station_id=station.unit_id,
        since=stay.stay_date,
        until=None,
        stay_until=None,
    )
    own = make_user("station_officer", unit=station.unit)
    other = make_user("station_officer", unit=make.make_station().unit)
    page = reverse("people:person-detail", args=[stay.person.public_id])
    client = Client()
    client.force_login(own, BACKEND)
    assert "GARCIA LOPEZ" in text_of(client.get("/people/"))
    detail = text_of(client.get(page))
    assert "住宿记录" in detail
    assert stay.document.number not in detail
    assert "806" in text_of(client.get(reverse("lodging:person-stays", args=[stay.person.public_id])))
    assert AuditEvent.objects.filter(verb="foreigners.person.read").count() == 1
    client.force_login(other, BACKEND)
    assert "GARCIA LOPEZ" not in text_of(client.get("/people/"))
    assert client.get(page).status_code == 404
    assert "806" not in text_of(client.get(reverse("lodging:person-stays", args=[stay.person.public_id])))


def test_an_older_stay_does_not_overwrite_the_last_lodging():
    person = joined()
    for day, where in (("2026-10-16", "新"), ("2026-10-01", "旧")):
        services.note_lodging(
            person_id=person.pk,
            where=where,
            station_id=None,
            since=make.at(f"{day} 20:00"),
            until=None,
            stay_until=None,
        )
    person.refresh_from_db()
    assert person.lodged_at == "新"
