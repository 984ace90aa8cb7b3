"""Reads: organisations and whom to reach there."""

from django.db.models import Count, Prefetch, Q, QuerySet

from liaison.contacts import names
from liaison.contacts.enums import OrganisationKind
from liaison.contacts.models import Contact, LooksAlike, Organisation
from wuxue_exit_entry.accounts.enums import UnitKind
from wuxue_exit_entry.accounts.models import Unit
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.kernel import identity
from wuxue_exit_entry.kernel.errors import NotFound


def organisations_visible_to(actor: Actor) -> QuerySet[Organisation]:
    """Return the organisations that `actor` may see: those of the own station, or all; people of hotels none."""
    known = Organisation.objects.filter(merged_into=None).select_related("station")
    if actor.is_tenant:
        return known.none()
    if Unit.objects.filter(pk=actor.unit_id or 0, kind=UnitKind.STATION).exists():
        return known.filter(Q(station__unit_id=actor.unit_id) | Q(unit_id=actor.unit_id))
    return known


def search(actor: Actor, *, typed: str = "", kind: str = "") -> QuerySet[Organisation]:
    """Return organisations by name, initials of the pinyin, or the phone of somebody there."""
    found = organisations_visible_to(actor).annotate(reachable=Count("contacts", filter=Q(contacts__is_active=True)))
    if kind in OrganisationKind.values:
        found = found.filter(kind=kind)
    if typed:
        wanted = Q(name__icontains=typed) | Q(name_en__icontains=typed) | Q(initials__startswith=typed.upper())
        wanted |= Q(contacts__name__contains=typed) | Q(contacts__phone=_phone(typed))
        found = found.filter(wanted).distinct()
    return found.order_by("kind", "name")


def organisation_named(actor: Actor, public_id: str) -> Organisation:
    """Return an organisation with its contacts.

    Raises NotFound.
    """
    contacts = Prefetch("contacts", Contact.objects.order_by("-is_active", "name"))
    found = organisations_visible_to(actor).prefetch_related(contacts).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def stations() -> QuerySet[Organisation]:
    """Return the police stations."""
    return Organisation.objects.filter(kind=OrganisationKind.STATION, merged_into=None).order_by("name")


def lookalikes(organisation: Organisation) -> list[Organisation]:
    """Return the organisations that may be the same and about which nobody has said anything yet."""
    others = Organisation.objects.filter(kind=organisation.kind, merged_into=None).exclude(pk=organisation.pk)
    core = names.core(organisation.name)
    phones = set(Contact.objects.filter(organisation=organisation).exclude(phone="").values_list("phone", flat=True))
    sharing = (
        set(Contact.objects.filter(phone__in=phones).values_list("organisation_id", flat=True)) if phones else set()
    )
    said = {
        pk
        for pair in LooksAlike.objects.filter(Q(first=organisation) | Q(second=organisation))
        for pk in (pair.first_id, pair.second_id)
    }
    alike = [one for one in others if one.pk in sharing or (core and names.core(one.name) == core)]
    return [one for one in alike if one.pk not in said]


def _phone(typed: str) -> str:
    try:
        return identity.clean_phone(typed).number
    except identity.IdentityProblem:
        return typed
