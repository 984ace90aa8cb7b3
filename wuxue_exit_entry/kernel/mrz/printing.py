"""From fields to the lines of a zone."""

from datetime import date

from wuxue_exit_entry.kernel.mrz.layout import LAYOUTS, Form, Layout, check_digit
from wuxue_exit_entry.kernel.mrz.letters import transliterate
from wuxue_exit_entry.kernel.mrz.values import Document


def render(
    form: Form,
    *,
    code: str,
    issuer: str,
    surname: str,
    given_names: str = "",
    number: str,
    nationality: str,
    birth: date | str,
    sex: str = "",
    expiry: date | str,
    optional: str = "",
    optional_2: str = "",
) -> str:
    """The lines of a zone with their check digits; dates may be six characters with fillers for unknown parts."""
    layout = LAYOUTS[form]
    main, check, rest = _number(number, optional, layout)
    signs = ["<"] * layout.length
    for start, width, value in (
        (0, 2, code),
        (2, 3, issuer),
        (layout.names.start, _width(layout.names), name_field(surname, given_names, _width(layout.names))),
        (layout.number.start, 9, main),
        (layout.number.stop, 1, check),
        (layout.nationality.start, 3, nationality),
        (layout.birth.start, 7, _checked(_six(birth))),
        (layout.sex, 1, sex),
        (layout.expiry.start, 7, _checked(_six(expiry))),
        (layout.optional.start, _width(layout.optional), rest),
        (layout.optional_2.start, _width(layout.optional_2), optional_2),
    ):
        signs[start : start + width] = value.ljust(width, "<")[:width]
    text = _with_totals("".join(signs), layout)
    return "\n".join(text[start : start + layout.width] for start in range(0, layout.length, layout.width))


def render_again(document: Document) -> str:
    """The zone of a document that was read."""
    return render(
        document.form,
        code=document.code,
        issuer=document.issuer,
        surname=document.surname,
        given_names=document.given_names,
        number=document.number,
        nationality=document.nationality_code,
        birth=document.birth_printed,
        sex=document.sex or "",
        expiry=document.expiry_printed,
        optional=document.optional,
        optional_2=document.optional_2,
    )


def name_field(surname: str, given_names: str, width: int) -> str:
    """Both names as printed, cut where they are too long so that the last position holds a letter (9303-4 4.2.3)."""
    first = transliterate(surname).replace(" ", "<")
    second = transliterate(given_names).replace(" ", "<")
    if not second:
        return _cut(first, width)
    first = _cut(first, width - 3) if len(first) > width - 3 else first
    return _cut(f"{first}<<{second}", width)


def _cut(names: str, width: int) -> str:
    cut = names[:width]
    while len(names) > width and cut.endswith("<"):
        longest = max(names.split("<"), key=len)
        names = names.replace(longest, longest[:-1], 1)
        cut = names[:width]
    return cut


def _number(number: str, optional: str, layout: Layout) -> tuple[str, str, str]:
    """Nine characters, their check digit and the optional data; what is longer goes on there (9303-5 note j)."""
    if len(number) <= 9 or layout.is_visa:
        main = number[:9].ljust(9, "<")
        return main, check_digit(main), optional
    return number[:9], "<", f"{number[9:]}{check_digit(number)}<{optional}"


def _with_totals(text: str, layout: Layout) -> str:
    if layout.optional_check >= 0:
        optional = text[slice(*layout.optional)]
        check = check_digit(optional) if optional.strip("<") else "<"
        text = text[: layout.optional_check] + check + text[layout.optional_check + 1 :]
    if layout.composite >= 0:
        total = check_digit("".join(text[slice(*span)] for span in layout.composite_over))
        text = text[: layout.composite] + total + text[layout.composite + 1 :]
    return text


def _checked(six: str) -> str:
    return six + check_digit(six)


def _six(day: date | str) -> str:
    return day if isinstance(day, str) else day.strftime("%y%m%d")


def _width(span: tuple[int, int]) -> int:
    return span[1] - span[0]
