"""Tables that assign tasks: a column names who leads, another who works with them, another what is to be done."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.tables.roles import CARRIES_OUT, COORDINATES, LEADS
from assistant.tables.subjects import Subjects
from ingest.layout import cells_of, lines_of, table_rows
from ingest.spans import Span, between, stripped
from ingest.vietnamese import fold

_WHO = r"(?:cac )?(?:co quan|don vi|to chuc|bo phan|phong|ban|nganh|cap|ca nhan|nguoi)(?:,? (?:va )?(?:don vi|to chuc|ca nhan|dia phuong))?"
_ROLES = (
    (LEADS, rf"(?:{_WHO} )?(?:chu tri|dau moi)(?: (?:thuc hien|tham muu|xay dung))?"),
    (COORDINATES, rf"(?:{_WHO} )?phoi hop(?: (?:thuc hien|tham muu|xay dung))?"),
    (
        CARRIES_OUT,
        rf"(?:{_WHO}|phan cong|trach nhiem) (?:to chuc )?(?:thuc hien|trien khai|phu trach|chiu trach nhiem|duoc giao)"
        rf"|(?:{_WHO} )?chu tri(?:,| va|/|;)? ?phoi hop(?: thuc hien)?",
    ),
)
# Columns beside the one that says what is to be done.
_BESIDE = re.compile(
    r"(?:tt|stt|so tt|so thu tu|ghi chu|.*(?:thoi (?:gian|han|diem)|tien do|ket qua|san pham|kinh phi|nguon von|dien tich|so luong|"
    r"don vi tinh|dvt|can cu|dia diem|hinh thuc).*|\W*)"
)
_HEAD_WORDS = 10  # of a cell that heads a column
_LONGEST_BODY = 160  # characters of one name
_SEPARATOR = re.compile(r"\s*[;•+]\s*|(?:^|\s+)[-–]\s+|\s*/\s+|\s+/\s*")
_SAME = re.compile(r"(?:nt|nhu tren|-nt-|[\W\d]*|x)")  # says nothing by itself
# Words that a name goes on with: "Chủ tịch | UBND tỉnh", "Văn phòng | Sở".
_GOES_ON = re.compile(
    r"(?:chủ tịch|giám đốc|văn phòng|đảng ủy|đảng uỷ|bí thư|trưởng|thường trực|lãnh đạo|thanh tra|đứng đầu|đoàn|hội|của|thuộc|và|các|với|cùng|[,(/–-])$",
    re.IGNORECASE,
)
# Whose body it is, behind its name: "Ban Tuyên giáo | Tỉnh ủy".
_SUPERIOR = re.compile(
    r"(?:(?:Tỉnh|Thành|Huyện|Thị|Quận|Đảng) [ủu][ỷy]|Chính phủ|Quốc hội|Trung ương|Nhà nước)(?!\w)",
    re.IGNORECASE,
)
_MOST_APART = 1  # lines across a table, as between its parts


@dataclass(frozen=True, slots=True)
class Assignment:
    """One body in one row of such a table: its name, its role, and the cell that says what is to be done."""

    body: Span
    role: str
    task: Span


@dataclass(frozen=True, slots=True)
class _Columns:
    """What the head of a table says of its columns."""

    count: int
    task: int
    roles: tuple[tuple[int, str], ...]


def assignments(text: str, subjects: Subjects) -> Iterator[tuple[Span, tuple[Assignment, ...]]]:
    """Every row below a head that names a role, with what it assigns; spans are places in ``text``.

    Each head comes too, with nothing assigned: its words charge nobody.
    """
    lines = [line for line in lines_of(text) if not line.blank]
    rows = table_rows(lines)
    columns: _Columns | None = None
    apart = 0
    for line in lines:
        if line.number not in rows:
            apart += 1
            if apart > _MOST_APART:
                columns = None
            continue
        apart = 0
        cells = cells_of(text, line.span)
        if head := _columns(text, cells):
            columns = head
            yield line.span, ()
        elif columns and len(cells) == columns.count:
            yield line.span, tuple(_assigned(text, cells, columns, subjects))


def _columns(text: str, cells: list[Span]) -> _Columns | None:
    """The columns that a head names, or None where it names no role or no task."""
    names = [" ".join(fold(cell.of(text)).split()).strip(" .:*") for cell in cells]
    if any(len(name.split()) > _HEAD_WORDS for name in names):
        return None
    roles = {n: role for n, name in enumerate(names) for role, words in _ROLES if re.fullmatch(words, name)}
    tasks = [n for n, name in enumerate(names) if n not in roles and not _BESIDE.fullmatch(name)]
    return _Columns(len(cells), tasks[0], tuple(roles.items())) if roles and tasks else None


def _assigned(text: str, cells: list[Span], columns: _Columns, subjects: Subjects) -> Iterator[Assignment]:
    task = cells[columns.task]
    if not any(c.isalpha() for c in task.of(text)):
        return
    for column, role in columns.roles:
        for body in _bodies(text, cells[column], subjects):
            yield Assignment(body, role, task)


def _bodies(text: str, cell: Span, subjects: Subjects) -> Iterator[Span]:
    """The names in a cell: divided by marks, as an enumeration, or where one begins right after another."""
    for piece in between(cell, _SEPARATOR.finditer(cell.of(text))):
        for part in _apart(text, stripped(text, piece), subjects):
            for body in subjects.split(text, part):
                name = body.of(text)
                if len(name) <= _LONGEST_BODY and not _SAME.fullmatch(fold(name)):
                    yield Span(body.start, body.start + len(name.rstrip(" .:")))


def _apart(text: str, span: Span, subjects: Subjects) -> Iterator[Span]:
    """Paragraphs of a cell stand side by side without a mark: "Sở Xây dựng Sở Tài chính" are two."""
    start = span.start
    for word in re.finditer(r"(?<=\s)(?=[A-ZĐÀ-Ỹ])", span.of(text)):
        place = span.start + word.start()
        before = text[start:place].rstrip()
        if len(before.split()) < 2 or _GOES_ON.search(before) or not before[-1].isalnum():
            continue
        if not _SUPERIOR.match(text, place) and subjects.body_at(text, place, span.end) >= 0:
            yield stripped(text, Span(start, place))
            start = place
    yield stripped(text, Span(start, span.end))
