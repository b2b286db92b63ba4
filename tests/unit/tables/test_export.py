"""Files of tables: read back as Excel reads them, and nothing in them runs."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from assistant.tables.export import csv_bytes, file_name, harmless, xlsx_bytes
from assistant.tables.table import Column, Row, Table
from tests.unit.tables.builders import table


def test_csv_has_a_byte_order_mark_and_harmless_cells() -> None:
    made = csv_bytes(table(), table().rows)
    assert made.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(made.decode("utf-8-sig"))))
    assert rows[0] == ["STT", "Cơ quan", "Vai trò", "Nhiệm vụ", "Nơi ghi", "Văn bản"]
    assert rows[1][:4] == ["1", "Sở Y tế", "Thực hiện", "lập kế hoạch."]
    assert rows[3][1] == "'=Đơn vị"
    assert rows[3][3].startswith("'=SUM")


def test_xlsx_has_a_frozen_head_widths_and_wrapped_text_cells() -> None:
    sheet = load_workbook(io.BytesIO(xlsx_bytes(table(), table().rows))).active
    assert sheet.freeze_panes == "A2"
    assert [cell.value for cell in sheet[1]] == [
        "STT",
        "Cơ quan",
        "Vai trò",
        "Nhiệm vụ",
        "Nơi ghi",
        "Văn bản",
    ]
    assert sheet.column_dimensions["D"].width == 80
    assert sheet["D2"].alignment.wrap_text
    assert sheet["B4"].value == "=Đơn vị"
    assert {cell.data_type for row in sheet.iter_rows(min_row=2, min_col=2) for cell in row} == {"s"}
    assert sheet["B4"].quotePrefix
    assert sheet.max_row == 4


def test_no_rows_give_a_file_with_a_head() -> None:
    assert load_workbook(io.BytesIO(xlsx_bytes(table(), ()))).active.max_row == 1
    assert csv_bytes(table(), ()).count(b"\r\n") == 1


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM", "\t=1", "\r=1"])
def test_what_would_run_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert harmless(f"a{text}") == f"a{text}"


@given(st.text(max_size=60))
def test_any_text_makes_readable_files(text: str) -> None:
    made = Table("t", "T", (Column("a", "A", 10),), (Row({"a": text}, ()),))
    sheet = load_workbook(io.BytesIO(xlsx_bytes(made, made.rows))).active
    assert sheet["B2"].data_type in ("s", "n")  # "n" is an empty cell
    csv_bytes(made, made.rows).decode("utf-8-sig")


def test_the_name_says_what_and_when() -> None:
    assert file_name(table(), "xlsx", date(2026, 11, 24)) == "bang-nhiem-vu-2026-11-24.xlsx"
