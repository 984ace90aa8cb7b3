"""Exports: nothing typed by a person runs on the reader's desk, and everything can be read back."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest

from wuxue_exit_entry.ui import exports

RISKY = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "　=1", '"=1', "＝1＋1", "\x00=1", "'=1"]


@pytest.mark.parametrize("text", RISKY)
def test_formula_is_quoted_in_csv(text: str) -> None:
    data = exports.csv_bytes(["名"], [[text]]).decode("utf-8-sig")
    cell = list(csv.reader(io.StringIO(data)))[1][0]

    assert cell.startswith("'")


@pytest.mark.parametrize("text", RISKY)
def test_formula_is_text_in_xlsx(text: str) -> None:
    cell = sheet_of(exports.xlsx_bytes(["名"], [[text]]))["A2"]

    assert cell.data_type == "s"
    assert str(cell.value).startswith("'")


def test_values_keep_their_types() -> None:
    at = datetime(2026, 11, 26, 1, 30, tzinfo=UTC)
    given = [-3, Decimal("1.5"), date(2026, 11, 26), at, "421182199003070026"]
    row = sheet_of(exports.xlsx_bytes(["a"] * 5, [given]))[2]

    assert [str(c.value) for c in row] == ["-3", "1.5", "2026-11-26 00:00:00", "2026-11-26 09:30:00", given[4]]
    assert [c.data_type for c in row] == ["n", "n", "d", "d", "s"]


@pytest.mark.parametrize("text", ["a\x00b\x0bc", "\ud800", "甲" * 40000, "line\nline", "😀 عربي"])
def test_odd_text_still_gives_a_file(text: str) -> None:
    assert sheet_of(exports.xlsx_bytes(["名"], [[text]]))["A2"].value
    assert exports.csv_bytes(["名"], [[text]]).startswith(b"\xef\xbb\xbf")


def test_response_names_the_file_in_chinese() -> None:
    answer = exports.response("预约/今天", ["名"], [["甲"]], kind="csv")

    assert answer["Content-Disposition"] == "attachment; filename*=UTF-8''%E9%A2%84%E7%BA%A6/%E4%BB%8A%E5%A4%A9.csv"
    assert answer["Content-Type"] == "text/csv; charset=utf-8"


def sheet_of(data: bytes) -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
