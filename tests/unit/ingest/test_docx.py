"""Word files: numbers that Word computes, tables, boxes and notes; and files made to do harm."""

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.errors import UnreadableFileError
from ingest.pipeline import read_document
from ingest.readers.docx import docx_text
from ingest.readers.numbering import Numbering, _Level

DECREE = Path(__file__).parents[4] / "shared" / "documents" / "nghi-dinh-30-2020-nd-cp.docx"
LIST = """
<w:abstractNum {ns} w:abstractNumId="77">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Điều %1."/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl>
  <w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/></w:lvl>
</w:abstractNum>
"""


class Word:
    """A Word file in the making."""

    def __init__(self) -> None:
        self.document = docx.Document()
        root = self.document.part.numbering_part.element
        root.insert(0, parse_xml(LIST.format(ns=nsdecls("w"))))
        root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))

    def add(self, text: str, level: int | None = None, xml: str = "") -> None:
        paragraph = self.document.add_paragraph(text)
        if level is not None:
            paragraph._p.get_or_add_pPr().append(
                parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>')
            )
        if xml:
            paragraph._p.append(parse_xml(f"<w:r {nsdecls('w', 'wp')}>{xml}</w:r>"))

    def data(self) -> bytes:
        stream = io.BytesIO()
        self.document.save(stream)
        return stream.getvalue()


def changed(data: bytes, parts: dict[str, bytes]) -> bytes:
    """The package with these parts in place of or beside its own."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.pop(name, None) or old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return stream.getvalue()


def test_numbers_are_computed_as_word_does() -> None:
    word = Word()
    for text, level in (
        ("Phạm vi", 0), ("Khoản một", 1), ("Điểm a", 2), ("Điểm b", 2), ("gạch", 3), ("Khoản hai", 1),
        ("Điểm a nữa", 2), ("", 1), ("Đối tượng", 0), ("Khoản một", 1), ("không số", None), ("Khoản hai", 1),
    ):  # fmt: skip
        word.add(text, level)
    assert docx_text(word.data(), "a.docx").split("\n") == [
        "Điều 1. Phạm vi", "1. Khoản một", "a) Điểm a", "b) Điểm b", "- gạch", "2. Khoản hai", "a) Điểm a nữa", "",
        "Điều 2. Đối tượng", "1. Khoản một", "không số", "2. Khoản hai",
    ]  # fmt: skip
    document = read_document(word.data(), "a.docx")
    assert [s.label for s in document.sections] == ["Điều 1", "Điều 2"]


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("decimal", 12, "12"), ("decimalZero", 3, "03"), ("lowerLetter", 1, "a"), ("lowerLetter", 27, "aa"),
        ("upperLetter", 2, "B"), ("lowerRoman", 4, "iv"), ("upperRoman", 1994, "MCMXCIV"), ("none", 5, ""),
    ],
)  # fmt: skip
def test_kinds_of_numbers(kind: str, value: int, shown: str) -> None:
    numbering = Numbering({"1": "1"}, {"1": {0: _Level(value, kind, "%1")}})
    assert numbering.label("1", 0) == shown


def test_lists_restart_where_they_say_so_and_unknown_ones_have_no_label() -> None:
    levels = {0: _Level(1, "decimal", "%1."), 1: _Level(1, "decimal", "%1.%2", legal=True)}
    numbering = Numbering({"1": "9", "2": "9"}, {"9": levels}, {"2": {0: 5}})
    assert [numbering.label("1", 0), numbering.label("1", 1), numbering.label("1", 0)] == ["1.", "1.1", "2."]
    assert [numbering.label("2", 0), numbering.label("2", 0), numbering.label("2", 1)] == ["5.", "6.", "6.1"]
    assert numbering.label("3", 0) == numbering.label("1", 8) == ""


def test_boxes_and_notes_are_read_once_and_deleted_text_is_not() -> None:
    word = Word()
    box = "<w:p><w:r><w:t>Trong khung</w:t></w:r></w:p>"
    word.add(
        "Trước khung",
        xml=f'<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice Requires="wps"><w:txbxContent>{box}</w:txbxContent></mc:Choice>'
        f"<mc:Fallback><w:txbxContent>{box}</w:txbxContent></mc:Fallback></mc:AlternateContent>",
    )
    word.document.sections[0].header.paragraphs[0].text = "Đầu trang"
    paragraph = word.document.add_paragraph("Giữ ")._p
    paragraph.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>thêm</w:t></w:r></w:ins>"))
    paragraph.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>bỏ</w:delText></w:r></w:del>"))
    assert docx_text(word.data(), "a.docx").split("\n") == ["Trước khung", "Trong khung", "Giữ thêm"]


def test_a_letterhead_of_two_rows_is_no_table() -> None:
    word = Word()
    table = word.document.add_table(2, 2)
    for row, cells in enumerate([["UBND TỈNH A\nSỞ Y TẾ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["Số: 5/QĐ-SYT", "Hà Nội, ngày 3 tháng 6 năm 2024"]]):  # fmt: skip
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    lines = docx_text(word.data(), "a.docx").split("\n")
    assert lines[:3] == ["UBND TỈNH A", "SỞ Y TẾ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
    assert "Số: 5/QĐ-SYT" in lines


def test_a_cell_over_columns_counts_once_and_one_over_rows_is_said_in_each() -> None:
    word = Word()
    table = word.document.add_table(4, 3)
    for row in range(4):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(0, 0).merge(table.cell(0, 2)).text = "Tiêu đề"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "gộp"
    assert docx_text(word.data(), "a.docx").split("\n") == [
        "Tiêu đề", "gộp | 11 | 12", "gộp | 21 | 22", "30 | 31 | 32",
    ]  # fmt: skip


def test_a_long_cell_over_rows_is_said_once_and_columns_are_counted_past_wide_cells() -> None:
    word = Word()
    table = word.document.add_table(3, 4)
    for row in range(3):
        for column in range(4):
            table.cell(row, column).text = f"{row}{column}"
    long = "dài " * 100
    table.cell(1, 0).merge(table.cell(2, 0)).text = long
    table.cell(1, 3).merge(table.cell(2, 3)).text = "Sở Y tế"
    table.cell(2, 1).merge(table.cell(2, 2)).text = "rộng"
    assert docx_text(word.data(), "a.docx").split("\n") == [
        "00 | 01 | 02 | 03", f"{long.strip()} | 11 | 12 | Sở Y tế", " | rộng | Sở Y tế",
    ]  # fmt: skip


def test_a_table_that_says_it_has_a_billion_columns_is_read() -> None:
    word = Word()
    table = word.document.add_table(2, 2)
    table.cell(0, 0).text = "a"
    table.cell(0, 0)._tc.get_or_add_tcPr().append(
        parse_xml(f'<w:gridSpan {nsdecls("w")} w:val="1000000000"/>')
    )
    assert docx_text(word.data(), "a.docx").startswith("a | ")


def test_macros_are_left_out() -> None:
    word = Word()
    word.add("Văn bản có macro")
    data = word.data()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        types = archive.read("[Content_Types].xml")
    macro = types.replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    assert macro != types
    data = changed(data, {"[Content_Types].xml": macro, "word/vbaProject.bin": b"\xd0\xcf"})
    assert docx_text(data, "a.docx").strip() == "Văn bản có macro"


def test_what_it_links_to_is_not_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*_: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket, "socket", refuse)
    word = Word()
    word.add("Có liên kết")
    word.document.part.relate_to(
        "http://127.0.0.1:9/x.dotm",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate",
        is_external=True,
    )
    assert docx_text(word.data(), "a.docx").strip() == "Có liên kết"


def bomb() -> bytes:
    """Entities that would grow to a thousand million letters."""
    entities = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    word = Word()
    word.add("&j;")
    with zipfile.ZipFile(io.BytesIO(word.data())) as archive:
        body = archive.read("word/document.xml").replace(b"&amp;j;", b"&j;")
    start = body.index(b"<w:document")
    return changed(
        word.data(),
        {"word/document.xml": body[:start] + f"<!DOCTYPE x [{entities}]>".encode() + body[start:]},
    )


def zip_bomb() -> bytes:
    return changed(Word().data(), {"word/media/a.bin": b"\x00" * (201 << 20)})


@pytest.mark.parametrize(("made", "why"), [(bomb, "không an toàn"), (zip_bomb, "quá lớn")])
def test_bombs_are_refused(made: object, why: str) -> None:
    with pytest.raises(UnreadableFileError, match=why):
        docx_text(made(), "a.docx")  # type: ignore[operator]


@pytest.mark.skipif(not DECREE.exists(), reason="the shared documents are not here")
def test_all_chapters_and_articles_of_the_decree_are_found() -> None:
    document = read_document(DECREE.read_bytes(), DECREE.name)
    labels = [section.label for section in document.sections]
    written = re.findall(r"(?m)^\s*Điều (\d+)\.", document.text)
    assert [label for label in labels if label.startswith("Điều")] == [f"Điều {number}" for number in written]
    assert written == [str(number) for number in range(1, 39)]
    chapters = re.findall(r"(?m)^\s*(Chương [IVX]+)\s*$", document.text)
    assert [label for label in labels if label.startswith("Chương")] == chapters
    assert len(chapters) == 7
    assert document.metadata.number.value == "30/2020/NĐ-CP"
