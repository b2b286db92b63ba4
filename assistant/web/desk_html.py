"""HTML of the desk: the list, the queue of uploads, one document opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.desk.desk import Opened
from assistant.desk.jobs import Job, State
from assistant.desk.pieces import Kind, Piece, pieces, undecided
from assistant.desk.relating import shown_links
from assistant.desk.rows import Row
from assistant.desk.sheets import pictured, sheet_at, sheets
from assistant.web.drawing import draw
from assistant.web.pages import address, picture_address
from ingest.cleaning.corrections import Correction
from ingest.cleaning.rule_names import rule_name
from ingest.documents import Document
from ingest.library import Library
from ingest.relations import Relations
from ingest.words import Box, boxes_of

FACT_NAMES = {
    "kind": "Loại văn bản", "number": "Số, ký hiệu", "date": "Ngày ban hành", "place": "Nơi ban hành",
    "issuer": "Cơ quan ban hành", "signer": "Người ký", "subject": "Trích yếu", "recipients": "Nơi nhận",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShownPiece:
    """A piece of the text with what the page shows of it."""

    piece: Piece
    text: str
    rule: str
    boxes: tuple[Box, ...] = ()


def list_html(rows: Sequence[Row]) -> str:
    """The documents as a table that can be sorted."""
    return draw("desk/list.html.j2", rows=rows)


def jobs_html(jobs: Sequence[Job]) -> str:
    """The uploads, the newest first, with their progress."""
    shown = [(job, status(job)) for job in reversed(jobs)]
    return draw("desk/jobs.html.j2", jobs=shown)


def status(job: Job) -> str:
    """Where a job stands in a few words: "đang đọc trang 3/12, còn khoảng 20 giây"."""
    text = job.state.value
    if job.state is State.RUNNING and job.pages:
        text += f" trang {min(job.page + 1, job.pages)}/{job.pages}"
        if job.seconds_left is not None:
            text += f", còn khoảng {duration(round(job.seconds_left))}"
    return text


def duration(seconds: int) -> str:
    """ "20 giây", "3 phút", "1 giờ 5 phút"."""
    if seconds < 60:
        return f"{max(seconds, 1)} giây"
    minutes = round(seconds / 60)
    return f"{minutes} phút" if minutes < 60 else f"{minutes // 60} giờ {minutes % 60} phút"


def relations_html(found: Relations, documents: Sequence[Document]) -> str:
    """How the documents relate: what is still to get, what replaces or changes what, what is here."""
    links = [
        (shown, address(shown.document, sheet_at(shown.document, shown.link.span.start), shown.link.span))
        for shown in shown_links(found, documents)
    ]
    return draw(
        "desk/relations.html.j2",
        missing=found.missing(),
        here=[item for item in found.cited if item.document_id],
        links=links,
        names={document.id: document.title for document in documents},
    )


def document_html(opened: Opened, page: int, library: Library) -> str:
    """A document with its facts, and one page of its text beside the page's picture."""
    document = opened.document
    all_sheets = sheets(document)
    sheet = all_sheets[min(max(page, 1), len(all_sheets)) - 1]
    words = library.words(document)
    shown = [
        ShownPiece(
            piece,
            piece.span.of(document.text),
            rule_name(piece.rule),
            boxes_of(document, words, piece.span).get(sheet.number, ())
            if piece.kind is not Kind.PLAIN
            else (),
        )
        for piece in pieces(document, opened.corrections, sheet.span)
    ]
    waiting = undecided(opened.corrections)
    facts = [(name, label, getattr(document.metadata, name)) for name, label in FACT_NAMES.items()]
    return draw(
        "desk/document.html.j2",
        document=document,
        row=opened.row,
        facts=facts,
        sheet=sheet,
        count=len(all_sheets),
        picture=picture_address(document, sheet.number) if pictured(document, sheet.number) else "",
        source=document.scanned(sheet.span),
        reading=address(document, sheet.number),
        pieces=shown,
        Kind=Kind,
        earlier=[(item, address(item.document, 1), written_date(item.on)) for item in opened.earlier],
        kinds_waiting=[(rule_name(rule), [c.key.code for c in found]) for rule, found in _by_rule(waiting)],
        waiting=[(c, rule_name(c.edit.rule), page_of(document, c)) for c in waiting[:_LISTED]],
        more=max(0, len(waiting) - _LISTED),
    )


def written_date(day: str) -> str:
    """An ISO date as it is written here: "24/11/2026"."""
    return "/".join(reversed(day.split("-")))


_LISTED = 200  # proposals shown at once


def page_of(document: Document, correction: Correction) -> int:
    """The number of the sheet that a correction stands on."""
    start = document.edited.to_clean(correction.edit.span).start
    return [s.number for s in sheets(document) if s.span.start <= start][-1]


def _by_rule(corrections: Sequence[Correction]) -> list[tuple[str, list[Correction]]]:
    ordered = sorted(corrections, key=lambda c: c.edit.rule)
    return [(rule, list(found)) for rule, found in groupby(ordered, key=lambda c: c.edit.rule)]
