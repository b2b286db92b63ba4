"""A small document and what is said about it, made by hand."""

from dataclasses import replace
from typing import Any

from assistant.answer import Answer, Citation
from ingest.documents import Document, Page, Section
from ingest.spans import Span

TEXT = (
    "I- MỤC ĐÍCH\nNâng cao nhận thức <b>của</b> cán bộ.\n\n"
    "II- TỔ CHỨC\n1. Ban Tuyên giáo xây dựng\nkế hoạch tuyên truyền.\n2. Văn phòng theo dõi.\n"
)


def document(text: str = TEXT, **changes: Any) -> Document:
    """A document of two sections, the second on an inferred page."""
    second = text.index("II- ")
    sections = (
        Section("I", "I- MỤC ĐÍCH", ("I- MỤC ĐÍCH",), Span(0, second), len("I- MỤC ĐÍCH\n")),
        Section(
            "II", "II- TỔ CHỨC", ("II- TỔ CHỨC",), Span(second, len(text)), second + len("II- TỔ CHỨC\n")
        ),
    )
    pages = (Page(1, Span(0, second)), Page(2, Span(second, len(text)), certain=False))
    made = Document("abc", "ke-hoach", "ke-hoach.txt", text, text, pages=pages, sections=sections)
    return replace(made, **changes)


def citation(quoted: str, number: int = 1, **changes: Any) -> Citation:
    """The citation of words of ``document()``."""
    start = TEXT.index(quoted)
    made = Citation(
        number=number,
        document_id="abc",
        document="ke-hoach",
        title="Kế hoạch số 1 <x>",
        section="II",
        detail="khoản 1",
        path=("II- TỔ CHỨC",),
        page=2,
        page_certain=False,
        span=Span(start, start + len(quoted)),
        quote=quoted,
    )
    return replace(made, **changes)


def answer(text: str = "Ban Tuyên giáo. [1]", **changes: Any) -> Answer:
    """An answer with one citation."""
    made = Answer("Ai?", text, citations=(citation("Ban Tuyên giáo xây dựng\nkế hoạch tuyên truyền."),))
    return replace(made, **changes)
