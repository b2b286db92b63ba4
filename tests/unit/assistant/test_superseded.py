"""Answers that rest on a decision which another document replaces say so, with the sentence that does it."""

from types import SimpleNamespace
from typing import Any

from assistant.answer import Quote
from assistant.answers.context import Context
from assistant.compose import compose
from assistant.knowledge import Knowledge
from assistant.question import understand_question
from assistant.superseded import superseded
from assistant.verify import problem
from ingest.documents import Document
from ingest.pipeline import read_document
from ingest.relations import relations
from ingest.spans import Span
from vectorstore.corpus import Corpus

OLD = (
    "CHÍNH PHỦ\nSố: 110/2004/NĐ-CP\nHà Nội, ngày 08 tháng 4 năm 2004\n\nNGHỊ ĐỊNH\nVề công tác văn thư\n\n"
    "Điều 1. Phạm vi\nNghị định này quy định về công tác văn thư lưu trữ.\n"
)
NEW = (
    "CHÍNH PHỦ\nSố: 30/2020/NĐ-CP\nHà Nội, ngày 05 tháng 3 năm 2020\n\nNGHỊ ĐỊNH\nVề công tác văn thư\n\n"
    "Điều 1. Phạm vi\nNghị định này quy định về công tác văn thư.\n"
    "Điều 37. Hiệu lực\n1. Nghị định này có hiệu lực từ ngày ký.\n"
    "2. Nghị định này thay thế Nghị định số 110/2004/NĐ-CP ngày 08 tháng 4 năm 2004 của Chính phủ.\n"
)


def corpus(*texts: str) -> Corpus:
    return Corpus([read_document(text.encode(), f"{n}.txt") for n, text in enumerate(texts)])


def whole(document: Document) -> Quote:
    return Quote(document, Span(0, len(document.text)))


def test_the_replaced_document_is_warned_of_once_with_its_grounds() -> None:
    found = corpus(OLD, NEW)
    old, new = found.documents
    [warning] = superseded([whole(old), whole(old), whole(new)], relations(found.documents), found)
    assert warning.text == "Nghị định 110/2004/NĐ-CP đã được thay thế theo Nghị định 30/2020/NĐ-CP."
    assert "thay thế Nghị định số 110/2004/NĐ-CP" in warning.grounds[0].text
    assert problem(warning) == ""


def test_nothing_is_warned_of_where_no_document_says_so() -> None:
    partly = NEW.replace("thay thế Nghị định số", "bãi bỏ Điều 3 Nghị định số")
    for texts in ((OLD,), (OLD, partly), (OLD, NEW.replace("thay thế", "căn cứ"))):
        found = corpus(*texts)
        assert superseded(map(whole, found.documents), relations(found.documents), found) == []


def test_an_answer_carries_the_warning() -> None:
    found = corpus(OLD, NEW)
    index: Any = SimpleNamespace(corpus=found)
    question = understand_question("Nghị định 110/2004/NĐ-CP ban hành ngày nào?")
    draft = compose(Context(question, index, Knowledge(found)))
    assert [s.text for s in draft.warnings if "đã được thay thế theo" in s.text]
