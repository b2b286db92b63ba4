"""A small table made by hand."""

from assistant.answer import Quote
from assistant.tables.table import Column, Row, Table
from ingest.documents import Document, Section
from ingest.spans import Span

TEXT = "Sở Y tế lập kế hoạch.\nBan Tuyên giáo kiểm tra.\n=SUM(A1) là công thức.\n"


def document() -> Document:
    section = Section("IV.1", "", (), Span(0, len(TEXT)), 0)
    return Document("0123456789abcdef99", "thu", "thu.txt", TEXT, TEXT, sections=(section,))


def table(rows: int = 0) -> Table:
    """Three rows over ``document()``, or as many as are asked for."""
    made, held = [], document()
    for number, (body, role, span) in enumerate(
        (
            ("Sở Y tế", "Thực hiện", Span(8, 21)),
            ("Ban Tuyên giáo", "Hướng dẫn, kiểm tra", Span(37, 46)),
            ("=Đơn vị", "Thực hiện", Span(47, 69)),
        )
    ):
        cells = {
            "body": body,
            "role": role,
            "duty": span.of(TEXT),
            "place": f"mục IV.{number + 8}",
            "document": "Kế hoạch",
        }
        made.append(Row(cells, (Quote(held, span),), keys={"place": ("thu", span.start)}))
    columns = (
        Column("body", "Cơ quan", 30, choice="Mọi cơ quan"),
        Column("role", "Vai trò", 16, choice="Mọi vai trò"),
        Column("duty", "Nhiệm vụ", 80, verbatim=True),
        Column("place", "Nơi ghi", 18),
        Column("document", "Văn bản", 34, choice="Mọi văn bản"),
    )
    return Table("bang-nhiem-vu", "Bảng nhiệm vụ", columns, tuple((made * (rows // 3 + 1))[: rows or 3]))
