"""The verbs of people: join a document's holder, note a lodging."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from foreigners.people import names
from foreigners.people.models import Document, Person
from wuxue_exit_entry.audit import services as audit
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.kernel import locks

DocumentKey = tuple[str, str, str, str]


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Somebody as a document shows them; without a number there is no document to join by."""

    surname: str = ""
    given_name: str = ""
    name_zh: str = ""
    sex: str = "0"
    birth_date: str = ""
    nationality: str = ""
    category: str = "foreigner"
    kind: str = ""
    number: str = ""
    key: str = ""
    issuer: str = ""
    expires_on: date | None = None

    @property
    def document_key(self) -> DocumentKey:
        """What links silently: kind, number, issuer and birth date together, never a number alone."""
        return self.key, self.kind, self.issuer, self.birth_date


@dataclass(frozen=True)
class Joined:
    """The person a holder is, and the document where there is one."""

    person: Person
    document: Document | None


@transaction.atomic(savepoint=False)
def join(*, actor: Actor, holders: Sequence[Holder]) -> list[Joined]:
    """Let every holder join the person of exactly that document, or become a person; two at once make one."""
    wanted = {holder.document_key for holder in holders if holder.number}
    locks.hold("foreigners.document:" + "|".join(key) for key in wanted)
    known = _known(wanted)
    fresh = [holder for holder in _first_of_each(holders) if holder.document_key not in known or not holder.number]
    made = _make(actor, fresh)
    known |= {key: joined for key, joined in made if key[0]}
    nameless = iter([joined for key, joined in made if not key[0]])
    return [known[holder.document_key] if holder.number else next(nameless) for holder in holders]


def note_lodging(
    *,
    person_id: int,
    where: str,
    station_id: int | None,
    since: datetime,
    until: datetime | None,
    stay_until: date | None,
) -> None:
    """Write where a person lodged last, for checklist and sweep; an older stay changes nothing."""
    person = Person.objects.filter(pk=person_id).exclude(lodged_since__gt=since)
    changes = {"lodged_at": where, "lodged_unit": station_id, "lodged_since": since, "lodged_until": until}
    person.update(**changes, **({"stay_until": stay_until} if stay_until else {}))


def _known(wanted: set[DocumentKey]) -> dict[DocumentKey, Joined]:
    if not wanted:
        return {}
    rows = Document.objects.filter(key__in={key[0] for key in wanted}).select_related("person__merged_into")
    found = {(row.key, row.kind, row.issuer, row.birth_date): row for row in rows}
    return {key: Joined(row.person.merged_into or row.person, row) for key, row in found.items() if key in wanted}


def _first_of_each(holders: Sequence[Holder]) -> list[Holder]:
    seen: set[DocumentKey] = set()
    firsts = []
    for holder in holders:
        if not holder.number or holder.document_key not in seen:
            seen.add(holder.document_key)
            firsts.append(holder)
    return firsts


def _make(actor: Actor, holders: Sequence[Holder]) -> list[tuple[DocumentKey, Joined]]:
    if not holders:
        return []
    people = bulk_create_with_history([_person(holder) for holder in holders], Person)
    pairs = list(zip(holders, people, strict=True))
    documents = [_document(holder, person) for holder, person in pairs if holder.number]
    by_person = {row.person_id: row for row in bulk_create_with_history(documents, Document)} if documents else {}
    audit.record_all(
        actor, "foreigners.person.created", [(person, None, {"nationality": person.nationality}) for person in people]
    )
    return [
        (holder.document_key if holder.number else ("", "", "", ""), Joined(person, by_person.get(person.pk)))
        for holder, person in pairs
    ]


def _person(holder: Holder) -> Person:
    return Person(
        surname=holder.surname,
        given_name=holder.given_name,
        name_zh=holder.name_zh,
        sex=holder.sex,
        birth_date=holder.birth_date,
        nationality=holder.nationality,
        category=holder.category,
        search_words=_search_words(holder),
    )


def _document(holder: Holder, person: Person) -> Document:
    return Document(
        person=person,
        kind=holder.kind,
        number=holder.number,
        key=holder.key,
        issuer=holder.issuer,
        birth_date=holder.birth_date,
        expires_on=holder.expires_on,
    )


def _search_words(holder: Holder) -> str:
    """What search finds beside the words of the name themselves: other transliterations, and no inner spaces."""
    whole = names.forms(holder.surname, holder.given_name)
    parts = [names.forms(part) for part in (holder.surname, holder.given_name) if part]
    found = [*whole.tokens, *whole.plain_tokens, whole.spaceless, *(part.spaceless for part in parts)]
    return " ".join(dict.fromkeys(found))
