"""From the bytes of a text file to its text: encodings recognised, damage refused clearly.

The bytes come in pieces (``Source``), so that a large file is read through, never held.
"""

import codecs
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.cleaning.blocks import lines_of
from ingest.cleaning.legacy import from_tcvn3, from_vni, looks_like_tcvn3, looks_like_vni
from ingest.errors import UnreadableFileError

Source = Callable[[], Iterator[bytes]]
"""Called, it gives the bytes of a file from the start, in pieces of at most ``PIECE``."""
PIECE = 1 << 20
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
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TONED = frozenset("ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđơư")


@dataclass(frozen=True, slots=True)
class Encoding:
    """How to read a file: Python's ``codec``, then ``converted`` where a font was the encoding.

    ``note`` (Vietnamese, may be empty) says what was converted.
    """

    name: str
    codec: str
    note: str = ""
    converted: Callable[[str], str] | None = None


_TCVN3 = Encoding("tcvn3", "latin-1", "Đã chuyển từ bảng mã TCVN3 (ABC) sang Unicode.", from_tcvn3)
_VNI = Encoding("vni", "latin-1", "Đã chuyển từ bảng mã VNI sang Unicode.", from_vni)


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

    def source() -> Iterator[bytes]:
        yield data

    encoding = recognised(source, file_name)
    text = "".join(lines_in(source, encoding, file_name))
    return Decoded(text, encoding.name, encoding.note)


def file_source(path: Path) -> Source:
    """The bytes of a file. Reading raises OSError."""

    def source() -> Iterator[bytes]:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece

    return source


def recognised(source: Source, file_name: str) -> Encoding:
    """The encoding of a file, all of which can be read in it. Raises UnreadableFileError, OSError."""
    head = b""
    for piece in source():
        head += piece
        if len(head) >= _SAMPLE:
            break
    if head.startswith(_BINARY_STARTS):
        raise _not_text(file_name)
    encoding = _recognised(source, head, file_name)
    if encoding is None:
        raise UnreadableFileError(f"Tệp {file_name} trống.", "Hãy kiểm tra lại tệp rồi thử lại.")
    sample, blank = "", True
    for line in lines_in(source, encoding, file_name):
        blank = blank and not line.strip()
        if len(sample) < _SAMPLE:
            sample += line
        elif not blank:
            break
    if _is_binary(sample):
        raise _not_text(file_name)
    if blank:
        raise UnreadableFileError(f"Tệp {file_name} không có chữ.", "Hãy kiểm tra lại tệp rồi thử lại.")
    return encoding


def lines_in(source: Source, encoding: Encoding, file_name: str) -> Iterator[str]:
    """The text of a file line by line (``blocks.lines_of``). Raises UnreadableFileError, OSError."""
    for line in lines_of(_decoded(source(), encoding.codec, file_name)):
        yield encoding.converted(line) if encoding.converted else line


def _recognised(source: Source, head: bytes, file_name: str) -> Encoding | None:
    """The encoding; None for a file of white space. Raises UnreadableFileError, OSError."""
    for mark, name in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            _check(source, name, file_name)
            note = "" if mark == codecs.BOM_UTF8 else f"Đã chuyển từ {name.upper()} sang Unicode."
            return Encoding(name, name, note)
    if not any(piece.strip() for piece in source()):
        return None
    wide = _utf16_without_mark(head)
    if wide and _can_be_read(source, wide):
        return Encoding(wide, wide, f"Đã chuyển từ {wide.upper()} sang Unicode.")
    if _can_be_read(source, "utf-8"):
        # Text typed in a font's encoding may have been saved as UTF-8 by a program that knew nothing of it.
        text = head.decode("utf-8", errors="ignore")
        font = _of_a_font(text)
        return replace(font, codec="utf-8") if font else Encoding("utf-8", "utf-8")
    if _begins_as_utf8(head):
        _check(source, "utf-8", file_name)  # raises, and says where the damage is
    text = head.decode("latin-1")
    if font := _of_a_font(text):
        return font
    if _can_be_read(source, "cp1258") and _looks_like_1258(head):
        return Encoding("cp1258", "cp1258", "Đã chuyển từ bảng mã Windows-1258 sang Unicode.")
    raise _not_text(file_name)


def _of_a_font(text: str) -> Encoding | None:
    """The font's encoding that ``text``, read as Latin-1, was typed in."""
    if looks_like_vni(text):
        return _VNI
    return _TCVN3 if looks_like_tcvn3(text) else None


def _check(source: Source, codec: str, file_name: str) -> None:
    for _ in _decoded(source(), codec, file_name):
        pass


def _can_be_read(source: Source, codec: str) -> bool:
    try:
        _check(source, codec, "")
    except UnreadableFileError:
        return False
    return True


def _decoded(pieces: Iterable[bytes], codec: str, file_name: str) -> Iterator[str]:
    """The text of ``pieces``. Raises UnreadableFileError where they are no text in ``codec``."""
    decoder = codecs.getincrementaldecoder("utf-8" if codec == "utf-8-sig" else codec)()
    skip = codec == "utf-8-sig"
    position = 0
    try:
        for piece in pieces:
            text = decoder.decode(piece)
            yield text[1:] if skip else text
            skip = False
            position += len(piece)
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise UnreadableFileError(
            f"Tệp {file_name} bị hỏng ở khoảng byte {position + error.start}.",
            "Hãy lưu lại tệp dưới dạng UTF-8.",
        ) from error


def _not_text(file_name: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"Tệp {file_name} không phải văn bản đọc được.",
        "Hãy lưu lại dưới dạng văn bản thuần (.txt, mã UTF-8) rồi thử lại.",
    )


def _utf16_without_mark(head: bytes) -> str | None:
    """UTF-16 betrays itself by a zero in every second byte of its spaces and Latin letters."""
    sample = head[:_SAMPLE]
    if sample.count(0) < max(1, len(sample) // 5):
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if min(even, odd) * 5 > max(even, odd):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _begins_as_utf8(head: bytes) -> bool:
    """True for UTF-8 with letters beyond ASCII, whatever comes after its first half."""
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(head[: min(len(head) // 2, _SAMPLE)])
    except UnicodeDecodeError:
        return False
    return not text.isascii()


def _looks_like_1258(head: bytes) -> bool:
    composed = unicodedata.normalize("NFC", head.decode("cp1258", errors="ignore"))
    vietnamese = sum(ch in _TONED for ch in composed.lower())
    return vietnamese * 25 >= sum(ch.isalpha() for ch in composed)


def _is_binary(text: str) -> bool:
    sample = text[:_SAMPLE]
    strange = sum(
        unicodedata.category(ch) in ("Cc", "Cn", "Co") and ch not in "\t\n\r\f\v\x85" for ch in sample
    )
    return "\x00" in sample or strange * 50 > len(sample)
