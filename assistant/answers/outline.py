"""Questions about how a document is built: what a section is about, how many there are."""

import re

from assistant.answer import Quote
from assistant.answers.context import Context
from assistant.draft import Draft, Statement
from assistant.mentions import is_register
from assistant.scope import scopes_named
from ingest.documents import Document, Section
from ingest.headings import ROMANS
from ingest.spans import Span, stripped

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
    if context.residual(_WORDS, numerals, *headings) > 0.3 or _of_another_document(context):
        return None
    for document in context.knowledge.corpus.documents:
        if is_register(document):
            continue
        if counted and (
            draft := _parts(document, label, counted["what"] if "what" in counted.groupdict() else "")
        ):
            return draft
        if label and (section := next((s for s in document.sections if s.label == label), None)):
            return _topic(document, section)
    return None


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
        return named[0] if named else ""
    word = match["word"] or match["first"]
    number = int(word) if word.isdigit() else _ORDINALS.get(word, 0)
    if not number:
        return base
    if match["what"] == "phan" and not base:
        return ROMANS[number]
    return f"{base}.{number}" if base else ""


def _topic(document: Document, section: Section) -> Draft:
    """The heading of a section with its subsections, or the start of its text."""
    below = [s for s in document.sections if s.label.startswith(section.label + ".") and s.heading]
    if section.heading:
        quote = _heading(document, section)
        draft = Draft(KIND, [Statement(f"Mục {section.label}: {_bare(section)}.", (quote,))])
        draft.statements += [Statement(_bare(s), (_heading(document, s),), item=True) for s in below]
        if not below:
            draft.passages = _first_passages(document, section)
        return draft
    passages = _first_passages(document, section)
    if not passages:
        return Draft(KIND, confidence=0.0)
    return Draft(KIND, [Statement(f"Mục {section.label} quy định:", (passages[0],))], passages)


def _first_passages(document: Document, section: Section) -> list[Quote]:
    chunks = [c for c in document.chunks if section.span.contains(c.span)]
    return [Quote(document, c.span) for c in chunks[:1]]


def _parts(document: Document, label: str, what: str) -> Draft | None:
    """The divisions of a document, or of one of its parts, counted and listed."""
    if label:
        depth = label.count(".") + 1
        parts = [
            s for s in document.sections if s.label.startswith(label + ".") and s.label.count(".") == depth
        ]
    elif what == "dieu":
        parts = [s for s in document.sections if s.label.startswith("Điều")]
    elif what == "chuong":
        parts = [s for s in document.sections if s.label.startswith("Chương")]
    else:
        parts = [s for s in document.sections if s.label in ROMANS]
    if not parts:
        return None
    noun = {"nhom": "nhóm", "phan": "phần", "chuong": "chương", "dieu": "điều"}.get(what, "mục")
    where = f"Mục {label}" if label else "Văn bản"
    quotes = [_heading(document, s) for s in parts]
    draft = Draft(
        KIND,
        [
            Statement(
                f"{where} có {len(parts)} {noun}" + (":" if len(parts) <= 20 else "."), tuple(quotes[:20])
            )
        ],
    )
    if len(parts) <= 20:
        draft.statements += [
            Statement(f"{s.label}: {_bare(s) or q.text}", (q,), item=True)
            for s, q in zip(parts, quotes, strict=True)
        ]
    return draft


def _heading(document: Document, section: Section) -> Quote:
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


def _bare(section: Section) -> str:
    """A heading without its number: "II- MỤC TIÊU" gives "MỤC TIÊU"."""
    return re.sub(
        r"^\s*(?:Điều\s+\w+|Chương\s+\w+|Mục\s+\w+|[\w|!]{1,5})\s*[-–.:)]+\s*", "", section.heading
    ).strip(" .")
