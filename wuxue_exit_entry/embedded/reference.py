"""Reference data that every database of ours holds: published days, units, the catalogue of services."""

from importlib import import_module
from importlib.util import find_spec

LOADERS = [
    ("wuxue_exit_entry.workdays.services", "load_official_days"),
    ("wuxue_exit_entry.accounts.services", "load_units"),
    ("wuxue_exit_entry.messaging.selectors", "policy"),  # makes its one row, so that no page has to
    ("appointments.catalogue.services", "load_catalogue"),
    ("appointments.booking.reference", "load_hall"),
]


def load() -> list[str]:
    """Run every loader and return their names; each is harmless when run again."""
    done = []
    for module, function in LOADERS:
        if find_spec(module) and (loader := getattr(import_module(module), function, None)):
            loader()
            done.append(function)
    return done
