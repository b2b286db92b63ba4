"""Questions about a document itself: number, date, issuer, subject, recipients, signer."""

import re

from assistant.answer import Quote
from assistant.answers.context import Context
from assistant.draft import Draft, Statement
from assistant.mentions import is_register
from ingest.documents import Document, Fact
from ingest.spans import Span, stripped
from ingest.structure import HEADER, RECIPIENTS
from ingest.vietnamese import capitalised, fold

KIND = "metadata"

_ISSUER = r"(?:do )?(?:ai|co quan nao|cap nao|don vi nao|to chuc nao) (?:da )?(?:ban hanh|ra)|co quan ban hanh|cua co quan nao|ban hanh boi"
_DATE = r"(?:ban hanh|ky|ra|ngay)(?: \w+){0,3} (?:ngay|thang|nam|khi|thoi diem|bao)(?: \w+)? (?:nao|nhieu|gio)|ngay ban hanh|ngay ky|ngay thang|khi nao|thang may|ngay may|thang nam nao|thoi diem ban hanh|thang nao"
_NUMBER = r"so va ky hieu|so ky hieu|so hieu|ky hieu|so bao nhieu|so may|mang so|van ban so|so cua"
_SUBJECT = r"trich yeu|ten day du|tieu de|ten goi|ve viec gi|noi dung chinh la gi"
_PLACE = r"ban hanh o dau|o dau|dia danh|noi ban hanh"
_RECIPIENTS = r"noi nhan|gui (?:cho|den|toi)|duoc gui|nhan (?:ban )?ke hoach|gui nhung"
_SIGNER = r"ai ky|nguoi ky|chuc vu nguoi ky|ky thay|thay mat|ho ten nguoi ky"
_ON_BEHALF = r"thay mat|tap the nao|co quan nao ky|t/m"
_ABOUT_WORDS = (
    "tap the "
    "ke hoach van ban tai lieu nay ban hanh ngay thang nam so ky hieu hieu co quan cap don vi to chuc thoi diem trich yeu ten "
    "day du tieu de noi nhan gui nguoi ho chuc vu ky thay mat dau dia danh bao nhieu mang cua nhung noi dung chinh goi ghi "
    "the nao duoc ra vao luc gio boi"
)


def answer_about(context: Context) -> Draft | None:
    """What a document's heading and end say of it, or None where the question is about its content."""
    question = context.question
    wanted = {
        name: question.asks(pattern)
        for name, pattern in (
            ("issuer", _ISSUER), ("date", _DATE), ("number", _NUMBER), ("subject", _SUBJECT), ("place", _PLACE),
            ("recipients", _RECIPIENTS), ("signer", _SIGNER),
        )
    }  # fmt: skip
    # When a document takes effect, and what it replaces, its articles say.
    if not any(wanted.values()) or question.asks("hieu luc|thay the|thay cho|bai bo"):
        return None
    document = _document(context)
    if document is None:
        return None
    if (
        context.residual(
            _ABOUT_WORDS, document.title, document.metadata.kind.value, *_told(document, wanted["recipients"])
        )
        > 0.3
    ):
        return None
    draft = Draft(KIND)
    if wanted["signer"]:
        return _signer(document, question.asks(_ON_BEHALF))
    if wanted["recipients"]:
        return _recipients(document)
    facts = document.metadata
    for name, fact, before in (
        ("issuer", facts.issuer, "do"),
        ("number", facts.number, "có số, ký hiệu"),
        ("date", facts.date, "ban hành"),
        ("place", facts.place, "ban hành tại"),
        ("subject", facts.subject, "có trích yếu:"),
    ):
        if not wanted[name]:
            continue
        statement = _statement(document, name, fact, before)
        if statement:
            draft.statements.append(statement)
    draft.confidence = 1.0 if draft.statements else 0.0
    return draft


def _told(document: Document, recipients: bool) -> tuple[str, ...]:
    """The text of the recipients, if they are asked about: a question may name one of them."""
    if not recipients:
        return ()
    found = next((s for s in document.sections if s.label == RECIPIENTS), None)
    words = "bao cao co quan trung uong nam co nam trong nhan de biet phoi hop luu gui nhung ai"
    return (words, found.span.of(document.text)) if found else (words,)


def _document(context: Context) -> Document | None:
    """The document that the question is about: named by number, or the one of its kind."""
    question = context.question
    documents = [d for d in context.knowledge.corpus.documents if not is_register(d)]
    signs = set(question.query.signs)
    if signs:
        return next((d for d in documents if context.knowledge.corpus.document_signs[d.id] & signs), None)
    kinds = [d for d in documents if d.metadata.kind and fold(d.metadata.kind.value) in question.folded]
    if not kinds and question.asks("van ban nay|tai lieu nay|van ban|tai lieu"):
        kinds = documents
    return kinds[0] if len(kinds) == 1 else None


def _name(document: Document) -> str:
    kind = document.metadata.kind.value or "Văn bản"
    return document.title if document.metadata.number else f"{kind} này"


def _statement(document: Document, name: str, fact: Fact, before: str) -> Statement | None:
    span = fact.span or (_header(document) if fact.by_hand else None)
    if span is None:
        return None
    grounds = (Quote(document, span),)
    if fact.legible:
        said = f"{fact.value} ban hành" if name == "issuer" else fact.value
        # The passage may read otherwise: who vouches for the value is said.
        vouched = " (theo người phụ trách tài liệu đã sửa)" if fact.by_hand else ""
        return Statement(f"{_name(document)} {before} {said}{vouched}.", grounds)
    if name == "number":
        sign = document.metadata.sign.value
        known = (
            f"Ký hiệu của {_name(document).lower()} là {sign}; "
            if sign
            else f"{_name(document)} có ghi số, nhưng "
        )
        return Statement(f"{known}phần số không đọc được trong bản quét.", grounds)
    known = f"{_name(document)} {before} {fact.value}; " if fact.value else ""
    text = f"{known}ngày không đọc được trong bản quét."
    return Statement(capitalised(text), grounds)


def _header(document: Document) -> Span | None:
    """The heading, where a fact that it does not have would stand."""
    section = next((s for s in document.sections if s.label == HEADER), None)
    return stripped(document.text, section.span) if section else None


def _recipients(document: Document) -> Draft:
    section = next((s for s in document.sections if s.label == RECIPIENTS), None)
    if section is None:
        return Draft(KIND, confidence=0.0)
    chunk = next(c for c in document.chunks if c.section == RECIPIENTS)
    quote = Quote(document, chunk.span)
    return Draft(KIND, [Statement(f"Nơi nhận của {_name(document)}:", (quote,))], [quote])


def _signer(document: Document, asks_on_behalf: bool) -> Draft:
    """The signature block. A name is given only where one stands there."""
    pattern = re.compile(
        r"(?:T/M|TM\.?|KT\.|TL\.|TUQ\.)[^\n]*\n+(?P<title>[^\n]+)\n+(?P<name>[A-ZĐ][^\n\d]{4,40})\s*$",
        re.MULTILINE,
    )
    tail = next((s.span for s in reversed(document.sections) if s.label == RECIPIENTS), None)
    match = pattern.search(document.text, tail.start, tail.end) if tail else None
    on_behalf = (
        re.search(
            r"^[ \t]*(?:T/M|TM\.?)\s+(?P<body>[^\n]{3,80})$", document.text[tail.start : tail.end], re.M
        )
        if tail
        else None
    )
    if on_behalf and tail and asks_on_behalf:
        start = tail.start + on_behalf.start("body")
        quote = Quote(
            document,
            stripped(document.text, Span(tail.start + on_behalf.start(), tail.start + on_behalf.end())),
        )
        body = document.text[start : tail.start + on_behalf.end()].strip()
        return Draft(KIND, [Statement(f"{_name(document)} được ký thay mặt (T/M) {body}.", (quote,))])
    if match:
        span = stripped(document.text, Span(match.start(), match.end()))
        text = f"{_name(document)} do {match['name'].strip()} ký."
        return Draft(KIND, [Statement(text, (Quote(document, span),))])
    return Draft(KIND, confidence=0.0)
