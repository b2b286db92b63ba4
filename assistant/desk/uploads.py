"""What may be uploaded: names made safe, and kind, size and count checked before anything is read."""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from itertools import count

from ingest.errors import CanCuError
from ingest.readers.kinds import SUFFIXES

MOST_FILES = 20
"""Uploads in one go, and uploads that may wait."""
_LONGEST_STEM = 200  # bytes of UTF-8; file systems take 255 for the whole name
_UNSAFE = frozenset('<>:"|?*')
_PDF_MARK, _ZIP_MARK, _OLD_WORD_MARK = b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
HEAD_BYTES = 1024
"""Bytes at a file's beginning that ``check_head`` wants to see."""


class UploadError(CanCuError):
    """A file that is not taken."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a single upload may be."""

    largest: int  # bytes
    most: int = MOST_FILES

    @property
    def megabytes(self) -> int:
        return self.largest >> 20


def safe_name(given: str) -> str:
    """The file's own name, without folders and without what file systems or screens choke on.

    Raises UploadError for a name without a kind that can be read.
    """
    name = unicodedata.normalize("NFC", given).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(c if c.isprintable() and c not in _UNSAFE else " " for c in name)
    name = " ".join(name.split())
    stem, dot, ending = name.rpartition(".")
    stem = stem.strip(" .")
    if not dot or f".{ending.lower()}" not in SUFFIXES:
        kinds = ", ".join(kind.lstrip(".").upper() for kind in SUFFIXES)
        raise UploadError(
            f"“{shortened(name) or 'Tệp không tên'}” không thuộc loại đọc được.", f"Chỉ nhận {kinds}."
        )
    kept = stem.encode("utf-8")[:_LONGEST_STEM].decode("utf-8", "ignore").strip(" .")
    return f"{kept or 'tai-lieu'}.{ending.lower()}"


def safe_title(given: str) -> str:
    """The name of a document that several files make, as ``safe_name``. Raises UploadError where none is left."""
    name = "".join(c if c.isprintable() and c not in _UNSAFE | {"/", "\\"} else " " for c in given)
    name = " ".join(unicodedata.normalize("NFC", name).split()).strip(" .")
    kept = name.encode("utf-8")[:_LONGEST_STEM].decode("utf-8", "ignore").strip(" .")
    if not kept:
        raise UploadError("Văn bản gộp chưa có tên.", "Hãy đặt tên rồi tải lên.")
    return kept


def other_name(name: str, taken: Collection[str]) -> str:
    """``name``, or with a number behind it where a document of that name is there ("a (2).pdf")."""
    stem, _, ending = name.rpartition(".")
    return f"{other_title(stem, taken)}.{ending}"


def other_title(title: str, taken: Collection[str]) -> str:
    """``title``, or with a number behind it where it is taken ("a (2)")."""
    numbered = (f"{title} ({number})" for number in count(2))
    return title if title not in taken else next(n for n in numbered if n not in taken)


def shortened(name: str, longest: int = 60) -> str:
    """A name for a message: the middle of a long one left out, its ending kept."""
    return name if len(name) <= longest else f"{name[: longest - 12]}…{name[-10:]}"


def check_size(name: str, size: int, limits: Limits) -> None:
    """Raises UploadError for an empty file and for one over the limit."""
    if size <= 0:
        raise UploadError(f"“{shortened(name)}” rỗng.", "Hãy kiểm tra lại tệp rồi tải lên lại.")
    if size > limits.largest:
        raise UploadError(
            f"“{shortened(name)}” lớn hơn {limits.megabytes} MB.", "Hãy tách tệp thành nhiều phần."
        )


def check_head(name: str, head: bytes) -> None:
    """Raises UploadError where a file's first bytes are not those of what its name says."""
    ending = name.rsplit(".", 1)[-1]
    if ending == "pdf" and _PDF_MARK not in head[:HEAD_BYTES]:
        raise UploadError(f"“{shortened(name)}” không phải tệp PDF.", "Hãy xuất lại tệp thành PDF.")
    if ending == "docx" and head.startswith(_OLD_WORD_MARK):
        raise UploadError(
            f"“{shortened(name)}” có mật khẩu hoặc là tệp Word kiểu cũ (.doc).",
            "Hãy gỡ mật khẩu và lưu lại dạng .docx.",
        )
    if ending == "docx" and not head.startswith(_ZIP_MARK):
        raise UploadError(f"“{shortened(name)}” không phải tệp Word .docx.", "Hãy lưu lại dạng .docx.")
    if ending == "txt" and head.startswith((_PDF_MARK, _ZIP_MARK, _OLD_WORD_MARK)):
        raise UploadError(
            f"“{shortened(name)}” không phải tệp văn bản thuần.", "Hãy đặt lại đúng đuôi tệp rồi tải lên."
        )
