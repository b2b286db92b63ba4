"""What the assistant knows of a corpus beyond its passages: term weights, decisions, bodies.

Made once per state of the library, from the documents alone.
"""

import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.answer import Quote
from assistant.words import CONTENT_FREE
from ingest.documents import DecisionRef, Document, Section
from ingest.references import number_key
from ingest.register import REGISTER_KIND
from ingest.spans import Span
from ingest.vietnamese import fold, sentences, tokens
from vectorstore.corpus import Corpus
from vectorstore.query import sign_tokens


@dataclass(frozen=True, slots=True)
class Mention:
    """A decision mentioned in a document."""

    document: Document
    ref: DecisionRef

    @property
    def quote(self) -> Quote:
        """The mention with what follows it up to its subject's end, within its sentence."""
        text, span = self.document.text, self.ref.span
        end = span.end
        if self.ref.subject:
            found = text.find(self.ref.subject, span.end, span.end + len(self.ref.subject) + 12)
            end = found + len(self.ref.subject) if found >= 0 else end
        start = span.start
        if self.ref.subject and end == span.end:
            before = text.rfind(self.ref.subject, max(0, span.start - 400), span.start)
            start = before if before >= 0 else start
        closing = re.match(r"[\"”)]+", text[end : end + 3])
        return Quote(self.document, Span(start, end + (len(closing[0]) if closing else 0)))


@dataclass(frozen=True, slots=True)
class Decision:
    """A numbered decision with every mention of it in the corpus, and the documents it is."""

    number: str
    kind: str
    mentions: tuple[Mention, ...]

    @property
    def sign(self) -> str:
        found = sign_tokens(self.number)
        return found[0] if found else self.number

    @property
    def name(self) -> str:
        return f"{self.kind} số {self.number}"

    def values(self, what: str) -> dict[str, list[Mention]]:
        """The distinct values of "date", "issuer" or "subject", each with its mentions.

        Register facts come last; values that differ only in case, dots or length count as one.
        """
        grouped: dict[str, list[Mention]] = {}
        for mention in sorted(self.mentions, key=lambda m: is_register(m.document)):
            value = str(getattr(mention.ref, what))
            if not value:
                continue
            key = next((k for k in grouped if _same_value(k, value)), value)
            grouped.setdefault(key, []).append(mention)
        return grouped


def is_register(document: Document) -> bool:
    return document.metadata.kind.value == REGISTER_KIND


def _same_value(a: str, b: str) -> bool:
    if re.search(r"\d{4}$", a) and re.search(r"\d{4}$", b):
        return [int(n) for n in re.findall(r"\d+", a)] == [int(n) for n in re.findall(r"\d+", b)]
    x, y = (" ".join(re.findall(r"\w+", fold(v))) for v in (a, b))
    return x.startswith(y) or y.startswith(x)


@dataclass(frozen=True, slots=True)
class Body:
    """An agency or organisation to which a provision gives duties.

    ``name`` as the provision writes it; ``quote`` is where it does.
    """

    name: str
    quote: Quote
    section: Section

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(t for t in (fold(x) for x in tokens(self.name)) if t not in CONTENT_FREE)


# The verbs by which a provision turns from its subject to what that subject must do.
_DUTY_VERB = re.compile(
    r":|\s+(?:(?:có |chịu )trách nhiệm|lãnh đạo|chỉ đạo|căn cứ|theo chức năng|chủ trì|phối hợp|xây dựng|tham mưu|"
    r"tổ chức|hướng dẫn|quy định|ban hành|thực hiện|triển khai|tăng cường|đẩy mạnh|tiếp tục|kiểm tra|giám sát|"
    r"được|phải|có nhiệm vụ|quản lý|rà soát|định hướng|vận động|tuyên truyền|thống nhất|bảo đảm|trình)\b"
)
_LONGEST_BODY = 170  # characters
_BODY_HEAD = re.compile(
    r"^(?:Các |Những )?(?:Ban|Đảng|Ủy ban|Uỷ ban|Hội đồng|Sở|Bộ|Văn phòng|Cơ quan|cơ quan|Mặt trận|Tỉnh|Huyện|Thành|cấp|Cấp|"
    r"Chính phủ|Quốc hội|Thủ tướng|Chủ tịch|Thanh tra|Kiểm toán|Công an|Bộ Chỉ huy|Đoàn|Hội|Liên đoàn|Trường|"
    r"tổ chức|Tổ chức|đơn vị|Đơn vị|ban|đảng|Người đứng đầu|Người|Cá nhân|Doanh nghiệp|huyện|sở|Phòng|Cục|Vụ|Tòa|Viện|Nhà nước)\b"
)


class Knowledge:
    """Term weights, decisions, bodies and sections of one corpus."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        counts: Counter[str] = Counter()
        pairs: Counter[tuple[str, str]] = Counter()
        for passage in corpus.passages:
            terms = [fold(t) for t in tokens(passage.chunk.text)]
            counts.update(set(terms))
            pairs.update(itertools.pairwise(terms))
        self._counts, self._pairs = counts, pairs
        self._size = max(1, len(corpus.passages))
        self.decisions = _decisions(corpus)
        self.bodies = tuple(_bodies(corpus))

    def weight(self, term: str) -> float:
        """How telling a folded term is: inverse document frequency over passages, at least 0.2."""
        return max(
            0.2, math.log((self._size + 1) / (self._counts.get(term, 0) + 0.5)) / math.log(self._size + 2)
        )

    def knows(self, term: str) -> bool:
        """True if the folded term occurs in any passage."""
        return term in self._counts

    def is_pair(self, first: str, second: str) -> bool:
        """True if the folded terms stand together more than once, as the syllables of a word do."""
        return self._pairs.get((first, second), 0) > 1

    def decisions_named(self, signs: tuple[str, ...]) -> list[Decision]:
        """The decisions whose numbers a question names, in the order named."""
        return [d for sign in signs for d in self.decisions if d.sign == sign]

    def sections(self) -> Iterator[tuple[Document, Section]]:
        for document in self.corpus.documents:
            for section in document.sections:
                yield document, section


def _decisions(corpus: Corpus) -> tuple[Decision, ...]:
    mentions: dict[str, list[Mention]] = defaultdict(list)
    for document in corpus.documents:
        for ref in document.references:
            mentions[number_key(ref.number)].append(Mention(document, ref))
    found = []
    for group in mentions.values():
        kinds = Counter(m.ref.kind for m in group)
        found.append(Decision(group[0].ref.number, kinds.most_common(1)[0][0], tuple(group)))
    return tuple(found)


def _bodies(corpus: Corpus) -> Iterator[Body]:
    """The subjects of provisions: what stands before the colon or the first verb of duty."""
    for document in corpus.documents:
        seen = set()
        for chunk in document.chunks:
            section = document.section_at(chunk.span.start)
            if section is None or section.label in seen:
                continue
            seen.add(section.label)
            first = next(iter(sentences(document.text, chunk.span)), chunk.span)
            text = first.of(document.text)
            verb = _DUTY_VERB.search(text)
            if not verb or not 4 <= verb.start() <= _LONGEST_BODY or not _BODY_HEAD.match(text):
                continue
            span = Span(first.start, first.start + verb.start())
            yield Body(span.of(document.text).strip(" ,"), Quote(document, span), section)
