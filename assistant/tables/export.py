"""A table as a file for Excel: CSV or XLSX, with cells that can't be taken for formulas."""

import csv
import io
from collections.abc import Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from assistant.tables.table import Column, Row, Table
from ingest.vietnamese import fold

CSV_TYPE = "text/csv;charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A cell that begins with one of these is run by spreadsheet programs.
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")
_LONGEST_CELL = 32_767  # characters, Excel's limit
_HEAD = PatternFill("solid", start_color="FF9B1C1C")
_LINE = Border(bottom=Side(style="thin", color="FFDEDAD0"))


def csv_bytes(table: Table, rows: Sequence[Row]) -> bytes:
    """The rows as CSV in UTF-8 with a byte order mark, by which Excel knows the encoding.

    A cell that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["STT", *(column.label for column in table.columns)])
    for number, row in enumerate(rows, 1):
        writer.writerow([number, *(harmless(cell_text(row, column)) for column in table.columns)])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def xlsx_bytes(table: Table, rows: Sequence[Row]) -> bytes:
    """The rows as a workbook: a frozen head, wrapped text, set widths, every cell a text."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = table.title[:31]
    labels = ["STT", *(column.label for column in table.columns)]
    for position, (label, width) in enumerate(
        zip(labels, [6, *(c.width for c in table.columns)], strict=True), 1
    ):
        head = sheet.cell(1, position, label)
        head.font, head.fill = Font(bold=True, color="FFFFFFFF"), _HEAD
        head.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(position)].width = width
    for number, row in enumerate(rows, 1):
        first = sheet.cell(number + 1, 1, number)
        first.alignment, first.border = Alignment(vertical="top"), _LINE
        for position, column in enumerate(table.columns, 2):
            cell = sheet.cell(number + 1, position)
            _set_text(cell, cell_text(row, column))
            cell.alignment, cell.border = Alignment(wrap_text=True, vertical="top"), _LINE
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(labels))}{len(rows) + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def file_name(table: Table, ending: str, today: date | None = None) -> str:
    """A name that says what and when: "bang-nhiem-vu-2026-11-24.xlsx"."""
    return f"{fold(table.name)}-{(today or date.today()).isoformat()}.{ending}"


def harmless(text: str) -> str:
    """``text``, or where a spreadsheet would run it as a formula, with an apostrophe before it."""
    return f"'{text}" if text.startswith(_RUNS) else text


def cell_text(row: Row, column: Column) -> str:
    """What a file says in a cell: in one line, for the line breaks of a scan are no part of what it says."""
    return " ".join(ILLEGAL_CHARACTERS_RE.sub("", row.cells.get(column.key, "")).split())


def _set_text(cell: Cell | MergedCell, text: str) -> None:
    if not text:
        return
    # As a string, whatever it begins with; the quote prefix keeps it one when it is edited.
    cell.value = text[:_LONGEST_CELL]
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(_RUNS)
