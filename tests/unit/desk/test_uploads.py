"""Names made safe, and what is not taken."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.desk.uploads import Limits, UploadError, check_head, check_size, other_name, safe_name

LIMITS = Limits(2 << 20)


@pytest.mark.parametrize(
    "given_name, kept",
    [
        ("kế hoạch 2024.PDF", "kế hoạch 2024.pdf"),
        (unicodedata.normalize("NFD", "nghị quyết.docx"), "nghị quyết.docx"),
        ("../../etc/mật.txt", "mật.txt"),
        ("C:\\Tài liệu\\a.txt", "a.txt"),
        ("...txt", "tai-lieu.txt"),
        ("a\x00b\u202e<>.txt", "a b.txt"),
        (" .. .pdf", "tai-lieu.pdf"),
    ],
)
def test_names_are_made_safe(given_name: str, kept: str) -> None:
    assert safe_name(given_name) == kept


def test_a_long_name_fits_a_file_system() -> None:
    name = safe_name("ệ" * 300 + ".pdf")
    assert name.endswith("ệ.pdf")
    assert len(name.encode()) <= 204


@pytest.mark.parametrize("name", ["", "khong-duoi", "a.exe", "a.pdf.exe", ".pdf/", "a.doc"])
def test_other_kinds_are_refused(name: str) -> None:
    with pytest.raises(UploadError, match="Chỉ nhận"):
        safe_name(name)


@given(st.text(max_size=400), st.sampled_from(["pdf", "DOCX", "txt"]))
def test_a_safe_name_is_one_harmless_part_of_a_path(stem: str, ending: str) -> None:
    name = safe_name(f"{stem}.{ending}")
    assert "/" not in name
    assert "\\" not in name
    assert not name.startswith(".")
    assert name.isprintable()
    assert 0 < len(name.encode()) < 255
    assert safe_name(name) == name


def test_a_name_that_is_taken_gets_a_number() -> None:
    assert other_name("a.pdf", set()) == "a.pdf"
    assert other_name("a.pdf", {"a", "a (2)"}) == "a (3).pdf"


@pytest.mark.parametrize("size", [0, -1, LIMITS.largest + 1])
def test_sizes(size: int) -> None:
    with pytest.raises(UploadError):
        check_size("a.pdf", size, LIMITS)
    check_size("a.pdf", LIMITS.largest, LIMITS)


@pytest.mark.parametrize(
    "name, head, said",
    [
        ("a.pdf", b"PK\x03\x04", "không phải tệp PDF"),
        ("a.docx", b"%PDF-1.7", "không phải tệp Word"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1", "mật khẩu"),
        ("a.txt", b"%PDF-1.7", "văn bản thuần"),
    ],
)
def test_what_a_file_is_not(name: str, head: bytes, said: str) -> None:
    with pytest.raises(UploadError, match=said):
        check_head(name, head)


def test_what_a_file_is() -> None:
    for name, head in (("a.pdf", b"\n%PDF-1.4"), ("a.docx", b"PK\x03\x04x"), ("a.txt", "Kế hoạch".encode())):
        check_head(name, head)
