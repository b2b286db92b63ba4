"""Files of all encodings give the same text, or a clear refusal."""

import unicodedata

import pytest

from ingest.cleaning.decoding import decode
from ingest.cleaning.legacy import from_tcvn3, from_vni
from ingest.errors import UnreadableFileError

TEXT = "Ủy ban nhân dân tỉnh Quảng Ninh tổ chức thực hiện Kế hoạch số 72\r\nvề kết cấu hạ tầng đồng bộ.\n"
SENTENCE = "Ủy ban nhân dân tỉnh Quảng Ninh tổ chức thực hiện Kế hoạch về kết cấu hạ tầng đồng bộ"
TCVN3 = "Uû ban nh©n d©n tØnh Qu¶ng Ninh tæ chøc thùc hiÖn KÕ ho¹ch vÒ kÕt cÊu h¹ tÇng ®ång bé"
VNI = "Uûy ban nhaân daân tænh Quaûng Ninh toå chöùc thöïc hieän Keá hoaïch veà keát caáu haï taàng ñoàng boä"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode("utf-8"), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-32"), "utf-32"),
    ],
)
def test_unicode_encodings_keep_text_and_line_ends(data: bytes, encoding: str) -> None:
    decoded = decode(data, "a.txt")
    assert decoded.text == TEXT
    assert decoded.encoding == encoding
    assert bool(decoded.note) == encoding.startswith(("utf-16", "utf-32"))


def test_decomposed_unicode_stays_for_the_cleaner_to_record() -> None:
    data = unicodedata.normalize("NFD", TEXT).encode("utf-8")
    assert decode(data, "a.txt").text.encode("utf-8") == data


def test_tcvn3_is_recognised_and_converted_with_a_note() -> None:
    decoded = decode(TCVN3.encode("latin-1"), "a.txt")
    assert decoded.text == SENTENCE.replace("Ủy", "Uỷ")
    assert decoded.encoding == "tcvn3"
    assert "TCVN3" in decoded.note


def test_vni_is_recognised_and_converted_with_a_note() -> None:
    decoded = decode(VNI.encode("latin-1"), "a.txt")
    assert decoded.text == SENTENCE
    assert decoded.encoding == "vni"
    assert "VNI" in decoded.note


def test_legacy_text_saved_as_utf8_is_recognised_too() -> None:
    assert decode(TCVN3.encode("utf-8"), "a.txt").encoding == "tcvn3"
    assert decode(VNI.encode("utf-8"), "a.txt").encoding == "vni"


def test_windows_1258_is_converted() -> None:
    text = "Quyết định của Ủy ban nhân dân về tổ chức thực hiện"
    data = unicodedata.normalize("NFD", text).encode("cp1258", errors="ignore")
    decoded = decode(data, "a.txt")
    assert decoded.encoding == "cp1258"


@pytest.mark.parametrize("text", ["naïve café, déjà vu, façade", "Größe über Öl", "plain English text"])
def test_other_languages_in_utf8_stay_as_they_are(text: str) -> None:
    assert decode(text.encode("utf-8"), "a.txt").text == text


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \n\t ",
        b"%PDF-1.7 ...",
        b"PK\x03\x04 a Word file",
        b"\x89PNG\r\n\x1a\n",
        bytes(range(256)) * 8,
        b"\xff\xfe\x00",
        "\ufeff".encode(),
        "caf\xe9 only".encode("latin-1"),
    ],
)
def test_what_is_no_text_is_refused_with_the_file_named(data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match=r"a\.txt"):
        decode(data, "a.txt")


def test_converters_read_every_letter_of_a_sentence() -> None:
    assert from_tcvn3("®­êng cao tèc V©n §ån") == "đường cao tốc Vân Đồn"
    assert from_vni("ñöôøng cao toác Vaân Ñoàn, uûy vieân") == "đường cao tốc Vân Đồn, ủy viên"


def test_a_text_of_a_few_bytes_is_utf8() -> None:
    for text in ("bộ", "ab", "sở"):
        assert decode(text.encode(), "x.txt").text == text


def test_damage_in_utf8_is_told_with_its_place() -> None:
    data = TEXT.encode() * 50
    with pytest.raises(UnreadableFileError, match=rf"bị hỏng ở khoảng byte {len(data)}"):
        decode(data + b"\xff\xfe" + TEXT.encode(), "a.txt")
