"""From the bytes of a text file to its text: encodings recognised, damage refused clearly."""

import codecs
import unicodedata
from dataclasses import dataclass

from ingest.cleaning.legacy import from_tcvn3, from_vni, looks_like_tcvn3, looks_like_vni
from ingest.errors import UnreadableFileError

_SAMPLE = 200_000
"""Bytes looked at to recognise an encoding."""
_BINARY_STARTS = (
    b"%PDF",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
)
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with the encoding it was in; ``note`` (Vietnamese, may be empty) says what was converted."""

    text: str
    encoding: str
    note: str = ""


def decode(data: bytes, file_name: str) -> Decoded:
    """The text in ``data``, with line ends as they are.

    Raises UnreadableFileError for an empty file, a binary one, or an encoding not recognised.
    """
    if not data.strip():
        raise UnreadableFileError(f"Tệp {file_name} trống.", "Hãy kiểm tra lại tệp rồi thử lại.")
    if data.startswith(_BINARY_STARTS):
        raise _not_text(file_name)
    decoded = _by_mark(data, file_name) or _utf16_without_mark(data) or _utf8(data) or _legacy(data)
    if decoded is None or _is_binary(decoded.text):
        raise _not_text(file_name)
    if not decoded.text.strip():
        raise UnreadableFileError(f"Tệp {file_name} không có chữ.", "Hãy kiểm tra lại tệp rồi thử lại.")
    if decoded.encoding == "utf-8" and looks_like_vni(decoded.text):
        # Text typed in a VNI font and saved as UTF-8 by a program that knew nothing of the font.
        return Decoded(from_vni(decoded.text), "vni", "Đã chuyển từ bảng mã VNI sang Unicode.")
    if decoded.encoding == "utf-8" and looks_like_tcvn3(decoded.text):
        return Decoded(from_tcvn3(decoded.text), "tcvn3", "Đã chuyển từ bảng mã TCVN3 (ABC) sang Unicode.")
    return decoded


def _not_text(file_name: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"Tệp {file_name} không phải văn bản đọc được.",
        "Hãy lưu lại dưới dạng văn bản thuần (.txt, mã UTF-8) rồi thử lại.",
    )


def _by_mark(data: bytes, file_name: str) -> Decoded | None:
    for mark, codec, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                text = data.decode(codec)
            except UnicodeDecodeError as error:
                raise UnreadableFileError(
                    f"Tệp {file_name} bị hỏng ở byte {error.start}.", "Hãy lưu lại tệp dưới dạng UTF-8."
                ) from error
            note = "" if codec == "utf-8-sig" else f"Đã chuyển từ {name.upper()} sang Unicode."
            return Decoded(text, name, note)
    return None


def _utf16_without_mark(data: bytes) -> Decoded | None:
    """UTF-16 betrays itself by a zero in every second byte of its spaces and Latin letters."""
    sample = data[:_SAMPLE]
    if len(data) % 2 or sample.count(0) < max(1, len(sample) // 5):
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if min(even, odd) * 5 > max(even, odd):
        return None
    codec = "utf-16-be" if even > odd else "utf-16-le"
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return None
    return Decoded(text, codec, f"Đã chuyển từ {codec.upper()} sang Unicode.")


def _utf8(data: bytes) -> Decoded | None:
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return None


def _legacy(data: bytes) -> Decoded | None:
    """Single-byte Vietnamese encodings; the fonts' letters stand where Windows-1252 has others."""
    text = data.decode("latin-1")
    if looks_like_vni(text):
        return Decoded(from_vni(text), "vni", "Đã chuyển từ bảng mã VNI sang Unicode.")
    if looks_like_tcvn3(text):
        return Decoded(from_tcvn3(text), "tcvn3", "Đã chuyển từ bảng mã TCVN3 (ABC) sang Unicode.")
    try:
        text = data.decode("cp1258")
    except UnicodeDecodeError:
        return None
    composed = unicodedata.normalize("NFC", text)
    vietnamese = sum(ch in "ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđơư" for ch in composed.lower())
    if vietnamese * 25 < sum(ch.isalpha() for ch in composed):
        return None
    return Decoded(text, "cp1258", "Đã chuyển từ bảng mã Windows-1258 sang Unicode.")


def _is_binary(text: str) -> bool:
    sample = text[:_SAMPLE]
    strange = sum(
        unicodedata.category(ch) in ("Cc", "Cn", "Co") and ch not in "\t\n\r\f\v\x85" for ch in sample
    )
    return "\x00" in sample or strange * 50 > len(sample)
