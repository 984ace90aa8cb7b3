"""From pasted or scanned text to the lines of a zone."""

import re
import unicodedata
from typing import NamedTuple

from wuxue_exit_entry.kernel.mrz.layout import LAYOUTS, Form, Layout, layout_for
from wuxue_exit_entry.kernel.mrz.values import Problem, Severity

LONGEST_TEXT = 4000
_CLEAN = re.compile(r"[A-Z0-9<\n]*")
_LIKE_FILLER = dict.fromkeys("\u2039\u3008\u2329\u276e\u02c2\u1438\uff1c", "<")
_LIKE_TWO_FILLERS = dict.fromkeys("\u00ab\u226a\u300a", "<<")
# Cyrillic and Greek capitals that are drawn like Latin ones.
_LOOK_ALIKE = str.maketrans(
    dict(zip("АВЕКМНОРСТУХІЈЅԚԜ", "ABEKMHOPCTYXIJSQW", strict=True))
    | dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True))
)
# Three or more K in a row, or two that stand alone between fillers, are no name: a reader takes the filler for K.
_K_RUN = re.compile(r"K{3,}|(?<=<)KK(?=<|$)", re.MULTILINE)
_BIRTH = slice(13, 19)  # in the second of two lines
_SHORTEST_LINE = 28
_SHORTEST_NAME_LINE = 8


class Zone(NamedTuple):
    """The lines put one after the other, in the alphabet of the zone."""

    layout: Layout
    text: str


def zone_of(text: str, found: list[Problem]) -> Zone | None:
    """The zone in a text, or none; what was mended or is missing is put to `found`."""
    lines = [line for line in _plain(text[:LONGEST_TEXT], found).split("\n") if line]
    zone = _exact(lines, found) or _elsewhere(lines, found)
    if zone is None:
        found.append(_why_none(lines))
        return None
    return Zone(zone.layout, _without_strange_signs(zone, found))


def _elsewhere(lines: list[str], found: list[Problem]) -> Zone | None:
    """The zone among other lines of a page, with fillers missing, or broken in odd places."""
    like = _mrz_like(lines)
    return _exact(like, found) or _adjusted(like, found) or _joined(like) or _joined(lines)


def _plain(text: str, found: list[Problem]) -> str:
    """Capitals, half width, fillers for what looks like one; no spaces, nothing invisible."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not _CLEAN.fullmatch(text):
        text = _folded(text, found)
    if "KK" in text:
        mended = _K_RUN.sub(lambda run: "<" * len(run[0]), text)
        if mended != text:
            found.append(Problem("filler_k", Severity.WARNING, element="name"))
            text = mended
    return text


def _folded(text: str, found: list[Problem]) -> str:
    text = text.replace("&lt;", "<").replace("\u2028", "\n").replace("\v", "\n").replace("\f", "\n")
    text = unicodedata.normalize("NFKC", "".join(_LIKE_FILLER.get(sign, sign) for sign in text)).upper()
    text = "".join(sign for sign in text if sign == "\n" or not _is_nothing(sign))
    folded = text.translate(_LOOK_ALIKE)
    if folded != text:
        found.append(Problem("look_alike", Severity.WARNING))
    return _with_double_fillers(folded)


def _is_nothing(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"}


def _with_double_fillers(text: str) -> str:
    """« is two fillers read as one sign, in other readers one; the reading that fits a form is right."""
    if not any(sign in text for sign in _LIKE_TWO_FILLERS):
        return text
    two, one = (
        "\n".join("".join(fillers if sign in _LIKE_TWO_FILLERS else sign for sign in line) for line in text.split("\n"))
        for fillers in ("<<", "<")
    )
    return one if _exact([line for line in one.split("\n") if line]) else two


def _exact(lines: list[str], found: list[Problem] | None = None) -> Zone | None:
    """Lines of the right number and width, or all of them in one; both lines may be in each other's place."""
    if len(lines) == 1:
        return _joined(lines)
    if len({len(line) for line in lines}) != 1:
        return None
    if len(lines) == 2 and _are_swapped(*lines) and found is not None:
        found.append(Problem("lines_swapped", Severity.INFO))
        lines = [lines[1], lines[0]]
    layout = layout_for(len(lines), len(lines[0]), lines[0][0])
    return Zone(layout, "".join(lines)) if layout else None


def _are_swapped(first: str, second: str) -> bool:
    return first[_BIRTH].isdigit() and not second[_BIRTH].isdigit() and second[:1].isalpha()


def _joined(lines: list[str]) -> Zone | None:
    joined = "".join(lines)
    for count, width in ((2, 44), (2, 36), (3, 30)):
        if len(joined) == count * width:
            layout = layout_for(count, width, joined[0])
            return Zone(layout, joined) if layout else None
    return None


def _mrz_like(lines: list[str]) -> list[str]:
    """The lines of a page that look like a zone: with a filler, or long with many digits."""
    like = [line for line in lines if "<" in line or (len(line) >= _SHORTEST_LINE and _digits(line) > len(line) // 3)]
    return [line for line in like if len(line) >= _SHORTEST_NAME_LINE]


def _digits(line: str) -> int:
    return sum(sign.isdigit() for sign in line)


def _adjusted(lines: list[str], found: list[Problem]) -> Zone | None:
    """Lines with too few or too many fillers at their ends."""
    swapped = len(lines) == 2 and _are_swapped(*lines)
    lines = [lines[1], lines[0]] if swapped else lines
    layout = _nearest(lines)
    if layout is None:
        return None
    mended = [Problem("lines_swapped", Severity.INFO)] if swapped else []
    fitted = [_fitted(line, number, layout, mended) for number, line in enumerate(lines, 1)]
    if None in fitted:
        return None
    found.extend(mended)
    return Zone(layout, "".join(line or "" for line in fitted))


def _nearest(lines: list[str]) -> Layout | None:
    """The form by the line that holds the digits, which is full to its end; three lines are a card."""
    if len(lines) == 3:
        return LAYOUTS[Form.TD1]
    if len(lines) != 2:
        return None
    return layout_for(2, 44 if len(lines[1]) > 40 else 36, lines[0][0])


def _fitted(line: str, number: int, layout: Layout, found: list[Problem]) -> str | None:
    """The line with fillers added or taken away at its end; none when letters would go."""
    width = layout.width
    if len(line) == width:
        return line
    is_open = number == layout.lines if layout.lines == 3 else number == 1
    if len(line) < width:
        fitted = line + "<" * (width - len(line)) if is_open else None
    else:
        fitted = line[:width] if is_open and not line[width:].strip("<") else None
    if fitted is not None:
        found.append(Problem("fillers_adjusted", Severity.WARNING, number, 0, {"width": width}, element="name"))
    return fitted


def _why_none(lines: list[str]) -> Problem:
    if not lines:
        return Problem("empty", Severity.ERROR)
    like = _mrz_like(lines) or lines
    if len(like) == 1 and len(like[0]) in {30, 36, 44}:
        return Problem("line_missing", Severity.ERROR)
    if len(like) == 2 and {len(line) for line in like} == {30}:
        return Problem("line_missing", Severity.ERROR)
    return Problem("length", Severity.ERROR, figures={"found": "+".join(str(len(line)) for line in like[:6])})


def _without_strange_signs(zone: Zone, found: list[Problem]) -> str:
    if _CLEAN.fullmatch(zone.text):
        return zone.text
    signs = list(zone.text)
    for index, sign in enumerate(signs):
        if not _CLEAN.fullmatch(sign):
            line, position = zone.layout.place(index)
            found.append(Problem("sign", Severity.ERROR, line, position, {"sign": sign}))
            signs[index] = "<"
    return "".join(signs)
