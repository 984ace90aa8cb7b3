"""Reads: stays, receipts, outages; every list starts from what the actor may see."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from lodging.hotels import selectors as hotels
from lodging.hotels.models import Hotel
from lodging.stays.enums import StayStatus
from lodging.stays.models import Outage, Receipt, Stay, ZeroReport
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.errors import NotFound


def stays_visible_to(actor: Actor) -> QuerySet[Stay]:
    """Return the stays that `actor` may see: of the own hotel, of the own station's, or all."""
    return Stay.objects.filter(hotel__in=hotels.hotels_visible_to(actor)).select_related("hotel__organisation")


def stay_named(actor: Actor, public_id: str) -> Stay:
    """Return a stay.

    Raises NotFound, with the same query for another hotel's as for a missing one.
    """
    stay = stays_visible_to(actor).filter(public_id=public_id).first()
    if stay is None:
        raise NotFound
    return stay


def stay_referenced(actor: Actor, client_ref: UUID) -> Stay:
    """Return the stay that the own hotel calls `client_ref`.

    Raises NotFound.
    """
    stay = stays_visible_to(actor).filter(unit_id=actor.unit_id or 0, client_ref=client_ref).first()
    if stay is None:
        raise NotFound
    return stay


def tonight(hotel: Hotel) -> QuerySet[Stay]:
    """Return who is in the house, and who came since yesterday noon and left again; the newest first."""
    since = clock.now() - timedelta(hours=36)
    current = Q(status=StayStatus.IN_HOUSE) | Q(status=StayStatus.LEFT, stay_date__gte=since)
    return Stay.objects.filter(current, hotel=hotel).order_by("-stay_date", "-pk")


def stays_of_night(hotel: Hotel, night: date) -> QuerySet[Stay]:
    """Return the stays that were not cancelled and began in the 24 hours from noon of `night` on."""
    noon = datetime.combine(night, datetime.min.time(), clock.SHANGHAI) + timedelta(hours=12)
    return Stay.objects.filter(hotel=hotel, stay_date__gte=noon, stay_date__lt=noon + timedelta(days=1)).exclude(
        status=StayStatus.CANCELLED
    )


def same_document(hotel: Hotel, number: str) -> QuerySet[Stay]:
    """Return who is in the house on the document of this number."""
    return Stay.objects.filter(hotel=hotel, document_number=number, status=StayStatus.IN_HOUSE)


def rooms_of_documents(hotel: Hotel, numbers: Iterable[str]) -> dict[str, tuple[UUID, str]]:
    """Return reference and room of those documents that are in the house."""
    rows = Stay.objects.filter(hotel=hotel, status=StayStatus.IN_HOUSE, document_number__in=set(numbers))
    return {number: (ref, room) for number, ref, room in rows.values_list("document_number", "client_ref", "room")}


def by_reference(unit_id: int, refs: Iterable[UUID]) -> dict[UUID, Stay]:
    """Return the stays that a hotel has reported under these references, locked."""
    rows = Stay.objects.select_for_update().filter(unit_id=unit_id, client_ref__in=set(refs))
    return {row.client_ref: row for row in rows}


def outages(since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
    """Return when the system could take no report; one that lasts reaches to `until`."""
    rows = Outage.objects.filter(Q(end=None) | Q(end__gt=since), start__lt=until).order_by("start")
    return [(start, end or until) for start, end in rows.values_list("start", "end")]


def receipts_visible_to(actor: Actor) -> QuerySet[Receipt]:
    """Return the receipts that `actor` may see, newest first."""
    return Receipt.objects.filter(hotel__in=hotels.hotels_visible_to(actor)).order_by("-at")


def receipt_numbered(actor: Actor, number: str) -> Receipt:
    """Return a receipt.

    Raises NotFound.
    """
    receipt = receipts_visible_to(actor).select_related("hotel__organisation").filter(number=number).first()
    if receipt is None:
        raise NotFound
    return receipt


def receipt_by_code(number: str, code: str) -> Receipt | None:
    """Return the receipt that somebody holds in the hand, for whoever has number and code."""
    return Receipt.objects.select_related("hotel__organisation").filter(number=number, code=code).first()


def zero_report(hotel: Hotel, night: date) -> ZeroReport | None:
    """Return the standing 零报告 of a night."""
    return ZeroReport.objects.filter(hotel=hotel, night=night, withdrawn_at=None).first()


def last_of_group(hotel: Hotel) -> dict[str, Any]:
    """Return what the next guest of a group most likely shares with the last one."""
    last = Stay.objects.filter(hotel=hotel).exclude(status=StayStatus.CANCELLED).order_by("-first_accepted_at").first()
    if last is None:
        return {}
    shared = ("entry_date", "entry_port", "visa_type", "stay_until", "purpose", "planned_leave", "group", "received_by")
    return {name: getattr(last, name) for name in shared} | {"document_type": last.document_type}
