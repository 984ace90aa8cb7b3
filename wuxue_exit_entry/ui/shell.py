"""The frame round every page, filled by the apps above: navigation, the hall's contact data, alarms."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

Provider = Callable[[HttpRequest], Any]


@dataclass(frozen=True)
class NavItem:
    """One entry of the staff navigation; `match` lists the view-name prefixes under which it is current."""

    label: Any
    url_name: str
    permission: str = ""
    order: int = 100
    match: tuple[str, ...] = ()
    badge: Provider | None = None


@dataclass(frozen=True)
class HallContact:
    """What the frame prints of the hall; an app registers the real one under «hall»."""

    name: str = ""
    phone: str = ""
    address: str = ""
    hours: str = ""
    map_url: str = ""


@dataclass(frozen=True)
class Alarm:
    """One line of the alarm banner."""

    text: str
    url: str = ""
    since: Any = None


nav: list[NavItem] = []
_providers: dict[str, Provider] = {}
_last: dict[str, Any] = {}


def add_nav(*items: NavItem) -> None:
    """Put entries into the staff navigation; called from `AppConfig.ready`."""
    nav.extend(item for item in items if item not in nav)
    nav.sort(key=lambda item: (item.order, item.url_name))


def register(name: str, provider: Provider) -> None:
    """Let `provider(request)` fill the part `name` of the frame: «hall» → HallContact, «alarms» → list of Alarm."""
    _providers[name] = provider


def read(name: str, request: HttpRequest, default: Any = None) -> Any:
    """Return part `name` of the frame for this request, or `default` where nobody fills it."""
    provider = _providers.get(name)
    if provider is None:
        return default
    _last[name] = value = provider(request)
    return value


def last(name: str, default: Any = None) -> Any:
    """Return what `name` was when last read: for the error pages, which must not ask the database."""
    return _last.get(name, default)


def entries(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the navigation that this user may see, with the current entry marked; nobody signed in sees none."""
    if not getattr(getattr(request, "user", None), "is_authenticated", False):
        return []
    held = permissions_of(request)
    match = getattr(request, "resolver_match", None)
    here = match.view_name if match else ""
    return [_entry(item, request, here) for item in nav if not item.permission or str(item.permission) in held]


def permissions_of(request: HttpRequest) -> frozenset[str]:
    """Return the permission codes of whoever asks; empty for a request that never reached the accounts."""
    actor = getattr(request, "actor", None)
    return frozenset(str(code) for code in actor.permissions) if actor else frozenset()


def _entry(item: NavItem, request: HttpRequest, here: str) -> dict[str, Any]:
    prefixes = item.match or (item.url_name,)
    return {
        "label": item.label,
        "url": reverse(item.url_name),
        "current": any(here == p or here.startswith(f"{p}:") or here.startswith(f"{p}-") for p in prefixes),
        "badge": item.badge(request) if item.badge else None,
    }
