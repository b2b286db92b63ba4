"""What ``python -m ingest relations`` prints."""

import json
import sys
from collections.abc import Sequence

from ingest.documents import Document
from ingest.relations import Cited, Link, LinkKind, Relations, relations

_SHOWN = (LinkKind.REPLACES, LinkKind.REPEALS, LinkKind.AMENDS, LinkKind.IMPLEMENTS)


def print_relations(documents: Sequence[Document], *, as_json: bool) -> None:
    """Print the links between ``documents`` and what they cite, for people or as JSON."""
    found = relations(documents)
    names = {document.id: document.name for document in documents}
    text = json.dumps(_plain(found, names), ensure_ascii=False, indent=1) if as_json else _told(found, names)
    sys.stdout.write(text + "\n")


def _told(found: Relations, names: dict[str, str]) -> str:
    lines = []
    seen: set[tuple[str, str, LinkKind]] = set()
    for link in found.links:
        key = (link.document_id, link.target, link.kind)
        if link.kind in _SHOWN and key not in seen:
            seen.add(key)
            part = " một phần" if link.partial and link.kind is not LinkKind.AMENDS else ""
            source = link.source or names[link.document_id]
            lines.append(
                f"{source} {link.kind.value}{part} {link.target} ({names[link.document_id]}, {link.section})"
            )
    here = [item for item in found.cited if item.document_id]
    lines += [f"Có trong kho: {_named(item)}" for item in here]
    lines += [f"Còn thiếu: {_named(item)}, được dẫn {item.mentions} lần" for item in found.missing()]
    return "\n".join(lines) or "Các tài liệu không dẫn văn bản nào."


def _named(item: Cited) -> str:
    return " ".join(filter(None, (item.kind, item.number, item.subject)))


def _plain(found: Relations, names: dict[str, str]) -> dict[str, object]:
    return {
        "links": [_plain_link(link, names) for link in found.links],
        "cited": [
            {
                "number": item.number,
                "kind": item.kind,
                "date": item.date,
                "issuer": item.issuer,
                "subject": item.subject,
                "document": names.get(item.document_id or ""),
                "cited_by": [names[i] for i in item.cited_by],
                "mentions": item.mentions,
            }
            for item in found.cited
        ],
    }


def _plain_link(link: Link, names: dict[str, str]) -> dict[str, object]:
    return {
        "kind": link.kind.value,
        "source": link.source,
        "target": link.target,
        "partial": link.partial,
        "document": names[link.document_id],
        "section": link.section,
        "span": [link.span.start, link.span.end],
    }
