"""The browser floor (Chromium 86, ES2018), the weight of a first visit, and the contrast of the tokens."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"
SHEETS = sorted((STATIC / "css").glob("*.css"))
SCRIPTS = sorted((STATIC / "js").glob("*.js"))
TOO_NEW_CSS = {
    ":has()": r":has\(",
    "@container": r"@container",
    "@layer": r"@layer",
    "@import": r"@import",
    "nesting": r"[{;]\s*&",
    "color functions": r"\b(oklch|oklab|lch|lab|color-mix|light-dark)\(",
    "new viewport units": r"\d(dvh|svh|lvh|dvw|svw|dvi)\b",
    "aspect-ratio": r"aspect-ratio",
    ":is/:where": r":(is|where)\(",
    "inset": r"(^|[{;\s])inset(-\w+)?\s*:",
    "subgrid": r"subgrid",
    "accent-color": r"accent-color",
    "text-wrap": r"text-wrap",
    "media range": r"@media[^{]*[<>]",
    ":not() with a list": r":not\([^)]*,",
    "url off the site": r"url\(['\"]?(https?:)?//",
}
TOO_NEW_JS = {
    "optional chaining": r"\?\.[A-Za-z_(\[]",
    "nullish": r"\?\?",
    "logical assignment": r"(\|\||&&)=",
    "optional catch binding": r"catch\s*\{",
    "private fields": r"[.\s]#[a-z]\w*\s*[=(;]",
    "class fields": r"^\s*static\s+\w+\s*=",
    "bigint": r"\b\d+n\b",
    "numeric separators": r"\b\d+_\d",
    "import()": r"\bimport\s*\(",
    "replaceAll": r"\.replaceAll\(",
    "Array.at": r"\.at\(",
    "flat": r"\.(flat|flatMap)\(",
    "fromEntries": r"Object\.fromEntries",
    "allSettled": r"Promise\.(allSettled|any)\(",
    "eval": r"\b(eval|Function)\(",
    "inner markup": r"\.(innerHTML|outerHTML|insertAdjacentHTML)\b",
}


def without_comments(text: str) -> str:
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda p: p.name)
def test_style_sheet_stays_below_the_browser_floor(sheet: Path) -> None:
    text = without_comments(sheet.read_text(encoding="utf-8"))

    assert [name for name, pattern in TOO_NEW_CSS.items() if re.search(pattern, text, re.MULTILINE)] == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.name)
def test_script_stays_at_es2018(script: Path) -> None:
    text = re.sub(r"^\s*//.*$", "", without_comments(script.read_text(encoding="utf-8")), flags=re.MULTILINE)

    assert [name for name, pattern in TOO_NEW_JS.items() if re.search(pattern, text, re.MULTILINE)] == []


def test_scripts_are_short() -> None:
    assert sum(len(p.read_text(encoding="utf-8").splitlines()) for p in SCRIPTS) <= 700


def test_style_sheets_of_one_page_are_light() -> None:
    both = [STATIC / "css" / name for name in ("base.css", "staff.css")]

    assert sum(len(gzip.compress(p.read_bytes())) for p in both) <= 14 * 1024


@pytest.mark.parametrize(
    ("text", "ground", "least"),
    [
        ("--ink", "--wash", 7), ("--muted", "--paper", 4.5), ("--muted", "--wash", 4.5), ("--muted", "--dim", 4.5),
        ("--brand", "--paper", 4.5), ("--brand", "--wash", 4.5), ("--brand", "--brand-wash", 4.5),
        ("--danger", "--paper", 4.5), ("--danger", "--danger-wash", 4.5), ("--ok", "--paper", 4.5),
        ("--ok", "--ok-wash", 4.5), ("--warn", "--warn-wash", 4.5), ("--warn", "--paper", 4.5),
        ("--mast-ink", "--mast", 7), ("--gold", "--mast", 7), ("--border", "--paper", 3),
    ],
)  # fmt: skip
def test_token_contrast(text: str, ground: str, least: float) -> None:
    sheet = (STATIC / "css" / "base.css").read_text(encoding="utf-8")
    tokens = dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{3,6});", sheet.split("html[data-mode")[0]))

    assert contrast(tokens[text], tokens[ground]) >= least


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


TEMPLATES = sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html"))


def test_templates_hold_no_inline_style_or_script() -> None:
    inline = re.compile(r"""\sstyle\s*=|<style|\son[a-z]+\s*=\s*["']|<script(?![^>]*\bsrc=)|javascript:|hx-on|js:""")

    assert [p.name for p in TEMPLATES if inline.search(p.read_text(encoding="utf-8"))] == []


def test_templates_name_no_other_site() -> None:
    foreign = re.compile(r"""(src|href|action)\s*=\s*["'](https?:)?//""")

    assert [p.name for p in TEMPLATES if foreign.search(p.read_text(encoding="utf-8"))] == []
