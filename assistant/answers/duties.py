"""Questions about who does what: the duties of a body, and the body of a duty."""

from assistant.answer import Quote
from assistant.answers.context import Context
from assistant.bodies import Body
from assistant.draft import Draft, Statement
from assistant.evidence import Evidence
from ingest.vietnamese import fold, tokens
from vectorstore.query import expand

KIND = "responsibilities"

_DUTY_ASKED = r"trach nhiem|nhiem vu|lam gi|viec gi|viec nao|lam nhung gi|giao|phai|can|duoc phan cong|phu trach|thi sao"
_DUTY_WORDS = (
    "trach nhiem nhiem vu viec giao lam phai phan cong phu trach thuc hien trien khai ke hoach chuc nang ben phia "
    "quy dinh yeu cau gi to chuc nhiem vai tro nay cong tac gom duoc nghi quyet ket luan sao"
)
_LEAST_RUN = 2  # syllables of a body's name that the question must repeat


def named_body(context: Context) -> Body | None:
    """The body of a provision that the question names, by the longest common run of words."""
    best, best_run = None, 0.0
    asked = [fold(t) for t in tokens(context.question.query.text)]
    for body in context.knowledge.bodies:
        for part in body.name.split(","):
            words = [fold(t) for t in tokens(expand(part))]
            run = _common_run(asked, words, context)
            weight = sum(context.knowledge.weight(w) for w in run)
            if len(run) >= _LEAST_RUN and weight > best_run and _tells(run):
                best, best_run = body, weight
    return best


def _tells(run: list[str]) -> bool:
    """True unless the run is only such words as many bodies share."""
    general = {
        "cac",
        "co",
        "quan",
        "don",
        "vi",
        "to",
        "chuc",
        "dang",
        "tinh",
        "dia",
        "phuong",
        "ban",
        "thuong",
        "vu",
        "uy",
    }
    return any(word not in general for word in run)


def _common_run(asked: list[str], words: list[str], context: Context) -> list[str]:
    """The longest run of ``words`` in ``asked`` that does not break off inside a word of the corpus."""
    best: list[str] = []
    for start in range(len(asked)):
        for first in range(len(words)):
            length = 0
            while (
                start + length < len(asked)
                and first + length < len(words)
                and asked[start + length] == words[first + length]
            ):
                length += 1
            if length <= len(best):
                continue
            following = asked[start + length] if start + length < len(asked) else ""
            expected = words[first + length] if first + length < len(words) else ""
            if following and expected and context.knowledge.is_pair(asked[start + length - 1], following):
                continue  # "Ban Thường vụ Tỉnh ủy" is not "Ban Thường vụ Tỉnh đoàn"
            best = words[first : first + length]
    return best


def answer_duties(context: Context) -> Draft | None:
    """All duties of the body that the question names, if it asks for no particular one."""
    body = named_body(context)
    if body is None or not context.question.asks(_DUTY_ASKED):
        return None
    name = " ".join(fold(t) for t in tokens(expand(body.name)))
    if context.residual(name, _DUTY_WORDS, *_numbers(context)) > 0.3:
        return None
    document = body.quote.document
    chunks = [c for c in document.chunks if body.section.span.contains(c.span)]
    if body.section.heading:
        chunks = [c for c in chunks if c.span.contains(body.quote.span)]
    passages = [Quote(document, c.span) for c in chunks]
    lead = f"{body.name[:1].upper()}{body.name[1:]} có trách nhiệm theo mục {body.section.label}:"
    return Draft(KIND, [Statement(lead, (body.quote,))], passages)


def _numbers(context: Context) -> list[str]:
    return [" ".join(t for t in context.question.content if any(c.isdigit() for c in t))]


def subject_of(context: Context, evidence: Evidence) -> Body | None:
    """The body that a provision speaks of, where its own sentence doesn't name it.

    Only a numbered provision without a title ("3. Ban cán sự đảng UBND tỉnh lãnh đạo …") hands
    its subject on to its later sentences.
    """
    quote = evidence.quote
    for body in context.knowledge.bodies:
        same = body.quote.document.id == quote.document.id and body.section.label == quote.section
        if same and (not body.section.heading or quote.span.contains(body.quote.span)):
            return body
    return None
