"""What the pages of people show."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from foreigners.people import document_kinds, fragments, selectors
from foreigners.people.fragments import Fragment
from foreigners.people.models import Person
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.kernel import countries
from wuxue_exit_entry.privacy import masks
from wuxue_exit_entry.ui import history
from wuxue_exit_entry.ui.history import Field, Version

_PER_PAGE = 50
_SHOWN = {
    "surname": Field("英文姓"),
    "given_name": Field("英文名"),
    "name_zh": Field("中文姓名"),
    "former_names": Field("曾用名"),
    "birth_date": Field("出生日期"),
    "nationality": Field("国籍（地区）"),
    "phone": Field("在华电话", masks.mask_phone),
    "notes": Field("备注"),
}


@dataclass(frozen=True)
class Row:
    """One person of the list."""

    person: Person
    country: str


@dataclass(frozen=True)
class Listed:
    """The list and what was asked for."""

    rows: list[Row]
    page: Page[Person]
    typed: str


@dataclass(frozen=True)
class Detail:
    """One person: facts, documents as they are shown, versions, and what other apps add."""

    person: Person
    country: str
    documents: list[tuple[str, str, str]]
    versions: list[Version]
    fragments: list[Fragment]


def listed(actor: Actor, typed: str, page_number: str | None) -> Listed:
    """Return the people that `actor` may see, by search."""
    page = Paginator(selectors.search(actor, typed), _PER_PAGE).get_page(page_number)
    return Listed([Row(person, _country(person)) for person in page], page, typed)


def detail(actor: Actor, public_id: str) -> Detail:
    """Return one person.

    Raises NotFound.
    """
    person = selectors.person_named(actor, public_id)
    kinds = document_kinds.document_kinds()
    documents = [
        (
            str(kinds[one.kind].label) if one.kind in kinds else "证件",
            masks.mask_number(one.number),
            one.expires_on.isoformat() if one.expires_on else "",
        )
        for one in person.documents.all()
    ]
    versions = history.versions(list(person.history.all()), _SHOWN)
    return Detail(person, _country(person), documents, versions, fragments.of(actor))


def _country(person: Person) -> str:
    row = countries.table().get(person.nationality)
    return row.zh if row else ""
