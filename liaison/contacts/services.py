"""The verbs of contacts: add and change organisations and people, say of two whether they are the same."""

from typing import Any

from django.db import transaction

from liaison.contacts import names
from liaison.contacts.models import Contact, LooksAlike, Organisation
from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.kernel import constraints, identity
from wuxue_exit_entry.kernel.errors import BusinessError

FIELDS = ("kind", "name", "name_en", "initials", "credit_code", "address", "station", "language", "notes", "is_active")
constraints.register(
    "liaison_organisation_credit_code", "credit_code_taken", "这个统一社会信用代码已经登记过。", field="credit_code"
)
constraints.register("liaison_contact_reachable", "contact_unreachable", "电话和邮箱至少填一个。", field="phone")


@transaction.atomic
def save_organisation(*, actor: Actor, organisation: Organisation | None = None, **given: Any) -> Organisation:
    """Add an organisation or change one; the initials are proposed, never forced.

    Raises NotPermitted, BusinessError(credit_code_taken).
    """
    access.require(actor, Permission.CONTACTS_EDIT)
    one = organisation or Organisation()
    before = _shown(one) if organisation else None
    for name in given.keys() & set(FIELDS):
        setattr(one, name, given[name])
    one.initials = one.initials.upper() or names.initials(one.name)
    with constraints.translated():
        one.save()
    verb = "liaison.organisation.changed" if organisation else "liaison.organisation.added"
    audit.record(actor, verb, one, before=before, after=_shown(one))
    return one


@transaction.atomic
def save_contact(*, actor: Actor, organisation: Organisation, contact: Contact | None = None, **given: Any) -> Contact:
    """Add somebody to reach or change them; a phone is kept as it is looked up.

    Raises NotPermitted, BusinessError(contact_unreachable, phone_…).
    """
    access.require(actor, Permission.CONTACTS_EDIT)
    one = contact or Contact(organisation=organisation)
    for name, value in given.items():
        setattr(one, name, value)
    one.phone = _phone(one.phone)
    one.initials = names.initials(one.name)
    with constraints.translated():
        one.save()
    audit.record(actor, "liaison.contact.changed" if contact else "liaison.contact.added", one)
    return one


@transaction.atomic
def say_alike(*, actor: Actor, organisation: Organisation, other: Organisation, is_same: bool) -> Organisation:
    """Remember what a person says of two; the same ones become one, the later record pointing at the one that stays.

    Raises NotPermitted, BusinessError(both_tenants).
    """
    access.require(actor, Permission.CONTACTS_EDIT)
    first, second = sorted((organisation, other), key=lambda one: one.pk)
    LooksAlike.objects.update_or_create(
        first=first, second=second, defaults={"is_same": is_same, "decided_by_id": actor.staff_id}
    )
    audit.record(
        actor, "liaison.organisation.compared", organisation, after={"other": other.public_id, "same": is_same}
    )
    if is_same:
        _merge(other, into=organisation)
    return organisation


def _merge(one: Organisation, *, into: Organisation) -> None:
    if one.unit_id is not None:
        raise BusinessError("both_tenants", "已开通的宾馆和派出所不能并入别的单位，请从另一条并入它。")
    Contact.objects.filter(organisation=one).update(organisation=into)
    one.merged_into, one.is_active = into, False
    one.save()


def _phone(typed: str) -> str:
    if not typed:
        return ""
    try:
        return identity.clean_phone(typed).number
    except identity.IdentityProblem as problem:
        raise BusinessError(problem.code, "电话看不懂：手机 11 位，座机带区号。", "phone", status=400) from problem


def _shown(one: Organisation) -> dict[str, Any]:
    values = {name: getattr(one, name) for name in FIELDS if name != "station"}
    return values | {"station": one.station.name if one.station else ""}
