"""Which documents a question names, and what it asks apart from that."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from assistant.question import Question, understand_question
from ingest.documents import Document
from ingest.vietnamese import fold, tokens

# What goes on about the document itself, not about another whose name begins alike.
_GOES_ON = (
    "có|đặt|nói|nêu|bảo đảm|chú trọng|thay thế|giao|được|ra|yêu cầu|định|muốn|quy định|đề|xác định|coi|ban hành|do|gồm|này|hướng|dành|ưu tiên|"
    "phấn đấu|nhấn|chỉ|dẫn|viện|nhắc|gửi|không|sẽ|phải"
)


def _called(kind: str, question: Question) -> bool:
    """True if the question speaks of "the Plan": its kind in capitals without a name."""
    # "Kế hoạch đầu tư công" and "Kế hoạch thực hiện …" are others
    return any(
        (match.start() > 0 or re.match(rf"\s+(?:{_GOES_ON})(?!\w)", question.text[match.end() :]))
        and not re.match(
            r"\s+(?:số|về|thực hiện|đầu tư|phát triển|triển khai|và|\d|[A-ZĐ])", question.text[match.end() :]
        )
        for match in re.finditer(rf"(?<!\w){kind}(?!\w)", question.text)
    )


_LEAST_ISSUER = 2  # syllables of an issuer's name that name it


def documents_named(
    question: Question, documents: Sequence[Document], signs: Mapping[str, frozenset[str]]
) -> list[Document]:
    """Those of ``documents`` that a question names: by number, title, kind and issuer, or as "Kế hoạch này".

    ``signs`` are the documents' own numbers by document id, in the form of ``sign_tokens``.
    """
    asked = set(question.query.signs)
    found = [d for d in documents if signs[d.id] & asked]
    found += [d for d in documents if d not in found and _title_in(d, question)]
    found = found or [d for d in documents if _issuer_in(d, question)]
    if found:
        return found
    kinds = Counter(d.metadata.kind.value for d in documents if d.metadata.kind)
    return [
        d
        for d in documents
        if kinds[kind := d.metadata.kind.value] == 1
        and (question.asks(rf"(?:ban )?{fold(kind)} nay") or _called(kind, question))
    ]


def words_of(document: Document) -> str:
    """The words by which a document is called: its title, kind, subject and issuer."""
    known = document.metadata
    return f"{document.title} {known.kind.value} {known.subject.value} {known.issuer.value}"


def without_issuer(question: Question, documents: Sequence[Document]) -> Question:
    """The question without the words that name ``documents`` by their issuer; itself if nothing else is left.

    What stands in the heading only would draw the search there: "Theo kế hoạch của Ban Thường vụ Tỉnh ủy, …".
    """
    places = [place for document in documents if (place := _issuer_in(document, question))]
    if not places:
        return question
    start, end = min(p[0] for p in places), max(p[1] for p in places)
    words = tokens(question.query.text)
    before = (
        words[: start - 1] if start and fold(words[start - 1]) in ("theo", "trong", "tai") else words[:start]
    )
    rest = understand_question(" ".join([*before, *words[end:]]))
    return rest if rest.content else question


def _issuer_in(document: Document, question: Question) -> tuple[int, int] | None:
    """Which of the question's syllables are the document's kind with its issuer: "Kế hoạch của Tỉnh ủy"."""
    known = document.metadata
    words = [fold(t) for t in tokens(question.query.text)]
    opening = [*fold(known.kind.value).split(), "cua"]
    issuer = fold(known.issuer.value).split()
    if not known.kind or len(issuer) < _LEAST_ISSUER:
        return None
    for start in range(len(words) - len(opening)):
        behind = start + len(opening)
        if words[start:behind] != opening:
            continue
        # A part of the name will do ("Tỉnh ủy"); the longest one is meant.
        for length in range(len(issuer), _LEAST_ISSUER - 1, -1):
            if words[behind : behind + length] in [
                issuer[n : n + length] for n in range(len(issuer) - length + 1)
            ]:
                return start, behind + length
    return None


def _title_in(document: Document, question: Question) -> bool:
    """True if a question has the document's kind and short subject: "Luật Thanh niên"."""
    known = document.metadata
    subject = re.sub(r"^ve\s+", "", fold(known.subject.value)).strip()
    if not known.kind or not 0 < len(subject.split()) <= 8:
        return False
    return question.asks(rf"{re.escape(fold(known.kind.value))} (?:ve )?{re.escape(subject)}")
