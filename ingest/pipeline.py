"""From the bytes of a file to a document: the table of contents of ingest."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.chunks import make_chunks
from ingest.cleaning import clean
from ingest.cleaning.cleaned import Cleaned
from ingest.cleaning.corrections import Decisions, load_decisions
from ingest.documents import Document, Fact, Mark, Metadata, Page, Section
from ingest.edits import Edit, EditedText
from ingest.errors import UnreadableFileError
from ingest.hand import HandWork, apply_edits, apply_facts, covered, load_hand
from ingest.layout import PageStart, join_lines
from ingest.library import Library
from ingest.metadata import read_metadata
from ingest.readers import read
from ingest.readers.several import Block, NamedFile, blocks, hash_of, read_several
from ingest.readers.source import Source
from ingest.readers.watch import QUIET, Watch
from ingest.references import find_references
from ingest.register import REGISTER_FILE, REGISTER_KIND, parse_register, register_text
from ingest.spans import Span
from ingest.structure import find_sections
from ingest.words import Words
from ingest.wrapping import soft_ends


@dataclass(frozen=True, slots=True)
class Reading:
    """A document and the places of its words."""

    document: Document
    words: Words


def read_document(data: bytes, file_name: str, data_dir: Path | None = None) -> Document:
    """A document from the bytes of a file; ``data_dir`` holds decisions on earlier corrections.

    Raises UnreadableFileError.
    """
    return read_file(data, file_name, data_dir).document


def read_file(data: bytes, file_name: str, data_dir: Path | None = None, watch: Watch = QUIET) -> Reading:
    """A document from the bytes of a file, and where its words stand.

    Recognised pages of a scan are kept under ``data_dir`` until ``forget_pages``. Raises
    UnreadableFileError, RecogniserMissingError, CancelledError.
    """
    document_id = hash_of([data])
    name = file_name.rsplit(".", 1)[0]
    if file_name == REGISTER_FILE:
        document = _register_document(data, document_id, name)
        return Reading(document, Words.of(document.original))
    cache = _page_cache(data_dir, document_id) if data_dir else None
    source = read(data, file_name, cache, watch)
    return Reading(_document(source, document_id, name, file_name, data_dir), source.words)


def read_files(
    files: Sequence[NamedFile], name: str, data_dir: Path | None = None, watch: Watch = QUIET
) -> Reading:
    """The one document called ``name`` that several files make in this order, as ``read_file``."""
    source = read_several(files, name, data_dir / "pages" if data_dir else None, watch)
    document_id = hash_of([file.data for file in files])
    return Reading(_document(source, document_id, name, name, data_dir), source.words)


def read_again(document: Document, library: Library) -> Reading:
    """A document made anew from the text that was read from its file, with the decisions that now hold.

    Nothing is recognised again. Raises DataDirError; UnreadableFileError for a record from before
    its layout was kept, whose file is read again.
    """
    if document.wrapped is None:
        return read_file(library.file_data(document), document.file_name, library.data_dir)
    source = source_again(document, library.words(document))
    made = _document(source, document.id, document.name, document.file_name, library.data_dir)
    return Reading(made, source.words)


def source_again(document: Document, words: Words) -> Source:
    """What the reader made of a document's file, from what is kept of it."""
    recognised = any(page.recognised for page in document.pages)
    text_file = not document.parts and document.file_name.lower().endswith(".txt")
    return Source(
        document.original,
        tuple(PageStart(p.original_start, p.certain, p.recognised, p.own) for p in document.pages),
        recognised or text_file,
        bool(document.wrapped),
        words,
        document.asides,
        document.parts,
    )


def forget_pages(data_dir: Path, contents: Sequence[bytes]) -> None:
    """Remove what was kept of the recognised pages of these files, now that the library has them."""
    for data in contents:
        shutil.rmtree(_page_cache(data_dir, hash_of([data])), ignore_errors=True)


def _page_cache(data_dir: Path, file_hash: str) -> Path:
    return data_dir / "pages" / file_hash


def _document(source: Source, document_id: str, name: str, file_name: str, data_dir: Path | None) -> Document:
    decisions = load_decisions(data_dir, document_id) if data_dir else None
    cleaned = _cleaned(source, decisions)
    hand = load_hand(data_dir, document_id) if data_dir else HandWork()
    edited = apply_edits(cleaned.edited, hand.edits)
    edited = edited.then(_line_joins(source, edited)) if source.wrapped else edited
    text = edited.text
    if not text.strip():
        raise UnreadableFileError(f"Tệp {file_name} không có chữ.", "Hãy kiểm tra lại tệp rồi nạp lại.")
    sections = find_sections(text)
    pages = _pages(source, edited)
    return Document(
        id=document_id,
        name=name,
        file_name=file_name,
        original=source.text,
        text=text,
        edits=edited.edits,
        proposals=cleaned.proposals,
        marks=tuple(Mark(edited.to_clean(span)) for span in cleaned.illegible if not covered(span, edited)),
        metadata=apply_facts(read_metadata(text, sections), hand.facts),
        pages=pages,
        sections=sections,
        chunks=make_chunks(text, sections, [page for page in pages if page.own]),
        references=find_references(text, sections),
        asides=source.asides,
        wrapped=source.wrapped,
        parts=source.parts,
    )


def _line_joins(source: Source, edited: EditedText) -> list[Edit]:
    """The edits that join wrapped lines; of several files those of each block, which stay apart."""
    soft = _soft_ends(source, edited)
    found = blocks(source) or (Block(0, wrapped=True, printed=True),)
    starts = [edited.to_clean(Span(block.start, block.start)).start for block in found]
    edits: list[Edit] = []
    for block, start, end in zip(found, starts, [*starts[1:], len(edited.text)], strict=True):
        if block.wrapped:
            ends = (
                {e - start for e in soft if start <= e < end} if block.printed and soft is not None else None
            )
            edits += (edit.shifted(start) for edit in join_lines(edited.text[start:end], ends))
    return edits


def _soft_ends(source: Source, edited: EditedText) -> frozenset[int] | None:
    """The line ends of the cleaned text at which the printed page shows that a paragraph goes on."""
    soft = soft_ends(source.text, source.words)
    return None if soft is None else frozenset(edited.to_clean(Span(end, end)).start for end in soft)


def _cleaned(source: Source, decisions: Decisions | None) -> Cleaned:
    """The text cleaned where it was recognised: pages with letters of their own stay as they are."""
    edits: list[Edit] = []
    proposals: list[Edit] = []
    marks: list[Span] = []
    for start, part in recognised_parts(source):
        done = clean(part, decisions)
        edits += (edit.shifted(start) for edit in done.edited.edits)
        proposals += (edit.shifted(start) for edit in done.proposals)
        marks += (span.shifted(start) for span in done.illegible)
    return Cleaned(EditedText(source.text, tuple(edits)), tuple(proposals), tuple(marks))


def recognised_parts(source: Source) -> Iterator[tuple[int, str]]:
    """The runs of pages whose letters were recognised, which are cleaned each by itself: start and text."""
    if not any(start.recognised for start in source.page_starts):
        if source.recognised:
            yield 0, source.text
        return
    runs = [(s.offset if n else 0, s.recognised) for n, s in enumerate(source.page_starts)]
    apart = {block.start for block in blocks(source)}
    firsts = [run for n, run in enumerate(runs) if not n or run[1] != runs[n - 1][1] or run[0] in apart]
    ends = [*(start for start, _ in firsts[1:]), len(source.text)]
    for (start, recognised), end in zip(firsts, ends, strict=True):
        if recognised:
            yield start, source.text[start:end]


def _register_document(data: bytes, document_id: str, name: str) -> Document:
    register = parse_register(data.decode("utf-8", errors="replace"))
    text = register_text(register)
    sections, start = [], 0
    for entry in register.decisions:
        end = start + len(entry.sentence()) + 1
        sections.append(Section(entry.number, f"{entry.kind} số {entry.number}", (), Span(start, end), start))
        start = end
    return Document(
        id=document_id,
        name=name,
        file_name=REGISTER_FILE,
        original=text,
        text=text,
        metadata=Metadata(kind=Fact(REGISTER_KIND)),
        sections=tuple(sections),
        chunks=make_chunks(text, sections, ()),
        references=find_references(text, sections),
    )


def _pages(source: Source, edited: EditedText) -> tuple[Page, ...]:
    """The pages as spans of the cleaned text, which they tile."""
    if not source.page_starts:
        return ()
    starts = [replace(source.page_starts[0], offset=0), *source.page_starts[1:]]
    offsets = [edited.to_clean(Span(s.offset, s.offset)).start for s in starts]
    ends = [*offsets[1:], len(edited.text)]
    return tuple(
        Page(
            number,
            Span(start, max(start, end)),
            page.certain,
            page.offset,
            page.recognised,
            source.words.page_confidence(number),
            page.own,
        )
        for number, (page, start, end) in enumerate(zip(starts, offsets, ends, strict=True), 1)
    )
