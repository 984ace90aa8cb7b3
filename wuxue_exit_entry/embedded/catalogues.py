"""Compile message catalogues without the gettext programs."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from wuxue_exit_entry.embedded import layout


def compile_all(folder: Path = layout.BASE_DIR / "locale") -> list[Path]:
    """Write every `.mo` that is older than its `.po` and return those written."""
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            _compile(source, target)
            written.append(target)
    return written


def _compile(source: Path, target: Path) -> None:
    with source.open("rb") as text:
        catalogue = read_po(text, locale=source.parent.parent.name)
    draft = target.with_suffix(".tmp")
    with draft.open("wb") as binary:
        write_mo(binary, catalogue)
    draft.replace(target)


if __name__ == "__main__":
    compile_all()
