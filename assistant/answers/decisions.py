"""Questions about decisions: date, issuer and subject of one named; which one; all of a kind."""

import re
from collections.abc import Iterable

from assistant.answer import Quote, places_of
from assistant.answers.context import Context
from assistant.draft import Draft, Statement
from assistant.evidence import split_clauses
from assistant.knowledge import Knowledge
from assistant.mentions import Decision, Mention, is_register
from ingest.references import KINDS, issuer_of_sign
from ingest.spans import Span
from ingest.vietnamese import fold, sentences, tokens

KIND = "related_decisions"

_DATE_ASKED = r"ngay|thoi diem|khi nao|bao gio|nam nao|thang nao|luc nao"
_ISSUER_ASKED = (
    r"(?:do )?(?:co quan|cap|don vi|to chuc) nao(?: da| la noi)? (?:ban hanh|phe duyet|ky|ra|thong qua)|ai ban hanh|do ai|"
    r"cua ai|cua co quan nao|ai phe duyet|co quan ban hanh|co quan nao"
)
_SUBJECT_ASKED = (
    r"ve (?:\w+ ){0,3}gi|ban ve|noi ve|noi dung|trich yeu|phe duyet (?:cai |noi dung )?gi|"
    r"la (?:van ban )?gi|quy dinh (?:ve )?gi|lien quan (?:den|toi) (?:viec )?gi|muc dich|de lam gi|tiep tuc thuc hien"
)
_WHERE_ASKED = r"(?:o|tai) (?:dau|muc nao|phan nao|nhung muc nao)|duoc (?:nhac|vien dan|trich dan)"
_KIND_NAMES = "|".join(sorted({fold(k) for k in KINDS} | {"van ban", "quyet sach"}, key=len, reverse=True))
_WHICH = re.compile(
    rf"(?<!\w)(?:{_KIND_NAMES})(?: (?:rieng|cu the|so|nao do|gi|moi|khac|cua(?: \w+){{1,4}}))? nao(?!\w)|(?<!\w)(?:so|so hieu|so, ngay|so va ngay) (?:cua )?(?:{_KIND_NAMES})"
)
_ALL = re.compile(
    rf"(?<!\w)(?:danh sach|liet ke|ke ten|ke ra|neu ten|toan bo|tat ca|nhung|cac|may|bao nhieu)(?: \w+){{0,3}}? (?:{_KIND_NAMES})(?!\w)"
)
_ISSUERS = (
    "thu tuong chinh phu", "thu tuong", "bo chinh tri", "tinh uy", "ban chap hanh trung uong", "trung uong",
    "chinh phu", "quoc hoi", "ban bi thu", "hoi nghi trung uong", "hoi dong nhan dan", "uy ban nhan dan",
)  # fmt: skip
_DATE_NAMED = re.compile(r"(?<!\d)\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:19|20)\d{2}(?!\d)")
_SHORTEST_CLAUSE = 150  # characters; a shorter clause takes the one before along
_LEAST_MATCH = 0.45  # share of the question's telling words around a mention to name it the answer


def answer_decisions(context: Context) -> Draft | None:
    """An answer about decisions, or None where the question is about something else."""
    question, knowledge = context.question, context.knowledge
    named = knowledge.decisions_named(question.query.signs)
    own = {s for signs in knowledge.corpus.document_signs.values() for s in signs}
    if named and question.asks("hieu luc|thay the|thay cho|bai bo") and own & set(question.query.signs):
        return None  # its own articles say
    if named:
        return _named(context, named)
    if question.query.signs:
        return None
    if _ALL.search(question.folded) and (listed := _listed(context)):
        return listed
    if _WHICH.search(question.folded):
        return _which(context)
    return None


# -- one or more decisions named ---------------------------------------------------------------


def _named(context: Context, named: list[Decision]) -> Draft | None:
    question = context.question
    asked = [
        what
        for what, pattern in (("date", _DATE_ASKED), ("issuer", _ISSUER_ASKED), ("subject", _SUBJECT_ASKED))
        if question.asks(pattern)
    ]
    where = question.asks(_WHERE_ASKED)
    known = " ".join(
        part
        for d in named
        for part in (d.name, *(v for what in ("issuer", "subject") for v in d.values(what)))
    )
    asked_words = (
        "ngay thang nam ban hanh ky phe duyet co quan thoi diem noi dung van de trich yeu quyet dinh nghi quyet ket luan "
        "chi thi van ban so tiep tuc thuc hien chuong trinh hanh dong vien dan nhac trong muc moc tam nhin"
    )
    rest = context.residual(known, " ".join(re.findall(r"[\w/-]+", fold(known))), asked_words)
    about = question.asks(r"la (?:van ban )?gi|la van ban nao|cho biet|thong tin|gioi thieu") or rest <= 0.05
    if (
        rest > 0.3
        or not (asked or where or about)
        or question.asks("(?<!ngay )(?<!thang )(?<!nam )(?:bao nhieu|may)")
    ):
        return None
    if where:
        asked = (
            ["subject"]
            if question.asks(r"(?:ve|toi|den|voi) (?:viec|van de|linh vuc|noi dung)? ?(?:gi|nao)")
            else []
        )
    draft = Draft(KIND)
    for decision in named:
        draft.statements += _facts(decision, asked or ["date", "issuer", "subject"], must=asked)
        if "subject" in asked and not decision.values("subject"):
            draft.passages += [_clause(m) for m in decision.mentions if not is_register(m.document)][:1]
        if where:
            draft.statements += _places(decision)
    return draft if draft.statements else Draft(KIND, confidence=0.0)


def _facts(decision: Decision, asked: list[str], must: Iterable[str] = ()) -> list[Statement]:
    """What the documents say of a decision, in one sentence, and where they differ."""
    values = {what: decision.values(what) for what in ("date", "issuer", "subject")}
    if any(not values[what] for what in must if what != "subject"):
        return []
    date, issuer, subject = (next(iter(values[what]), "") for what in ("date", "issuer", "subject"))
    dates = {d: [m for m in ms if not is_register(m.document)] for d, ms in values["date"].items()}
    differing = {d: ms for d, ms in dates.items() if ms}
    if "date" in asked and len(differing) > 1:
        return conflict_statements(decision)
    parts = [decision.name]
    grounds: list[Mention] = []
    for what, value, text in (
        ("date", date, f"ngày {date}"),
        ("issuer", issuer, f"của {issuer}"),
        ("subject", subject, _subject_phrase(subject)),
    ):
        if value and (what in asked or what != "subject"):
            parts.append(text)
            grounds.append(values[what][value][0])
    if not grounds:
        return []
    quotes = tuple(dict.fromkeys(m.quote for m in grounds))
    return [Statement(", ".join(parts) + ".", quotes)]


def _subject_phrase(subject: str) -> str:
    return subject[:1].lower() + subject[1:] if fold(subject).startswith("ve ") else f"về {subject}"


def conflict_statements(decision: Decision) -> list[Statement]:
    """Both dates, each with its passage, and what the register says; none where there is no conflict."""
    found = decision.values("date")
    if len(found) < 2 and len(decision.values("issuer")) < 2:
        return []
    statements = []
    written = []
    for date, mentions in found.items():
        own = [m for m in mentions if not is_register(m.document)]
        if own:
            written.append((date, own[0]))
    if len(written) > 1:
        parts = [f"ngày {date} ({m.quote.place})" for date, m in written]
        text = f"{decision.name} được ghi {len(written)} ngày khác nhau: {' và '.join(parts)}."
        statements.append(Statement(text, tuple(m.quote for _, m in written)))
    issuers = [(value, ms[0]) for value, ms in decision.values("issuer").items()]
    if len(issuers) > 1 and not any(fold(a) in fold(b) for a, _ in issuers for b, _ in issuers if a != b):
        parts = [f"{value} ({m.quote.place})" for value, m in issuers]
        text = f"{decision.name} được ghi của {len(issuers)} cơ quan khác nhau: {' và '.join(parts)}."
        statements.append(Statement(text, tuple(m.quote for _, m in issuers)))
    registered = [(date, m) for date, mentions in found.items() for m in mentions if is_register(m.document)]
    return statements + [
        Statement(f"Sổ đăng ký văn bản ghi ngày {date}.", (_whole_entry(mention),))
        for date, mention in registered
    ]


def _whole_entry(mention: Mention) -> Quote:
    section = mention.document.section_at(mention.ref.span.start)
    if section is None:
        return mention.quote
    return Quote(mention.document, Span(section.span.start, section.span.end - 1))


def _places(decision: Decision) -> list[Statement]:
    """Every section that cites the decision, once."""
    first: dict[tuple[str, str], Mention] = {}
    for mention in decision.mentions:
        if not is_register(mention.document):
            first.setdefault((mention.document.id, mention.ref.section), mention)
    if not first:
        return []
    quotes = tuple(m.quote for m in first.values())
    return [Statement(f"{decision.name} được viện dẫn tại {places_of(quotes)}.", quotes)]


# -- which decision, all decisions ---------------------------------------------------------------


def _wanted_kinds(folded: str) -> set[str]:
    """The kinds of decision that a question asks about; empty where it says only "văn bản"."""
    found = re.findall(rf"(?<!\w)({_KIND_NAMES})(?!\w)", folded)
    return {kind for kind in found if kind not in {"van ban", "ke hoach", "quyet sach"}}


def _filtered(context: Context) -> list[Decision]:
    folded = context.question.folded
    kinds = _wanted_kinds(folded)
    issuer = next((i for i in _ISSUERS if i in folded), "")
    found = []
    for decision in context.knowledge.decisions:
        if kinds and not any(fold(decision.kind).startswith(k) for k in kinds):
            continue
        issuers = " ".join(
            (fold(issuer_of_sign(decision.number)), *(fold(v) for v in decision.values("issuer")))
        )
        if issuer and issuer not in issuers:
            continue
        if any(not is_register(m.document) for m in decision.mentions):
            found.append(decision)
    return found


def _listed(context: Context) -> Draft | None:
    """Every decision of the wanted kind and issuer, counted, if nothing more is asked."""
    used = [
        *_ISSUERS,
        *(fold(k) for k in KINDS),
        "van ban chinh phu danh sach liet ke nhac vien dan trich dan ke ten so ngay lien quan neu duoc den co ban hanh cap tren toan bo tat ca",
    ]
    titles = [d.title for d in context.knowledge.corpus.documents]
    if context.residual(*used, *titles) > 0.25:
        return None
    decisions = _filtered(context)
    if not decisions:
        return None
    kinds = {d.kind.lower() for d in decisions}
    noun = kinds.pop() if len(kinds) == 1 else "văn bản"
    grounds = tuple(d.mentions[0].quote for d in decisions)
    draft = Draft(KIND, [Statement(f"Có {len(decisions)} {noun}:", grounds)])
    for decision in decisions:
        draft.statements += [_item(s) for s in _facts(decision, ["date", "issuer"]) or _places(decision)]
    return draft


def _item(statement: Statement) -> Statement:
    return Statement(statement.text, statement.grounds, item=True)


def _which(context: Context) -> Draft | None:
    """The decision whose mention fits the question best, with the clause that mentions it."""
    knowledge = context.knowledge
    scored = []
    documents = {d.id for d in knowledge.documents_named(context.question)}
    dates = {_date(d) for d in _DATE_NAMED.findall(context.question.text)}
    for decision in _filtered(context):
        if dates:
            if dates & {_date(value) for value in decision.values("date")}:
                return Draft(KIND, _facts(decision, ["date", "issuer", "subject"]))
            continue
        for mention in decision.mentions:
            if not is_register(mention.document) and (not documents or mention.document.id in documents):
                clause = _clause(mention)
                scored.append(
                    (_match(context, knowledge, decision, mention, clause), decision, mention, clause)
                )
    if not scored:
        return None
    best, decision, mention, clause = max(scored, key=lambda item: item[0])
    if best < _LEAST_MATCH:
        return None
    draft = Draft(KIND, _facts(decision, ["date", "issuer", "subject"]), confidence=best)
    if not draft.statements:
        draft.statements = [Statement(f"{decision.name}.", (mention.quote,))]
    draft.passages.append(clause)
    return draft


def _date(text: str) -> tuple[int, ...]:
    return tuple(int(n) for n in re.findall(r"\d+", text))


def _clause(mention: Mention) -> Quote:
    """The clause around a mention, in its sentence."""
    text, position = mention.document.text, mention.ref.span.start
    section = mention.document.section_at(position)
    around = section.span if section else Span(0, len(text))
    sentence = next((s for s in sentences(text, around) if s.start <= position < s.end), mention.ref.span)
    clauses = split_clauses(text, sentence)
    first = next((n for n, c in enumerate(clauses) if c.start <= position < c.end), 0)
    end = max(clauses[first].end, mention.quote.span.end)
    while first > 0 and end - clauses[first].start < _SHORTEST_CLAUSE:
        first -= 1
    return Quote(mention.document, Span(min(clauses[first].start, mention.quote.span.start), end))


def _match(
    context: Context, knowledge: Knowledge, decision: Decision, mention: Mention, clause: Quote
) -> float:
    """The share of the question's telling words around the mention; its own words count most."""
    near = {
        fold(t) for part in (mention.ref.subject, mention.ref.issuer, decision.kind) for t in tokens(part)
    }
    around = {fold(t) for t in tokens(clause.text)}
    weights = {
        t: knowledge.weight(t)
        for t in dict.fromkeys(context.question.content)
        if t not in {"so", "ngay", "van", "ban", "hanh", "quyet", "dinh", "nghi"}
    }
    total = sum(weights.values()) or 1.0
    return sum(w * (1.0 if t in near else 0.85 if t in around else 0.0) for t, w in weights.items()) / total
