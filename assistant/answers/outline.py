"""Questions about how a document is built: what a section is about, how many there are."""

import re
from collections.abc import Sequence

from assistant.answer import Quote, section_name
from assistant.answers.context import Context
from assistant.draft import Draft, Statement
from assistant.mentions import is_register
from assistant.naming import words_of
from assistant.scope import scopes_named
from ingest.documents import Document, Section
from ingest.headings import ROMANS
from ingest.spans import Span, stripped
from ingest.vietnamese import capitalised

KIND = "outline"

_ORDINALS = {
    "nhat": 1, "dau tien": 1, "hai": 2, "ba": 3, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
}  # fmt: skip
_ORDINAL = re.compile(
    r"(?<!\w)(?P<what>nhom|muc|phan|nhiem vu|giai phap|noi dung|muc tieu)(?: \w+){0,3}? (?:thu (?P<word>nhat|hai|ba|tu|nam|sau|bay|tam|chin|muoi|\d{1,2})|(?P<first>dau tien|cuoi cung))(?!\w)"
)
_COUNT = re.compile(r"(?<!\w)(?:may|bao nhieu) (?P<what>nhom|muc|phan|chuong|dieu|nhiem vu|giai phap)(?!\w)")
_PARTS = re.compile(
    r"(?<!\w)(?:gom|co|chia thanh|bo cuc)(?: \w+){0,3} (?:nhung |cac )?(?P<what>phan|muc|nhom|chuong) nao(?!\w)|bo cuc"
)
_TOPIC = r"noi (?:ve )?(?:noi dung |van de |dieu )?gi|ve (?:noi dung |van de |viec )?gi|la gi|ten (?:la )?gi|tieu de|noi dung (?:gi|chinh)|quy dinh (?:ve )?gi|bao gom gi|gom nhung gi|de cap gi|ke ro|noi ro|chi tiet|cu the hon"
_WORDS = (
    "nhom muc phan chuong dieu nhiem vu giai phap thu nhat hai ba tu nam sau bay tam chin muoi dau tien cuoi cung noi dung "
    "ten tieu de van de viec quy dinh gom bao chia thanh bo cuc chu yeu chinh ke hoach van ban may bao nhieu the con "
    "cua nay de cap trinh bay neu duoc nao lon tung ke ten day du het ro"
)


_MOST_PARTS = 20  # listed one by one; of more only the number is said
_MOST_DOCUMENTS = 8  # answered side by side; the rest is behind "xem thêm"


def answer_outline(context: Context) -> Draft | None:
    """What a section is about or how a document is divided, or None where more is asked."""
    question = context.question
    label = _section_asked(context)
    scopes = scopes_named(question, context.knowledge)
    if not label and len(scopes) == 1 and "." not in scopes[0].label:
        label = scopes[0].label
    counted = _COUNT.search(question.folded) or _PARTS.search(question.folded)
    if not label and not counted:
        return None
    if counted is None and not question.asks(_TOPIC):
        return None
    numerals = " ".join(re.findall(r"[ivx]+|\d+", question.folded))
    headings = [scope.heading for scope in scopes]
    named = context.knowledge.documents_named(question)
    titles = [words_of(d) for d in named]
    if context.residual(_WORDS, numerals, *headings, *titles) > 0.3 or _of_another_document(context):
        return None
    documents = named or [d for d in context.knowledge.corpus.documents if not is_register(d)]
    if counted:
        what = counted["what"] if "what" in counted.groupdict() else ""
        divided = [(d, parts) for d in documents if (parts := _parts(d, label, what))]
        if divided:
            return _divided(divided, label, what)
        if named and what in ("chuong", "dieu"):
            return Draft(KIND, confidence=0.0)  # it has none
    labelled = [(d, s) for d in documents for s in d.sections if label and s.label == label]
    if len({document.id for document, _ in labelled}) > 1:
        return _in_each(labelled)
    return _topic(*labelled[0]) if labelled else None


def _of_another_document(context: Context) -> bool:
    """True if the question names a document by number that is not here itself."""
    own = {s for signs in context.knowledge.corpus.document_signs.values() for s in signs}
    return any(sign not in own for sign in context.question.query.signs)


def _section_asked(context: Context) -> str:
    """The label that a question names ("mục III.5"), or counts to ("nhóm thứ tư" of "phần III")."""
    named = context.question.query.sections
    base = next((s for s in named if s.split(".")[0] in ROMANS), "")
    match = _ORDINAL.search(context.question.folded)
    if not match:
        labels = {s.label for d in context.knowledge.corpus.documents for s in d.sections}
        return next((label for label in named if label in labels), named[0] if named else "")
    word = match["word"] or match["first"]
    number = int(word) if word.isdigit() else _ORDINALS.get(word, 0)
    if not number:
        return base
    if match["what"] == "phan" and not base:
        return ROMANS[number]
    return f"{base}.{number}" if base else ""


def _topic(document: Document, section: Section) -> Draft:
    """The heading of a section with its subsections, or the start of its text."""
    below = [s for s in document.sections if is_under(s, section) and s.heading]
    if section.heading:
        quote = heading_quote(document, section)
        draft = Draft(
            KIND,
            [Statement(f"{capitalised(section_name(section.label))}: {bare_heading(section)}.", (quote,))],
        )
        draft.statements += [
            Statement(f"{s.label}: {bare_heading(s)}", (heading_quote(document, s),), item=True)
            for s in below
        ]
        if not below:
            draft.passages = _first_passages(document, section)
        return draft
    passages = _first_passages(document, section)
    if not passages:
        return Draft(KIND, confidence=0.0)
    return Draft(
        KIND, [Statement(f"{capitalised(section_name(section.label))} quy định:", (passages[0],))], passages
    )


def is_under(section: Section, other: Section) -> bool:
    """True if a section is a part of another, by its label ("II.1") or, in a chapter, by its headings."""
    if other.label.startswith("Chương"):
        return section is not other and other.heading in section.path
    return section.label.startswith(other.label + ".")


def _first_passages(document: Document, section: Section) -> list[Quote]:
    chunks = [c for c in document.chunks if section.span.contains(c.span)]
    return [Quote(document, c.span) for c in chunks[:1]]


def _in_each(labelled: Sequence[tuple[Document, Section]]) -> Draft:
    """What the section of one label is about in every document that has one."""
    lines = [
        Statement(f"{d.title}: {bare_heading(s) or q.text}".rstrip(" .") + ".", (q,), item=True)
        for d, s in labelled
        for q in [heading_quote(d, s)]
    ]
    lead = f"Nhiều văn bản có {section_name(labelled[0][1].label)}; hãy nêu tên văn bản để hỏi kỹ hơn:"
    return Draft(
        KIND, [Statement(lead, lines[0].grounds), *lines[:_MOST_DOCUMENTS]], more=lines[_MOST_DOCUMENTS:]
    )


def _parts(document: Document, label: str, what: str) -> list[Section]:
    """The divisions of a document, or of one of its parts."""
    if label:
        depth = label.count(".") + 1
        return [
            s for s in document.sections if s.label.startswith(label + ".") and s.label.count(".") == depth
        ]
    if what == "dieu":
        return [s for s in document.sections if s.label.startswith("Điều")]
    if what == "chuong":
        return [s for s in document.sections if s.label.startswith("Chương")]
    return [s for s in document.sections if s.label in ROMANS]


def _divided(divided: Sequence[tuple[Document, list[Section]]], label: str, what: str) -> Draft:
    """The divisions counted, of each document; those of a single one listed."""
    noun = {"nhom": "nhóm", "phan": "phần", "chuong": "chương", "dieu": "điều"}.get(what, "mục")
    several = len(divided) > 1
    lines = []
    for document, parts in divided:
        where = f"{document.title}, mục {label}," if label else document.title
        end = ":" if not several and len(parts) <= _MOST_PARTS else "."
        grounds = tuple(heading_quote(document, s) for s in parts)
        if len(parts) > _MOST_PARTS and parts[-1].label == f"Điều {len(parts)}":
            grounds = (grounds[0], grounds[-1])
        lines.append(Statement(f"{where} có {len(parts)} {noun}{end}", grounds, item=several))
    if several:
        return Draft(KIND, lines[:_MOST_DOCUMENTS], more=lines[_MOST_DOCUMENTS:])
    document, parts = divided[0]
    if len(parts) <= _MOST_PARTS:
        lines += [
            Statement(f"{s.label}: {bare_heading(s) or q.text}", (q,), item=True)
            for s, q in zip(parts, lines[0].grounds, strict=True)
        ]
    return Draft(KIND, lines)


def heading_quote(document: Document, section: Section) -> Quote:
    """The heading line of a section, or the beginning of its text where it has none."""
    if section.heading:
        return Quote(document, stripped(document.text, Span(section.span.start, section.body_start)))
    text = document.text[section.body_start : section.span.end]
    end = re.search(r"[:;.\n]|(?:\S+\s+){14}", text)
    return Quote(
        document,
        stripped(
            document.text, Span(section.body_start, section.body_start + (end.end() if end else len(text)))
        ),
    )


def bare_heading(section: Section) -> str:
    """A heading without its number: "II- MỤC TIÊU" gives "MỤC TIÊU"."""
    return re.sub(
        r"^\s*(?:(?:Điều|Chương|Mục)\s+\w+\s*[-–.:)]*|[\w|!]{1,5}\s*[-–.:)]+)\s*", "", section.heading
    ).strip(" .")
