"""Shared data sources behind one port. Until the real interfaces are there, a simulator answers as its row says."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from appointments.catalogue import selectors, services
from appointments.catalogue.enums import SimulatedOutcome
from wuxue_exit_entry.kernel import clock


@dataclass(frozen=True)
class Receipt:
    """What a source answered and when; the number proves the query to whoever asks later."""

    source: str
    at: datetime
    outcome: SimulatedOutcome
    receipt_no: str

    @property
    def found(self) -> bool:
        """Whether the source knows what was asked for."""
        return self.outcome == SimulatedOutcome.FOUND


class DataSourcePort(Protocol):
    """What every source can be asked; a source that cannot be reached answers DOWN and never raises."""

    @property
    def code(self) -> str:
        """Which source it is."""
        ...

    def query(self, number: str, *, about: str = "") -> Receipt:
        """Ask for the person with this identity number."""
        ...


@dataclass(frozen=True)
class Simulator:
    """Answers as its row in the catalogue is set; a source that is marked down answers DOWN."""

    code: str
    outcome: SimulatedOutcome

    def query(self, number: str, *, about: str = "") -> Receipt:
        """Answer at once; the receipt number tells nothing of the identity number."""
        at = clock.now()
        drawn = hashlib.blake2s(f"{self.code}:{about}:{at.isoformat()}".encode(), digest_size=5).hexdigest()
        return Receipt(self.code, at, self.outcome, f"SIM-{self.code}-{drawn}")


_real: dict[str, Callable[[], DataSourcePort]] = {}


def connect(code: str, make: Callable[[], DataSourcePort]) -> None:
    """Put a real interface in the place of the simulator."""
    _real[code] = make


def ports() -> dict[str, DataSourcePort]:
    """Every source by code, read once for a whole run."""
    return {
        row.code: _real[row.code]()
        if row.code in _real
        else Simulator(row.code, SimulatedOutcome(row.simulated) if row.is_up else SimulatedOutcome.DOWN)
        for row in selectors.data_sources()
    }


def query_all(
    codes: Iterable[str], number: str, *, about: str = "", known: Mapping[str, DataSourcePort] | None = None
) -> dict[str, Receipt]:
    """Ask several sources for one person; unknown codes are left out."""
    found = known if known is not None else ports()
    return {code: found[code].query(number, about=about) for code in codes if code in found}


def note(receipts: Iterable[Receipt]) -> None:
    """Keep in the catalogue which sources answered and which are down, once per source and run."""
    latest = {receipt.source: receipt for receipt in receipts}
    for receipt in latest.values():
        services.note_source(receipt.source, at=receipt.at, is_up=receipt.outcome != SimulatedOutcome.DOWN)
