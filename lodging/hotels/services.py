"""The verbs of a hotel: open it, invite and remove its people, make, rotate and revoke its keys, call for help."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from liaison.contacts.enums import OrganisationKind
from liaison.contacts.models import Organisation
from lodging.hotels import messages
from lodging.hotels.models import Hotel, HotelKey
from wuxue_exit_entry.accounts import access, rules
from wuxue_exit_entry.accounts.enums import UnitKind
from wuxue_exit_entry.accounts.models import Unit, User
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.kernel import clock, constraints
from wuxue_exit_entry.kernel.errors import BusinessError, NotFound
from wuxue_exit_entry.messaging import services as messaging

MANAGER, CLERK = "hotel_manager", "hotel_clerk"
OVERLAP = timedelta(days=7)  # a key that was rotated works on for so long
constraints.register("lodging_hotel_code_key", "hotel_code_taken", "这个登记单位代码已经有宾馆用了。", field="code")
constraints.register("lodging_hotel_organisation_id_key", "hotel_open", "这个单位已经开通。", field="organisation")


@transaction.atomic
def open_hotel(
    *, actor: Actor, organisation: Organisation, code: str, rooms: int = 0, is_sandbox: bool = False
) -> Hotel:
    """Open a hotel: its organisation gets a unit of its own, the tenant.

    Raises NotPermitted, BusinessError(not_a_hotel, hotel_code_taken, hotel_open).
    """
    access.require(actor, Permission.HOTEL_OPEN)
    if organisation.kind != OrganisationKind.HOTEL:
        raise BusinessError("not_a_hotel", "这个单位不是宾馆。", "organisation")
    parent = organisation.station.unit if organisation.station else None
    with constraints.translated():
        unit = Unit.objects.create(
            code=f"hotel-{code}", name=organisation.name[:60], kind=UnitKind.HOTEL, parent=parent
        )
        organisation.unit = unit
        organisation.save()
        hotel = Hotel.objects.create(
            organisation=organisation, unit=unit, code=code, rooms=rooms, is_sandbox=is_sandbox
        )
    audit.record(actor, "lodging.hotel.opened", hotel, after={"code": code, "name": organisation.name})
    return hotel


@transaction.atomic
def invite(
    *, actor: Actor, hotel: Hotel, username: str, name: str, phone: str = "", manager: bool = False
) -> tuple[User, str]:
    """Open an account at a hotel and return it with its first password: officers invite managers, managers clerks.

    Raises NotPermitted, BusinessError(username_taken).
    """
    _require_manager(actor, hotel) if not manager else access.require(actor, Permission.HOTEL_OPEN)
    password = rules.new_temporary_password()
    role = MANAGER if manager else CLERK
    with constraints.translated():
        user = User.objects.create_user(
            username, password, name=name, phone=phone, unit=hotel.unit, roles=[role], must_change_password=True
        )
    audit.record(actor, "lodging.hotel.person_invited", user, after={"hotel": hotel.code, "role": role})
    return user, password


@transaction.atomic
def remove_person(*, actor: Actor, hotel: Hotel, username: str) -> User:
    """Close the account of a clerk; what they registered stays.

    Raises NotPermitted, NotFound, BusinessError(own_account).
    """
    _require_manager(actor, hotel)
    user = User.objects.select_for_update().filter(username=username, unit=hotel.unit).first()
    if user is None:
        raise NotFound
    if user.pk == actor.user_id:
        raise BusinessError("own_account", _("不能停用自己的账号。"))
    user.is_active = False
    user.session_epoch += 1
    user.save()
    audit.record(actor, "lodging.hotel.person_removed", user, after={"hotel": hotel.code})
    return user


@transaction.atomic
def make_key(*, actor: Actor, hotel: Hotel, name: str) -> tuple[HotelKey, str]:
    """Make a key for a program and return it with its secret, which nobody sees again."""
    _require_manager(actor, hotel)
    key = HotelKey(name=name[:50], hotel=hotel, made_by_id=actor.staff_id)
    secret = HotelKey.objects.assign_key(key)
    key.save()
    audit.record(actor, "lodging.hotel.key_made", key, after={"hotel": hotel.code, "name": name})
    return key, secret


@transaction.atomic
def rotate_key(*, actor: Actor, hotel: Hotel, public_id: str) -> tuple[HotelKey, str]:
    """Make a successor; the old key works on for a week."""
    old = _locked_key(actor, hotel, public_id)
    key, secret = make_key(actor=actor, hotel=hotel, name=old.name)
    old.replaced_by = key
    old.expiry_date = clock.now() + OVERLAP
    old.save()
    audit.record(actor, "lodging.hotel.key_rotated", old, after={"hotel": hotel.code})
    return key, secret


@transaction.atomic
def revoke_key(*, actor: Actor, hotel: Hotel, public_id: str) -> HotelKey:
    """End a key at once; revoking it again changes nothing."""
    key = _locked_key(actor, hotel, public_id)
    if key.revoked_at is None:
        key.revoked, key.revoked_at = True, clock.now()
        key.save()
        audit.record(actor, "lodging.hotel.key_revoked", key, after={"hotel": hotel.code})
    return key


@transaction.atomic
def call_for_help(*, actor: Actor, hotel: Hotel, what: str = "") -> None:
    """Ring whoever is on duty; pressing again while it is open rings nobody twice."""
    access.require(actor, Permission.DESK_REGISTER)
    text = f"宾馆求助：{hotel.organisation.name}（{actor.name}）{what.strip()[:100]}"
    messaging.alarm(messages.help_key(hotel.code), text, about=hotel)
    audit.record(actor, "lodging.hotel.help_called", hotel, reason=what)


def _locked_key(actor: Actor, hotel: Hotel, public_id: str) -> HotelKey:
    _require_manager(actor, hotel)
    key = HotelKey.objects.select_for_update().filter(hotel=hotel, public_id=public_id).first()
    if key is None:
        raise NotFound
    return key


def _require_manager(actor: Actor, hotel: Hotel) -> None:
    """Let the hotel's own manager through, and officers who may open hotels."""
    if actor.is_tenant and actor.unit_id != hotel.unit_id:
        raise NotFound
    access.require(actor, Permission.DESK_MANAGE if actor.is_tenant else Permission.HOTEL_OPEN)
