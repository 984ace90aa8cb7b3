"""Organisations, hotels, people and stays for tests; everybody here is invented."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from foreigners.people.models import Document, Person
from liaison.contacts.enums import OrganisationKind
from liaison.contacts.models import Organisation
from lodging.hotels.models import Hotel
from lodging.stays.enums import ReportChannel
from lodging.stays.models import Stay
from wuxue_exit_entry.accounts.enums import UnitKind
from wuxue_exit_entry.accounts.models import Unit
from wuxue_exit_entry.kernel import clock

_numbers = count(1)


def make_station(name: str = "龙坪派出所") -> Organisation:
    number = next(_numbers)
    unit = Unit.objects.create(code=f"S{number}", name=f"{name}{number}", kind=UnitKind.STATION)
    return Organisation.objects.create(kind=OrganisationKind.STATION, name=unit.name, unit=unit)


def make_hotel(name: str = "大宋酒店", *, station: Organisation | None = None, **fields: Any) -> Hotel:
    number = next(_numbers)
    unit = Unit.objects.create(code=f"H{number}", name=f"{name}{number}", kind=UnitKind.HOTEL)
    organisation = Organisation.objects.create(
        kind=OrganisationKind.HOTEL, name=unit.name, unit=unit, station=station or make_station()
    )
    return Hotel.objects.create(organisation=organisation, unit=unit, code=f"421182{number:06d}", **fields)


def make_person(**fields: Any) -> Person:
    values = {"surname": "IVANOVA", "given_name": "OLGA", "sex": "2", "birth_date": "1988-03-12", "nationality": "RUS"}
    return Person.objects.create(**{**values, **fields})


def make_document(person: Person, number: str = "", **fields: Any) -> Document:
    number = number or f"75{next(_numbers):07d}"
    values = {"kind": "passport", "issuer": person.nationality, "birth_date": person.birth_date}
    return Document.objects.create(person=person, number=number, key=number, **{**values, **fields})


def make_stay(hotel: Hotel, person: Person | None = None, *, at: datetime | None = None, **fields: Any) -> Stay:
    person = person or make_person()
    document = make_document(person)
    at = at or clock.now() - timedelta(hours=1)
    values = {
        "surname": person.surname,
        "given_name": person.given_name,
        "sex": person.sex,
        "birth_date": person.birth_date,
        "nationality": person.nationality,
        "document_type": document.kind,
        "document_number": document.number,
        "stay_date": at,
        "first_accepted_at": at + timedelta(minutes=30),
        "room": "806",
        "channel": ReportChannel.FORM,
        "payload_digest": "",
        "client_ref": uuid4(),
    }
    return Stay.objects.create(unit=hotel.unit, hotel=hotel, person=person, document=document, **{**values, **fields})


def at(text: str) -> datetime:
    """Return a moment in the county: «2026-10-16 22:05»."""
    return clock.local(datetime.fromisoformat(text))
