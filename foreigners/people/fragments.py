"""What higher apps know of a person: each registers the address of a fragment, and the person's page includes it."""

from dataclasses import dataclass

from wuxue_exit_entry.audit.actors import Actor


@dataclass(frozen=True)
class Fragment:
    """A part of the person's page that another app serves at `url_name` with the person's public id."""

    label: str
    url_name: str
    permission: str


_fragments: list[Fragment] = []


def add(fragment: Fragment) -> None:
    """Register a fragment; called from `AppConfig.ready`."""
    if fragment not in _fragments:
        _fragments.append(fragment)


def of(actor: Actor) -> list[Fragment]:
    """Return the fragments that `actor` may see."""
    return [fragment for fragment in _fragments if fragment.permission in actor.permissions]
