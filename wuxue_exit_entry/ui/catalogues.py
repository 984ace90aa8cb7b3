"""Message catalogues without gettext binaries: collect from the sources, compile, and say what is wrong.

The message id is the final Chinese text; only English has a catalogue, and it must be complete.
"""

import io
import os
import re
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.catalog import Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

DOMAIN = "django"
SOURCES = ("wuxue_exit_entry", "appointments", "foreigners", "lodging", "liaison", "templates")
KEYWORDS: dict[str, Any] = {
    name + suffix: spec
    for name, spec in {
        "gettext": None,
        "ngettext": (1, 2),
        "pgettext": ((1, "c"), 2),
        "npgettext": ((1, "c"), 2, 3),
    }.items()
    for suffix in ("", "_lazy")
} | {"_": None, "gettext_noop": None}
PLACEHOLDER = re.compile(r"%\([a-zA-Z_]\w*\)[sd]|\{[a-zA-Z_]\w*\}")
CHINESE = re.compile("[\u3400-\u9fff]")
# Kept Chinese on purpose: names of things that a reader must recognise in the original.
KEPT_CHINESE = frozenset({"中文"})
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def root() -> Path:
    """Return the folder of the catalogues."""
    return Path(settings.LOCALE_PATHS[0])


def po_files() -> list[Path]:
    """Return every catalogue source."""
    return sorted(root().glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def compile_all() -> list[Path]:
    """Compile every catalogue whose source is newer; safe when several processes do it at once."""
    return [_compile(po) for po in po_files() if _is_stale(po)]


def _is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime


def _compile(po: Path) -> Path:
    mo = po.with_suffix(".mo")
    handle, draft = tempfile.mkstemp(dir=mo.parent, prefix=".mo-")
    with os.fdopen(handle, "wb") as out:
        write_mo(out, read(po))
    os.chmod(draft, 0o644)
    os.replace(draft, mo)
    return mo


def read(po: Path) -> Catalog:
    """Return the catalogue in `po`."""
    with po.open("rb") as source:
        return read_po(source, locale=po.parent.parent.name, domain=DOMAIN)


def template() -> Catalog:
    """Return every message that the sources mark for translation."""
    found = Catalog(project="wuxue-exit-entry", charset="utf-8", creation_date=_EPOCH, fuzzy=False)
    for path in _source_files():
        for _line, message, _comments, context in _messages(path):
            found.add(message, context=context)
    return found


def _source_files() -> Iterator[Path]:
    base = Path(settings.BASE_DIR)
    for folder in SOURCES:
        for path in sorted((base / folder).rglob("*")):
            if path.suffix in (".py", ".html", ".txt") and "migrations" not in path.parts:
                yield path


def _messages(path: Path) -> Iterator[Any]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        text = templatize(text, origin=str(path))
    return extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"})


def collect() -> dict[str, int]:
    """Bring every catalogue to the state of the sources: new ids added empty, translations kept, obsolete removed."""
    wanted = template()
    counts = {}
    for po in po_files():
        catalogue = read(po)
        catalogue.update(wanted, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        write(po, catalogue)
        counts[po.parent.parent.name] = sum(1 for m in catalogue if m.id and not _is_translated(m))
    return counts


def write(po: Path, catalogue: Catalog) -> None:
    """Write a catalogue sorted and without line numbers, so that two branches rarely touch the same lines."""
    catalogue.revision_date = catalogue.creation_date = _EPOCH
    out = io.BytesIO()
    write_po(out, catalogue, no_location=True, sort_output=True, ignore_obsolete=True, width=0)
    po.write_bytes(out.getvalue())


def problems() -> list[str]:
    """Return what is wrong with the catalogues, one sentence each; empty when they are complete."""
    wanted = template()
    return [f"{po.parent.parent.name}: {line}" for po in po_files() for line in _problems_of(read(po), wanted)]


def _problems_of(catalogue: Catalog, wanted: Catalog) -> Iterator[str]:
    for message in wanted:
        if message.id and catalogue.get(_first(message.id), message.context) is None:
            yield f"missing: {_first(message.id)!r}"
    for message in catalogue:
        if message.id:
            yield from _problems_with(message, wanted)
    yield from (f"obsolete: {_first(m.id)!r}" for m in catalogue.obsolete.values())


def _problems_with(message: Message, wanted: Catalog) -> Iterator[str]:
    name = _first(message.id)
    if wanted.get(name, message.context) is None:
        yield f"obsolete: {name!r}"
    elif message.fuzzy:
        yield f"fuzzy: {name!r}"
    elif not _is_translated(message):
        yield f"untranslated: {name!r}"
    else:
        yield from _problems_in_text(message, name)


def _problems_in_text(message: Message, name: str) -> Iterator[str]:
    wanted, forms = set(PLACEHOLDER.findall(name)), _texts(message.string)
    for text in forms:
        found = set(PLACEHOLDER.findall(text))
        singular = text is forms[0] and len(forms) > 1  # «one thing» need not print its number
        if not (found <= wanted if singular else found == wanted):
            yield f"placeholders differ: {name!r} → {text!r}"
        if CHINESE.search(text) and not any(kept in text for kept in KEPT_CHINESE):
            yield f"still Chinese: {name!r} → {text!r}"


def _is_translated(message: Message) -> bool:
    return all(_texts(message.string)) if message.string else False


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, (tuple, list)) else (value,)


def _first(value: Any) -> str:
    return str(_texts(value)[0])
