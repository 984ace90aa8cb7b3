"""Files for spreadsheets: nothing that a person typed may run as a formula on the reader's desk."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from wuxue_exit_entry.kernel import clock

# OWASP, CSV injection: also behind leading blanks and quotes, and in the full-width forms that Excel folds.
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00", "＝", "＋", "－", "＠")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_CELL = 32767

Rows = Iterable[Sequence[Any]]


def safe_text(value: Any) -> str:
    """Return `value` as text that no spreadsheet takes for a formula: a quote in front, NUL removed."""
    text = str(value)
    bare = text.lstrip(" \u3000\ufeff'\"")
    risky = text.startswith(STARTS_FORMULA) or bare.startswith(STARTS_FORMULA)
    plain = ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"'{plain}" if risky else plain


def csv_cell(value: Any) -> str:
    """Return one cell of a CSV file: numbers and days as they are, text escaped."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float, Decimal)):
        return str(value)
    if isinstance(value, datetime):
        return f"{clock.local(value):%Y-%m-%d %H:%M:%S}"
    return value.isoformat() if isinstance(value, date) else safe_text(value)


def csv_bytes(header: Sequence[Any], rows: Rows) -> bytes:
    """Return a CSV file with the byte-order mark by which Excel knows UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow([csv_cell(h) for h in header])
    writer.writerows([csv_cell(v) for v in row] for row in rows)
    return out.getvalue().encode("utf-8-sig", "replace")


def xlsx_bytes(header: Sequence[Any], rows: Rows, *, title: str = "Sheet1") -> bytes:
    """Return a workbook of one sheet; text is typed as text, so that `=1+1` and long numbers stay what they are."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_title(title))
    sheet.freeze_panes = "A2"
    for index, name in enumerate(header, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = max(10, 2 * len(str(name)) + 4)
    sheet.append([_cell(sheet, h, bold=True) for h in header])
    for row in rows:
        sheet.append([_cell(sheet, v) for v in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet)
    if isinstance(value, datetime):
        cell.value = clock.local(value).replace(tzinfo=None)
        cell.number_format = "yyyy-mm-dd hh:mm"
    elif value is None or isinstance(value, (bool, int, float, Decimal, date)):
        cell.value = value
    else:
        cell.value = safe_text(value).encode("utf-8", "replace").decode("utf-8")[:MAX_CELL]
        cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _sheet_title(title: str) -> str:
    return "".join("_" if c in r"[]:*?/\'" else c for c in title)[:31] or "Sheet1"


def response(name: str, header: Sequence[Any], rows: Rows, *, kind: str = "xlsx") -> HttpResponse:
    """Return the file `name`.`kind` as a download; `kind` is xlsx or csv."""
    if kind == "csv":
        answer = HttpResponse(csv_bytes(header, rows), content_type="text/csv; charset=utf-8")
    else:
        answer = HttpResponse(xlsx_bytes(header, rows, title=name), content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.{kind}"
    return answer
