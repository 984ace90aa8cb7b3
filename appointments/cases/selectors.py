"""Reads of files; every list starts from what the actor may see."""

from datetime import datetime

from django.db.models import QuerySet

from appointments.cases.models import Case
from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.kernel.errors import NotFound


def cases_visible_to(actor: Actor) -> QuerySet[Case]:
    """Return the files of the hall for its officers, none for others."""
    if access.can(actor, Permission.CASE_READ):
        return Case.objects.select_related("service")
    return Case.objects.none()


def case_for(actor: Actor, public_id: str) -> Case:
    """Return one file that the actor may see.

    Raises NotFound.
    """
    case = cases_visible_to(actor).filter(public_id=public_id).first()
    if case is None:
        raise NotFound
    return case


def locked_case(public_id: str) -> Case:
    """Return one file, locked until the transaction ends.

    Raises NotFound.
    """
    case = Case.objects.select_for_update(of=("self",)).select_related("service").filter(public_id=public_id).first()
    if case is None:
        raise NotFound
    return case


def visits_between(actor: Actor, first: datetime, last: datetime) -> QuerySet[Case]:
    """Return the files whose visit starts in [first, last)."""
    return cases_visible_to(actor).filter(visit_at__gte=first, visit_at__lt=last)
