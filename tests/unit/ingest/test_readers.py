"""Files that are what they say, and files that are not: one clear Vietnamese sentence each."""

import io
import zipfile
from pathlib import Path

import docx
import pypdf
import pytest

from ingest.errors import UnreadableFileError
from ingest.intake import collect
from ingest.pipeline import read_document
from ingest.readers import read, tesseract
from ingest.readers.tesseract import RecogniserMissingError


def word(*paragraphs: str, table: list[list[str]] | None = None) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        grid = document.add_table(len(table), len(table[0]))
        for row, cells in enumerate(table):
            for column, text in enumerate(cells):
                grid.cell(row, column).text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def pdf(pages: list[str], password: str = "") -> bytes:
    """A PDF with ``pages`` of ASCII text; an empty one is a page without a text layer."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for text in pages:
        stream = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET" if text else "0 0 10 10 re f"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        font = "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << {font} >> /Contents {len(objects)} 0 R >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    body += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF".encode()
    if not password:
        return body
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(body))
    writer.encrypt(password, algorithm="RC4-128")
    stream_out = io.BytesIO()
    writer.write(stream_out)
    return stream_out.getvalue()


BAD = {
    "empty text": ("a.txt", b""),
    "white text": ("a.txt", b" \n\t\n"),
    "binary text": ("a.txt", bytes(range(256)) * 20),
    "a picture called text": ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 50),
    "empty pdf": ("a.pdf", b""),
    "text called pdf": ("a.pdf", b"day khong phai la PDF"),
    "truncated pdf": ("a.pdf", pdf(["Ke hoach"])[:120]),
    "encrypted pdf": ("a.pdf", pdf(["Ke hoach"], password="bi-mat")),
    "scanned pdf": ("a.pdf", pdf(["", ""])),
    "pdf without pages": ("a.pdf", pdf([])),
    "empty docx": ("a.docx", b""),
    "text called docx": ("a.docx", b"khong phai Word"),
    "truncated docx": ("a.docx", word("Kế hoạch")[:2000]),
    "docx without text": ("a.docx", word("", "")),
    "unknown kind": ("a.xlsx", b"x"),
    "no ending": ("LICENSE", b"x"),
}


def _other_zip() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", "x")
    return stream.getvalue()


BAD["a zip called docx"] = ("a.docx", _other_zip())


@pytest.mark.parametrize(("name", "data"), BAD.values(), ids=BAD)
def test_a_bad_file_is_told_in_one_vietnamese_line(name: str, data: bytes) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        read_document(data, name)
    message = str(caught.value)
    assert name in message
    assert "\n" not in message
    assert caught.value.next_step


def test_without_a_recogniser_a_scan_is_told_the_one_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    tesseract.version.cache_clear()
    with pytest.raises(RecogniserMissingError, match="apt-get install tesseract-ocr tesseract-ocr-vie"):
        read(pdf(["", ""]), "quet.pdf")
    assert "Trang mot" in read(pdf(["Trang mot"]), "chu.pdf").text


def test_a_pdf_has_its_pages() -> None:
    document = read_document(pdf(["Trang mot", "", "Trang ba"]), "a.pdf")
    assert [p.number for p in document.pages] == [1, 2, 3]
    assert document.pages[2].span.of(document.text).strip() == "Trang ba"


def test_a_pdf_with_an_owners_password_only_is_read() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(["Trang mot"])))
    writer.encrypt("", owner_password="chu", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    assert "Trang mot" in read_document(stream.getvalue(), "a.pdf").text


def test_a_word_file_is_read_in_order_with_its_tables() -> None:
    data = word("Điều 1. Một", "Nội dung.", table=[["TT", "Việc"], ["1", "Xây dựng"], ["2", "Vận hành"]])
    document = read_document(data, "a.docx")
    assert document.pages == ()
    assert document.text.split("\n") == [
        "Điều 1. Một",
        "Nội dung.",
        "TT | Việc",
        "1 | Xây dựng",
        "2 | Vận hành",
    ]


def test_a_letterhead_is_read_column_by_column() -> None:
    data = word("", table=[["CHÍNH PHỦ\nSố: 30/2020/NĐ-CP", "CỘNG HÒA\nHà Nội, ngày 05 tháng 3 năm 2020"]])
    known = read_document(data, "a.docx").metadata
    assert (known.number.value, known.date.value) == ("30/2020/NĐ-CP", "ngày 05 tháng 3 năm 2020")


def test_folders_give_their_readable_files_and_name_the_others(tmp_path: Path) -> None:
    for name in ("b.TXT", "a.pdf", "sub/c.docx", "sub/register.yaml", "anh.png", ".DS_Store"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    taken, passed = collect([tmp_path, tmp_path / "a.pdf"])
    assert [p.name for p in taken] == ["a.pdf", "b.TXT", "c.docx", "register.yaml"]
    assert [p.name for p in passed] == ["anh.png"]
