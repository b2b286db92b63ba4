"""What the desk shows of how documents relate: links, what is cited and here, what is still to get."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.documents import Document
from ingest.relations import Cited, Link, LinkKind, Relations

_TOLD = (LinkKind.REPLACES, LinkKind.REPEALS, LinkKind.AMENDS, LinkKind.IMPLEMENTS, LinkKind.GUIDES)
_RISKY = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A link in words: ``source`` does ``verb`` to ``target``, as ``document`` says at its span."""

    source: str
    verb: str
    target: str
    document: Document
    link: Link


def shown_links(found: Relations, documents: Sequence[Document]) -> list[ShownLink]:
    """The links worth a line, each once, those that end or change a decision first."""
    by_id = {document.id: document for document in documents}
    shown: dict[tuple[str, str, LinkKind], ShownLink] = {}
    for link in sorted(found.links, key=lambda k: _TOLD.index(k.kind) if k.kind in _TOLD else 99):
        document = by_id.get(link.document_id)
        if link.kind in _TOLD and document is not None:
            source = link.source or document.title
            shown.setdefault(
                (source, link.target, link.kind), ShownLink(source, verb(link), link.target, document, link)
            )
    return list(shown.values())


def verb(link: Link) -> str:
    """What a link does, in words: "thay thế", "bãi bỏ một phần"."""
    partly = link.partial and link.kind is not LinkKind.AMENDS
    return f"{link.kind.value} một phần" if partly else link.kind.value


def to_get_csv(missing: Sequence[Cited], names: dict[str, str]) -> bytes:
    """The list of documents to get, for a spreadsheet."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(
        ("Loại", "Số, ký hiệu", "Ngày", "Cơ quan ban hành", "Trích yếu", "Được dẫn trong", "Số lần dẫn")
    )
    for item in missing:
        cited_by = "; ".join(names.get(i, "") for i in item.cited_by)
        row = (item.kind, item.number, item.date, item.issuer, item.subject, cited_by)
        writer.writerow((*map(_harmless, row), item.mentions))
    # The mark at the beginning tells spreadsheets that it is UTF-8.
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8")


def _harmless(text: str) -> str:
    """Text that a spreadsheet does not take for a formula."""
    flat = " ".join(text.split())
    return f"'{flat}" if flat.startswith(_RISKY) else flat
