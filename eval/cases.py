"""Question files: one JSON object a line, read into frozen values and checked at the door."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from eval.errors import EvalError

Role = Literal["user", "assistant"]


@dataclass(frozen=True, slots=True)
class PastTurn:
    """An earlier turn of the conversation."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question with what a right answer holds.

    ``facts``: each a tuple of acceptable phrases, one of which must occur. ``sections``: labels
    of the sections that support the answer, of which all are needed if ``all_sections``.
    ``evidence``: passages of which a quote must contain one. ``forbidden``: strings a right
    answer does not contain. ``abstain_ok``: the abstained flag is not held against the answer.
    ``documents``: names of the documents that a supporting citation may come from; empty if any may.
    """

    id: str
    category: str
    text: str
    answerable: bool
    history: tuple[PastTurn, ...] = ()
    facts: tuple[tuple[str, ...], ...] = ()
    sections: tuple[str, ...] = ()
    all_sections: bool = False
    evidence: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    abstain_ok: bool = False
    documents: tuple[str, ...] = ()
    note: str = ""


class _Turn(BaseModel):
    model_config = ConfigDict(strict=True)

    role: Role
    content: str


class _Line(BaseModel):
    """A question line as it stands in a file; keys that are not listed here are passed over."""

    model_config = ConfigDict(strict=True)

    id: str = Field(min_length=1)
    category: str = Field(min_length=1)
    question: str = Field(min_length=1)
    answerable: bool
    history: list[_Turn] = []
    facts: list[list[str]] = []
    sections: list[str] = []
    all_sections: bool = False
    evidence: list[str] = []
    forbidden: list[str] = []
    abstain_ok: bool = False
    documents: list[str] = []
    note: str = ""

    def question_value(self) -> Question:
        return Question(
            id=self.id,
            category=self.category,
            text=self.question,
            answerable=self.answerable,
            history=tuple(PastTurn(turn.role, turn.content) for turn in self.history),
            facts=tuple(tuple(phrases) for phrases in self.facts),
            sections=tuple(self.sections),
            all_sections=self.all_sections,
            evidence=tuple(self.evidence),
            forbidden=tuple(self.forbidden),
            abstain_ok=self.abstain_ok,
            documents=tuple(self.documents),
            note=self.note,
        )

    def flaw(self) -> str:
        """What would make this question judge wrongly, in Vietnamese; "" if nothing."""
        if any(not phrases for phrases in self.facts):
            return "facts: có mục không có cụm từ nào"
        phrases = [phrase for phrases in self.facts for phrase in phrases]
        for name, values in (
            ("facts", phrases),
            ("sections", self.sections),
            ("evidence", self.evidence),
            ("forbidden", self.forbidden),
            ("documents", self.documents),
        ):
            if any(not value.strip() for value in values):
                return f"{name}: có chuỗi rỗng"
        return ""


def read_questions(path: Path) -> tuple[Question, ...]:
    """The questions of a JSONL file, in its order.

    Raises EvalError, naming the file and the line, if the file can't be read, a line is not a
    question, an id occurs twice, or there is no question at all.
    """
    questions = tuple(_parsed(path, _lines(path)))
    if not questions:
        raise EvalError(f"Tệp câu hỏi {path} không có câu nào.", "Hãy chọn một tệp câu hỏi khác.")
    return questions


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise EvalError(
            f"Không đọc được tệp câu hỏi {path}.", "Hãy kiểm tra đường dẫn và lưu tệp ở dạng UTF-8."
        ) from error


def _parsed(path: Path, lines: Sequence[str]) -> Iterator[Question]:
    first_seen: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = _Line.model_validate_json(line)
        except ValidationError as error:
            raise _bad_line(path, number, _reason(error)) from error
        flaw = row.flaw()
        if flaw:
            raise _bad_line(path, number, flaw)
        if row.id in first_seen:
            raise _bad_line(path, number, f"id {row.id} đã có ở dòng {first_seen[row.id]}")
        first_seen[row.id] = number
        yield row.question_value()


def _reason(error: ValidationError) -> str:
    """The first complaint, on one line: where in the object, and what."""
    first = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    if first["type"] == "json_invalid":
        return "không phải JSON"
    if first["type"] == "missing":
        return f"thiếu khóa {place}"
    return f"giá trị không hợp lệ ở {place}" if place else "không phải một đối tượng JSON"


def _bad_line(path: Path, number: int, reason: str) -> EvalError:
    return EvalError(f"{path}, dòng {number}: {reason}.", "Hãy sửa dòng đó rồi chạy lại.")
