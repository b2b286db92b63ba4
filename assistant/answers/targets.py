"""Questions about the target of a field: what the documents set for it, whether or not they name the year asked."""

from collections.abc import Sequence

from assistant.answer import Quote
from assistant.answers.context import Context
from assistant.draft import Draft, Statement
from assistant.tables.targets import GENERAL, SPECIFIC, Target
from assistant.wants import Wants
from ingest.vietnamese import fold

KIND = "targets"

_ASKED = r"muc tieu|chi tieu"
_GENERAL_ASKED = r"muc tieu (?:chung|tong quat)"
_MORE = r"nhiem vu|giai phap"
_WORDS = (
    "muc tieu chi cu the tong quat ve cua cho trong linh vuc phat trien den nam giai doan tam nhin dinh huong tinh ta ke hoach "
    "dat duoc de ra dat gi nao la nhung cac the nhu sao ra xac dinh neu duoc noi nganh mang chung phai yeu cau"
)
_MOST_RESIDUAL = 0.2  # of the question's telling words may be about something else
_MOST_QUOTES, _MOST_WORDS = 4, 250


def answer_targets(context: Context) -> Draft | None:
    """The targets of the field that the question names, those of the year asked where they name one."""
    question, knowledge = context.question, context.knowledge
    if (
        question.wants not in {Wants.ANYTHING, Wants.DEFINITION}
        or not question.asks(_ASKED)
        or question.asks(_MORE)
    ):
        return None
    if question.numbers or question.query.signs or question.supposes:
        return None
    documents = {d.id for d in knowledge.documents_named(question)}
    own = [t for t in knowledge.targets if not documents or t.quote.document.id in documents]
    if question.asks(_GENERAL_ASKED):
        return _general(context, [t for t in own if t.kind == GENERAL])
    found = _of_field(context, [t for t in own if t.kind == SPECIFIC and t.field])
    if not found:
        return None
    dated = [t for t in found if _of_years(t, question.years)]
    draft = Draft(KIND)
    field = _small(found[0].field)
    lead = f"Mục tiêu về {field}:"
    if question.years and not dated:
        # Another passage must at least know the year, or the question supposes what is not there.
        others = [t.quote for t in own if _of_years(t, question.years)][:_MOST_QUOTES]
        if not others:
            return None
        lead = f"Mục tiêu về {field} (không ghi riêng mốc năm):"
        draft.more = [Statement("Mục tiêu khác có ghi mốc năm được hỏi:", tuple(others))]
        draft.more += [Statement(" ".join(q.text.split()), (q,), item=True) for q in others]
    shown = [t.quote for t in dated or found][:_MOST_QUOTES]
    draft.statements.append(Statement(lead, tuple(shown)))
    draft.statements += [Statement(" ".join(q.text.split()), (q,), item=True) for q in shown]
    draft.sources = _provisions(shown)
    return draft


def _general(context: Context, targets: Sequence[Target]) -> Draft | None:
    """The general target whole, where the question asks for nothing particular in it."""
    quotes = [t.quote for t in targets]
    said = [q.text for q in quotes]
    if len({q.document.id for q in quotes}) != 1 or context.residual(_WORDS) > _MOST_RESIDUAL:
        return None
    if context.question.years or sum(len(text.split()) for text in said) > _MOST_WORDS:
        return None
    draft = Draft(KIND, [Statement("Mục tiêu tổng quát:", tuple(quotes))])
    draft.statements += [Statement(" ".join(q.text.split()), (q,), item=True) for q in quotes]
    draft.sources = _provisions(quotes)
    return draft


def _of_years(target: Target, years: Sequence[str]) -> bool:
    return bool(years) and any(year in written for year in years for written in target.years)


def _of_field(context: Context, targets: Sequence[Target]) -> list[Target]:
    """The targets of the one field that accounts best for the question; none where several do alike, or none."""
    years = " ".join(context.question.years)
    left = {
        field: context.residual(_WORDS, years, field) for field in dict.fromkeys(t.field for t in targets)
    }
    if not left:
        return []
    least = min(left.values())
    best = [field for field, share in left.items() if share <= least + 1e-6]
    if len(best) > 1 or least > _MOST_RESIDUAL or least >= context.residual(_WORDS, years) - 1e-6:
        return []
    found = [t for t in targets if t.field == best[0]]
    return found if len({t.quote.document.id for t in found}) == 1 else []


def _provisions(quotes: Sequence[Quote]) -> list[Quote]:
    """The provisions that hold the quotes, to be cited as a whole."""
    return [
        Quote(q.document, chunk.span)
        for q in quotes
        if (chunk := next((c for c in q.document.chunks if c.span.contains(q.span)), None))
    ]


def _small(field: str) -> str:
    return field if fold(field[:1]) == field[:1] or field[1:2].isupper() else field[:1].lower() + field[1:]
