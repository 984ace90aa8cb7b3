"""Machine readable zones read on one core: sound ones of every form, and ones with a fault."""

import itertools
import time
from datetime import date

from wuxue_exit_entry.benchmarks import Say, Scale
from wuxue_exit_entry.kernel import mrz

AIM = 20_000
TODAY = date(2026, 10, 16)


def run(scale: Scale, say: Say) -> float:
    """Read as many zones as there are bookings to post, times ten, and return documents per second."""
    sound = _zones(scale.posts * 10)
    faulty = [zone.replace("9003071", "90O3071").replace("M", "N", 1) for zone in sound]
    figures = {name: _measured(zones) for name, zones in (("sound", sound), ("faulty", faulty))}
    for name, figure in figures.items():
        say(f"machine readable zones, {name}: {figure:,.0f} documents/s on one core (aim ≥ {AIM:,} sound)")
    return figures["sound"]


def _zones(count: int) -> list[str]:
    forms = itertools.cycle(((mrz.Form.TD3, "P"), (mrz.Form.TD3, "P"), (mrz.Form.TD1, "ID"), (mrz.Form.TD2, "ID")))
    return [
        mrz.render(
            form,
            code=code,
            issuer="KOR",
            surname="KIM",
            given_names="MIN SU",
            number=f"M{serial:08d}",
            nationality="KOR",
            birth=date(1990, 3, 7),
            sex="M",
            expiry=date(2031, 1, 1),
            optional="123",
        )
        for serial, (form, code) in enumerate(itertools.islice(forms, count))
    ]


def _measured(zones: list[str]) -> float:
    begun = time.process_time()
    for zone in zones:
        mrz.parse(zone, today=TODAY)
    return len(zones) / max(time.process_time() - begun, 1e-9)
