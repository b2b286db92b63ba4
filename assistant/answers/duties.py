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
    "quy dinh yeu cau gi to chuc nhiem vai tro nay cong tac gom duoc nghi quyet ket luan sao so sanh khac nhau phan biet"
)
_COMPARES = r"so sanh|khac(?: nhau)?|phan biet|va|voi"
_LEAST_RUN = 2  # syllables of a body's name that the question must repeat


def named_bodies(context: Context) -> list[Body]:
    """The bodies of provisions that the question names, the most surely named first."""
    asked = [fold(t) for t in tokens(context.question.query.text)]
    found: list[tuple[float, Body, list[str]]] = []
    for body in context.knowledge.bodies:
        runs = [
            _common_run(asked, [fold(t) for t in tokens(expand(part))], context)
            for part in body.name.split(",")
        ]
        run = max(runs, key=lambda r: sum(context.knowledge.weight(w) for w in r))
        if len(run) >= _LEAST_RUN and _tells(run):
            found.append((sum(context.knowledge.weight(w) for w in run), body, run))
    found.sort(key=lambda item: -item[0])
    chosen: list[tuple[float, Body, list[str]]] = []
    for item in found:
        # Another body counts only where the question names it apart from those before.
        if all(not set(item[2]) <= set(run) and len(item[2]) > _LEAST_RUN for _, _, run in chosen):
            chosen.append(item)
    return [body for _, body, _ in chosen]


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
    """All duties of the bodies that the question names, if it asks for no particular one."""
    if not context.question.asks(_DUTY_ASKED):
        return None
    bodies = named_bodies(context)
    if not bodies:
        return None
    names = [" ".join(fold(t) for t in tokens(expand(body.name))) for body in bodies]
    if context.residual(*names, _DUTY_WORDS, *_numbers(context)) > 0.3:
        return None
    compared = bodies[:3] if context.question.asks(_COMPARES) else bodies[:1]
    draft = Draft(KIND)
    for body in compared:
        lead = f"{body.name[:1].upper()}{body.name[1:]} có trách nhiệm theo mục {body.section.label}:"
        draft.statements.append(Statement(lead, (body.quote,)))
        draft.passages += _provisions(body)
    return draft


def _provisions(body: Body) -> list[Quote]:
    """The provisions that give a body its duties."""
    document = body.quote.document
    chunks = [c for c in document.chunks if body.section.span.contains(c.span)]
    if body.section.heading:
        chunks = [c for c in chunks if c.span.contains(body.quote.span)]
    return [Quote(document, c.span) for c in chunks]


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
