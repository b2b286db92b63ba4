"""Pages of documents: their pictures with what is quoted boxed, and the view that opens a whole document."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from assistant.answer import Citation
from assistant.desk.sheets import (
    Highlight,
    Sheet,
    any_pictured,
    checked_highlight,
    fingerprint,
    highlight,
    pictured,
    sheet_at,
    sheets,
)
from assistant.facade import Assistant
from assistant.web.drawing import draw
from assistant.web.identity import problem
from assistant.web.typeset import set_text
from ingest.documents import Document
from ingest.errors import CanCuError
from ingest.library import Replaced
from ingest.readers.pages import page_image
from ingest.spans import Span
from ingest.words import Words

ROOT = "van-ban"
"""Where the pages are served, below the address of the chat."""
_DPI = {"nho": 100, "vua": 150, "to": 220}
_PICTURES = 48  # pages kept drawn: about 10 MB
_PRIVATE = {"cache-control": "private, max-age=86400"}


class NoPageError(CanCuError):
    """A page, or a document, that is not there to show."""

    def __init__(self) -> None:
        super().__init__("Trang này không còn trong kho tài liệu.", "Hãy hỏi lại hoặc mở lại từ danh sách.")


class Pages:
    """Shows pages of the documents of an assistant's library."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._drawn = lru_cache(maxsize=_PICTURES)(page_image)

    def document(self, document_id: str) -> Document:
        """A document by its id, also one that was replaced. Raises NoPageError."""
        found = self._current(document_id)
        if found is None:
            earlier = self.replaced(document_id)
            found = earlier.document if earlier else None
        if found is None:
            raise NoPageError
        return found

    def replaced(self, document_id: str) -> Replaced | None:
        """The earlier version that has this id."""
        if self._current(document_id):
            return None
        library = self._assistant.index.library
        return next((item for item in library.replaced() if item.document.id == document_id), None)

    def _current(self, document_id: str) -> Document | None:
        return next((d for d in self._assistant.corpus.documents if d.id == document_id), None)

    def picture(self, document_id: str, page: int, dpi: int) -> bytes:
        """A page as WebP. Raises NoPageError, UnreadableFileError."""
        document = self.document(document_id)
        if not pictured(document, page):
            raise NoPageError
        part, _, number = document.place_of(page)
        path: Path = self._assistant.index.library.file_path(document, part)
        return self._drawn(path, number, dpi)

    def highlight(self, document: Document, span: Span, check: str) -> Highlight | None:
        """What to mark of a document for an address that carries a span and its fingerprint."""
        return checked_highlight(document, self._words(document), span, check)

    def _words(self, document: Document) -> Words:
        if not any_pictured(document):
            return Words.of(document.original)
        return self._assistant.index.library.words(document)

    def cited(self, citation: Citation) -> str:
        """HTML of the page or pages that a citation stands on, for the sources panel; "" where there are none."""
        try:
            document = self.document(citation.document_id)
        except NoPageError:
            return ""
        marked = highlight(document, self._words(document), citation.span, citation.quote)
        first = sheet_at(document, citation.span.start) if marked else citation.page or 1
        link = address(document, first, marked.span if marked else None)
        # Without boxes a picture would leave it to the reader to find the words.
        pages = sorted(marked.boxes) if marked else []
        return draw(
            "cited.html.j2",
            link=link,
            number=citation.number,
            pages=[(n, picture_address(document, n), marked.boxes[n]) for n in pages] if marked else [],
            files={sheet.number: sheet.file for sheet in sheets(document)},
            title=document.title,
        )


def address(document: Document, page: int, span: Span | None = None) -> str:
    """The address, relative to the chat's, of a document opened at a page, with a span marked."""
    marked = {"tu": span.start, "den": span.end, "kiem": fingerprint(span.of(document.text))} if span else {}
    return f"{ROOT}/{document.id}?{urlencode({'trang': page, **marked})}"


def picture_address(document: Document, page: int, size: str = "vua") -> str:
    """The address of a page's picture, relative to the chat's."""
    return f"{ROOT}/{document.id}/trang/{page}.webp?co={size}"


def pages_app(pages: Pages) -> FastAPI:
    """The routes below ``ROOT``. Who may come in is checked before."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.exception_handler(CanCuError)
    def failed(request: Request, error: CanCuError) -> Response:
        if request.url.path.endswith(".webp"):
            return problem(error, 404)
        return HTMLResponse(draw("missing.html.j2", problem=error.message, next=error.next_step), 404)

    @app.get("/{document_id}/trang/{page}.webp")
    def picture(document_id: str, page: int, co: str = "vua") -> Response:
        data = pages.picture(document_id, page, _DPI.get(co, _DPI["vua"]))
        return Response(data, media_type="image/webp", headers=_PRIVATE)

    @app.get("/{document_id}")
    def view(document_id: str, trang: int = 1, tu: int = 0, den: int = 0, kiem: str = "") -> Response:
        document = pages.document(document_id)
        asked = Span(tu, den) if 0 <= tu < den else None
        marked = pages.highlight(document, asked, kiem) if asked else None
        stale = asked is not None and marked is None
        return HTMLResponse(
            view_html(document, trang, marked, stale=stale, replaced=pages.replaced(document_id))
        )

    return app


def view_html(
    document: Document, page: int, marked: Highlight | None, *, stale: bool, replaced: Replaced | None = None
) -> str:
    """The page that shows one page of a document, with the way to the others."""
    all_sheets = sheets(document)
    number = min(max(page, 1), len(all_sheets))
    sheet = all_sheets[number - 1]
    drawn = pictured(document, number)

    def at(other: int) -> str:
        # Beside this address: the view's own folder.
        return address(document, other, marked.span if marked else None).removeprefix(f"{ROOT}/")

    return draw(
        "reader.html.j2",
        document=document,
        sheet=sheet,
        count=len(all_sheets),
        at=at,
        previous=at(number - 1) if number > 1 else "",
        next=at(number + 1) if number < len(all_sheets) else "",
        picture=picture_address(document, number, "to").removeprefix(f"{ROOT}/") if drawn else "",
        boxes=marked.boxes.get(number, ()) if marked else (),
        text="" if drawn else set_text(document, sheet.span, marked.span if marked else None),
        notice=_notice(document, sheet, marked, drawn, at, stale=stale),
        replaced=replaced,
        span=marked.span if marked else None,
        check=fingerprint(marked.span.of(document.text)) if marked else "",
    )


def _notice(
    document: Document,
    sheet: Sheet,
    marked: Highlight | None,
    drawn: bool,
    at: Callable[[int], str],
    *,
    stale: bool,
) -> tuple[str, str, str]:
    """A sentence above the page, with a link and its words, or three times ""."""
    if stale:
        return "Văn bản đã được sửa sau khi trích, nên lời trích không được đánh dấu.", "", ""
    if marked is None:
        return "", "", ""
    if sheet.number in marked.boxes or (not drawn and sheet.span.overlaps(marked.span)):
        return "", "", ""
    first = min(marked.boxes, default=sheet_at(document, marked.span.start))
    if first != sheet.number:
        return "Lời trích ở trang khác.", at(first), f"Về trang {first}"
    return "Không xác định được vị trí của lời trích trên trang này, nên không đánh dấu.", "", ""
