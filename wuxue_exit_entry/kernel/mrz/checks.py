"""Check digits of a zone: verified, and where a reader took a digit for a letter, mended."""

from collections.abc import Iterator

from wuxue_exit_entry.kernel.mrz.cleaning import Zone
from wuxue_exit_entry.kernel.mrz.layout import Form, Layout, Span, check_digit
from wuxue_exit_entry.kernel.mrz.values import Problem, Repair, Severity

_DIGIT_FOR = {"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "G": "6", "B": "8"}
_TO_DIGITS = str.maketrans(_DIGIT_FOR)
# What readers take for one another in numbers that mix letters and digits, both ways.
_PAIRS = ("O0", "I1", "B8", "S5", "Z2", "G6")
_TWINS = {pair[0]: pair[1] for pair in _PAIRS} | {pair[1]: pair[0] for pair in _PAIRS}


def verified(zone: Zone, found: list[Problem]) -> tuple[str, str, int]:
    """The text after repair, the whole document number, and how much of the optional data belongs to the number."""
    layout, text = zone
    text = _dated(text, layout, layout.birth, "birth", found)
    text = _dated(text, layout, layout.expiry, "expiry", found)
    text, number, taken = _numbered(text, layout, found)
    if layout.optional_check >= 0:
        text = _optional(text, layout, found)
    if layout.composite >= 0:
        text = _composite(text, layout, found)
    return text, number, taken


def _dated(text: str, layout: Layout, span: Span, element: str, found: list[Problem]) -> str:
    """A date and its check digit: digits or fillers, nothing else."""
    start, stop = span
    value, check = text[start:stop], text[stop]
    if check_digit(value) == check and value.isdigit():
        return text
    if check_digit(value) == check or (check == "<" and not value.strip("<")):
        found.extend(_letters(layout, text, start, stop, element))
        return text
    mended = text[start : stop + 1].translate(_TO_DIGITS)
    if check_digit(mended[:-1]) == mended[-1] and mended != text[start : stop + 1]:
        return _mended(text, start, mended, layout, element, found)
    _fails(f"check_{element}", layout, stop, element, found)
    found.extend(_letters(layout, text, start, stop, element))
    return text


def _letters(layout: Layout, text: str, start: int, stop: int, element: str) -> Iterator[Problem]:
    for index in range(start, stop):
        if text[index].isalpha():
            yield Problem("not_a_digit", Severity.ERROR, *layout.place(index), element=element)


def _numbered(text: str, layout: Layout, found: list[Problem]) -> tuple[str, str, int]:
    """The document number; what does not fit goes on in the optional data (9303-5 note j, 9303-6 note j)."""
    start, stop = layout.number
    value, check = text[start:stop], text[stop]
    if check == "<" and not layout.is_visa:
        rest = _overflow(text, layout)
        if len(rest) > 1 and (layout.form != Form.TD3 or check_digit(value + rest[:-1]) == rest[-1]):
            return _long_number(text, layout, rest, found)
    if check_digit(value) != check:
        text = _number_fails(text, layout, found)
    number = value.rstrip("<")
    if not number:
        found.append(Problem("number_empty", Severity.ERROR, *layout.place(start), element="number"))
    return text, number, 0


def _overflow(text: str, layout: Layout) -> str:
    return text[layout.optional.start : layout.optional.stop].split("<", 1)[0]


def _long_number(text: str, layout: Layout, rest: str, found: list[Problem]) -> tuple[str, str, int]:
    start, stop = layout.number
    at = layout.optional.start + len(rest) - 1
    head, tail, check = text[start:stop], rest[:-1], rest[-1]
    right = check_digit(head + tail)
    if right != check:
        if check.translate(_TO_DIGITS) == right:
            text = _mended(text, at, right, layout, "number", found)
        else:
            where = [*range(start, stop), *range(layout.optional.start, at)]
            _fails("check_number", layout, at, "number", found, _likely(head + tail, check, where, layout))
    return text, head + tail, len(rest)


def _number_fails(text: str, layout: Layout, found: list[Problem]) -> str:
    start, stop = layout.number
    value, check = text[start:stop], text[stop]
    if check.translate(_TO_DIGITS) == check_digit(value) and check != "<":
        return _mended(text, stop, check_digit(value), layout, "number", found)
    likely = _likely(value, check, list(range(start, stop)), layout)
    _fails("check_number", layout, stop, "number", found, likely)
    return text


def _optional(text: str, layout: Layout, found: list[Problem]) -> str:
    start, stop = layout.optional
    value, check = text[start:stop], text[layout.optional_check]
    if check_digit(value) == check:
        return text
    if check == "<":
        if value.strip("<"):
            place = layout.place(layout.optional_check)
            found.append(Problem("optional_unchecked", Severity.INFO, *place, element="optional"))
        return text
    if check.translate(_TO_DIGITS) == check_digit(value):
        return _mended(text, layout.optional_check, check_digit(value), layout, "optional", found)
    likely = _likely(value, check, list(range(start, stop)), layout)
    _fails("check_optional", layout, layout.optional_check, "optional", found, likely)
    return text


def _composite(text: str, layout: Layout, found: list[Problem]) -> str:
    right = check_digit("".join([text[start:stop] for start, stop in layout.composite_over]))
    check = text[layout.composite]
    if right == check:
        return text
    if check.translate(_TO_DIGITS) == right:
        return _mended(text, layout.composite, right, layout, "composite", found)
    _fails("check_composite", layout, layout.composite, "composite", found)
    return text


def _likely(value: str, check: str, where: list[int], layout: Layout) -> Repair | None:
    """The one swap of characters that readers confuse which makes the check digit pass, if there is only one."""
    fits = [
        Repair(*layout.place(where[index]), sign, _TWINS[sign])
        for index, sign in enumerate(value)
        if sign in _TWINS and check_digit(value[:index] + _TWINS[sign] + value[index + 1 :]) == check
    ]
    return fits[0] if len(fits) == 1 else None


def _fails(
    code: str, layout: Layout, index: int, element: str, found: list[Problem], repair: Repair | None = None
) -> None:
    line, position = layout.place(index)
    found.append(Problem(code, Severity.ERROR, line, position, repair=repair, element=element))


def _mended(text: str, start: int, mended: str, layout: Layout, element: str, found: list[Problem]) -> str:
    """The text with other characters from `start` on, each told."""
    for offset, sign in enumerate(mended):
        was = text[start + offset]
        if was != sign:
            line, position = layout.place(start + offset)
            figures = {"was": was, "becomes": sign}
            repair = Repair(line, position, was, sign)
            found.append(Problem("repaired", Severity.WARNING, line, position, figures, repair, element))
    return text[:start] + mended + text[start + len(mended) :]
