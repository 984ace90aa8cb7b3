"""Reads: people, found by name in any order, number or phone."""

import re
import unicodedata

from django.contrib.postgres.search import SearchQuery
from django.db.models import Prefetch, Q, QuerySet

from foreigners.people.models import Document, Person
from wuxue_exit_entry.accounts.enums import UnitKind
from wuxue_exit_entry.accounts.models import Unit
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.kernel import identity
from wuxue_exit_entry.kernel.errors import NotFound
from wuxue_exit_entry.kernel.text import compact

_WORD = re.compile(r"\w+")


def people_visible_to(actor: Actor) -> QuerySet[Person]:
    """Return the people that `actor` may see: those who lodged last in the own station's area, or all."""
    known = Person.objects.filter(merged_into=None)
    if actor.is_tenant:
        return known.none()
    if Unit.objects.filter(pk=actor.unit_id or 0, kind=UnitKind.STATION).exists():
        return known.filter(lodged_unit=actor.unit_id)
    return known


def search(actor: Actor, typed: str) -> QuerySet[Person]:
    """Return people by the beginnings of their names in any order, by a whole number, or by phone."""
    seen = people_visible_to(actor)
    words = _WORD.findall(_without_accents(typed.lower()))
    if not words:
        return seen.order_by("-lodged_since", "-pk")
    number = compact(typed, set())
    by_number = Q(documents__number=number) | Q(documents__key=number) | Q(phone=_phone(typed))
    by_name = Q(search=SearchQuery(" & ".join(f"{word}:*" for word in words), search_type="raw", config="simple"))
    return seen.filter(by_name | by_number).distinct().order_by("surname", "given_name", "pk")


def person_named(actor: Actor, public_id: str) -> Person:
    """Return a person with the documents.

    Raises NotFound.
    """
    documents = Prefetch("documents", Document.objects.order_by("-added_at"))
    person = people_visible_to(actor).prefetch_related(documents).filter(public_id=public_id).first()
    if person is None:
        raise NotFound
    return person


def _without_accents(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def _phone(typed: str) -> str:
    try:
        return identity.clean_phone(typed).number
    except identity.IdentityProblem:
        return typed
