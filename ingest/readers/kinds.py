"""What a file is by its first bytes, whatever its name says."""

from dataclasses import dataclass

SUFFIXES = (".txt", ".pdf", ".docx")
_LOOKED_AT = 1024  # bytes; a PDF's mark may stand behind a few others


@dataclass(frozen=True, slots=True)
class Kind:
    """A format: its name in Vietnamese, and its ending where it can be read ("" where not)."""

    name: str
    suffix: str = ""

    @property
    def advice(self) -> str:
        """What to do with a file of this kind that is called something else."""
        if self.suffix:
            return f"Hãy đổi đuôi tệp thành {self.suffix} rồi nạp lại."
        return "Hãy lưu lại thành .pdf, .docx hoặc .txt rồi nạp lại."


_PDF, _WORD = Kind("tệp PDF", ".pdf"), Kind("tệp Word", ".docx")
_STARTS = (
    (b"\xd0\xcf\x11\xe0", Kind("tệp Office đời cũ hoặc tệp Word có mật khẩu")),
    (b"{\\rtf", Kind("tệp RTF")),
    (b"\x89PNG", Kind("ảnh")),
    (b"\xff\xd8\xff", Kind("ảnh")),
    (b"GIF8", Kind("ảnh")),
    (b"II*\x00", Kind("ảnh")),
    (b"MM\x00*", Kind("ảnh")),
    (b"7z\xbc\xaf", Kind("tệp nén")),
    (b"Rar!", Kind("tệp nén")),
)


def kind_of(data: bytes) -> Kind | None:
    """The format that ``data`` shows, or None where it shows none (a plain text does not)."""
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    if b"%PDF-" in data[:_LOOKED_AT]:
        return _PDF
    if data.startswith(b"PK\x03\x04"):
        return _WORD if b"word/" in data else Kind("tệp nén hoặc tệp Office khác Word")
    return None
