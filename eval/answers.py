"""What is judged: an answer with its citations, as contract 4 writes it."""

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, ValidationError

from eval.errors import EvalError


@dataclass(frozen=True, slots=True)
class CitationRow:
    """A citation; ``span`` holds code-point offsets into the stored text of ``document``."""

    document: str = ""
    section: str = ""
    page: int | None = None
    quote: str = ""
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An answer as the user sees it, with the flag that says whether it abstains."""

    answer: str = ""
    abstained: bool = False
    citations: tuple[CitationRow, ...] = ()


class _Citation(BaseModel):
    model_config = ConfigDict(strict=True)

    document: str
    section: str
    page: int | None = None
    quote: str
    span: list[int] | tuple[int, int]


class _Answer(BaseModel):
    model_config = ConfigDict(strict=True)

    answer: str
    abstained: bool
    citations: list[_Citation] | tuple[_Citation, ...]


def answer_row(raw: object) -> AnswerRow:
    """The answer in an object of contract 4; keys beyond the contract are passed over.

    Raises EvalError if the object does not keep the contract: a judge does not guess.
    """
    try:
        parsed = _Answer.model_validate(raw)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors(include_url=False)[0]["loc"]) or "toàn bộ"
        raise EvalError(
            f"Câu trả lời không đúng khuôn dạng đã quy định ({place}).",
            "Hãy sửa phần ghi câu trả lời của trợ lý.",
        ) from error
    return AnswerRow(
        answer=parsed.answer,
        abstained=parsed.abstained,
        citations=tuple(_citation(citation) for citation in parsed.citations),
    )


def _citation(parsed: _Citation) -> CitationRow:
    span = (parsed.span[0], parsed.span[1]) if len(parsed.span) == 2 else None
    return CitationRow(parsed.document, parsed.section, parsed.page, parsed.quote, span)
