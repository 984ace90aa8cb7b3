"""Synthetic hotels and guests for the demonstration; nobody here exists."""

from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

from django.conf import settings
from django.db import transaction

from liaison.contacts import services as contacts
from liaison.contacts.enums import ContactRole, OrganisationKind
from liaison.contacts.models import Organisation
from lodging.hotels import services as hotels
from lodging.hotels.models import Hotel, HotelKey
from lodging.stays import services as stays
from lodging.stays.enums import ReportChannel
from lodging.stays.models import Stay
from wuxue_exit_entry.accounts import demo, tenancy
from wuxue_exit_entry.accounts.enums import UnitKind
from wuxue_exit_entry.accounts.models import Unit, User
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.kernel import clock

NIGHTS = 14
_HOTELS = (
    ("421182000001", "大宋酒店", "Dasong Hotel", "永宁大道 88 号", "station-wuxue", 120),
    ("421182000002", "江畔宾馆", "Riverside Hotel", "沿江路 16 号", "station-kanjiang", 64),
    ("421182000003", "梅川驿站", "Meichuan Inn", "梅川镇广济大道 5 号", "station-meichuan", 28),
)
SANDBOX = ("421182999999", "接口测试宾馆", "Sandbox Hotel", "测试用，不对应任何宾馆", "station-wuxue", 10)
_PEOPLE = (
    ("IVANOVA", "OLGA", "2", "1988-03-12", "RUS"),
    ("IVANOV", "PETR", "1", "1985-07-02", "RUS"),
    ("MUELLER", "ANNA", "2", "1979-11-23", "DEU"),
    ("KIM", "MINJUN", "1", "1990-05-17", "KOR"),
    ("NGUYEN", "VAN NAM", "1", "1993-01-30", "VNM"),
    ("SMITH", "JOHN EDWARD", "1", "1971-09-08", "GBR"),
    ("GARCIA LOPEZ", "MARIA", "2", "1982-12-01", "ESP"),
    ("TANAKA", "YUKI", "2", "1996-04-25", "JPN"),
    ("SUKARNO", "", "1", "1987-06-14", "IDN"),
    ("OKAFOR", "CHINEDU", "1", "1991-10-19", "NGA"),
    ("RAHMAN", "MD ABDUR", "1", "1984-02-27", "BGD"),
    ("PATEL", "PRIYA", "2", "1994-08-03", "IND"),
)


@transaction.atomic
def seed() -> int:
    """Open three hotels and a sandbox with people and two weeks of guests; run again, it changes nothing."""
    demo.require_demo_mode()
    if Hotel.objects.exists():
        return 0
    officer = User.objects.get(username="affairs").as_actor()
    chance = Random(1016)  # noqa: S311 -- the same people at every start, no secret
    with tenancy.of_everybody():
        opened = [_open(officer, *row) for row in _HOTELS]
        clerks = [_people(officer, hotel, first=n == 0) for n, hotel in enumerate(opened)]
        for hotel, clerk in zip(opened, clerks, strict=True):
            _fill(chance, hotel, clerk)
        _sandbox(officer)
        return Stay.objects.count()


def key_file() -> Path:
    """Return where the key of the sandbox hotel is kept, beside the other secrets of the demonstration."""
    return Path(settings.VAR_DIR) / "secrets" / "demo_hotel_key"


def _open(officer: Actor, code: str, name: str, name_en: str, address: str, station: str, rooms: int) -> Hotel:
    organisation = contacts.save_organisation(
        actor=officer,
        kind=OrganisationKind.HOTEL,
        name=name,
        name_en=name_en,
        address=address,
        station=_station(station),
    )
    contacts.save_contact(
        actor=officer, organisation=organisation, name="钱经理", phone=f"1390000{code[-4:]}", role=ContactRole.HEAD
    )
    return hotels.open_hotel(
        actor=officer, organisation=organisation, code=code, rooms=rooms, is_sandbox=code == SANDBOX[0]
    )


def _station(code: str) -> Organisation:
    unit = Unit.objects.get(code=code, kind=UnitKind.STATION)
    found = Organisation.objects.filter(unit=unit).first()
    return found or Organisation.objects.create(kind=OrganisationKind.STATION, name=unit.name, unit=unit)


def _people(officer: Actor, hotel: Hotel, *, first: bool) -> Actor:
    """Open the accounts of a hotel; those of the first are the demonstration's sign-ins."""
    suffix = "" if first else hotel.code[-1]
    manager = _account(officer, hotel, f"hotel{suffix}", "钱经理", manager=True)
    return _account(manager, hotel, f"clerk{suffix}", "小周", manager=False)


def _account(actor: Actor, hotel: Hotel, username: str, name: str, *, manager: bool) -> Actor:
    user, _ = hotels.invite(actor=actor, hotel=hotel, username=username, name=name, manager=manager)
    user.set_password(demo.demo_password())
    user.must_change_password = False
    user.save()
    return user.as_actor()


def _fill(chance: Random, hotel: Hotel, clerk: Actor) -> None:
    now = clock.local(clock.now())
    for ago in range(NIGHTS, -1, -1):
        for person in chance.sample(_PEOPLE, chance.choice((0, 1, 1, 2, 3))):
            hour, minute = chance.choice((15, 18, 20, 21)), chance.randrange(60)
            came = (now - timedelta(days=ago)).replace(hour=hour, minute=minute)
            came = min(came, now - timedelta(minutes=chance.randrange(5, 180)))
            _register(chance, hotel, clerk, person, came)


def _register(
    chance: Random, hotel: Hotel, clerk: Actor, person: tuple[str, str, str, str, str], came: datetime
) -> None:
    surname, given_name, sex, birth_date, nationality = person
    late = (
        timedelta(hours=chance.choice((27, 60)))
        if chance.random() < 0.06
        else timedelta(minutes=chance.randrange(2, 50))
    )
    row = {
        "client_ref": str(UUID(int=chance.getrandbits(128), version=4)),
        "surname": surname,
        "given_name": given_name,
        "sex": sex,
        "birth_date": birth_date,
        "nationality": nationality,
        "document_type": "passport",
        "document_number": f"D{_PEOPLE.index(person):02}{birth_date[2:4]}0{sex}77",
        "visa_type": chance.choice(("L", "M", "Z", "visa_free_30")),
        "entry_date": (came - timedelta(days=chance.randrange(1, 9))).date().isoformat(),
        "stay_until": (came + timedelta(days=chance.randrange(12, 80))).date().isoformat(),
        "purpose": chance.choice(("business", "tourism", "employment")),
        "stay_date": came.isoformat(),
        "planned_leave": (came + timedelta(days=chance.randrange(1, 4))).date().isoformat(),
        "room": f"{chance.randrange(3, 10)}0{chance.randrange(1, 9)}",
    }
    if chance.random() < 0.15:
        row.pop(chance.choice(("stay_until", "entry_date", "purpose")))
    with clock.frozen(min(came + late, clock.now())):
        made = stays.report(actor=clerk, hotel=hotel, rows=[row], channel=ReportChannel.FORM)
    stay, leaves = made.outcomes[0].stay, came + timedelta(days=chance.randrange(1, 3))
    if stay is not None and leaves < clock.now():
        stays.check_out(actor=clerk, stay=stay, at=leaves)


def _sandbox(officer: Actor) -> None:
    """A hotel for the vendors of hotel programs, with a key that the demonstration prints."""
    hotel = _open(officer, *SANDBOX)
    if not HotelKey.objects.filter(hotel=hotel).exists():
        _, secret = hotels.make_key(actor=officer, hotel=hotel, name="demo")
        path = key_file()
        path.touch(mode=0o600)
        path.write_text(secret, encoding="ascii")
