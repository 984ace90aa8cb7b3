"""Asks the shared data sources that a checklist leans on, and keeps their receipts."""

from collections.abc import Iterator

from appointments.booking.models import BookedItem
from appointments.catalogue import sources
from appointments.catalogue.rules import Checklist
from appointments.catalogue.sources import Receipt
from appointments.sweep.checks import old_document, photo

_ASKED_FOR = {old_document.MATERIAL: old_document.SOURCE, photo.MATERIAL: photo.SOURCE}


class Outside:
    """The sources as they are for a whole run; what each answered last is noted at its end."""

    def __init__(self) -> None:
        self._ports = sources.ports()
        self._last: dict[str, Receipt] = {}

    def ask(self, item: BookedItem, checklist: Checklist) -> dict[str, Receipt]:
        """Return the receipt of each source that the item's papers can come from."""
        about = f"{item.booking.code}:{item.service.code}"
        codes = sorted(set(_needed(checklist)))
        receipts = sources.query_all(codes, item.person.number, about=about, known=self._ports)
        self._last |= receipts
        return receipts

    def note(self) -> None:
        """Keep in the catalogue which sources answered and which are down."""
        sources.note(self._last.values())


def _needed(checklist: Checklist) -> Iterator[str]:
    for paper in (*checklist.shared, *checklist.asked_because_source_down):
        if paper.source:
            yield paper.source.code
    for paper in (*checklist.bring, *checklist.hall_makes):
        if paper.code in _ASKED_FOR:
            yield _ASKED_FOR[paper.code]
