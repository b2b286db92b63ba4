"""Questions among several documents: which of them is named, what a section of each is about, what each weighs."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.answer import Quote, Turn, places_of, section_name
from assistant.evidence import terms_of
from assistant.facade import Assistant, open_assistant
from assistant.naming import without_issuer
from assistant.question import understand_question
from assistant.settings import load
from ingest.documents import Document
from ingest.pipeline import read_document
from ingest.spans import Span

PLAN = """TỈNH ỦY QUẢNG BÌNH
*
Số 15-KH/TU
ĐẢNG CỘNG SẢN VIỆT NAM
Quảng Bình, ngày 05 tháng 6 năm 2023

KẾ HOẠCH
phát triển hạ tầng giao thông

I- MỤC TIÊU

1. Mục tiêu chung: hạ tầng giao thông đồng bộ, hiện đại.

2. Mục tiêu riêng: hạ tầng giao thông kết nối các cảng.

II- TỔ CHỨC THỰC HIỆN

1. Sở Giao thông vận tải lập quy trình bảo trì hạ tầng giao thông.

2. Sở Tài chính bố trí vốn bảo trì hạ tầng giao thông.
"""
LAW = """LUẬT
ĐƯỜNG THỦY

Chương I
NHỮNG QUY ĐỊNH CHUNG

Điều 1. Phạm vi điều chỉnh
Luật này quy định về đường thủy.

Điều 2. Giải thích từ ngữ
Phương tiện là tàu, thuyền.

Chương II
CẢNG VÀ BẾN

Điều 3. Bến thủy
Bến thủy do Ủy ban nhân dân xã quản lý.
"""
OTHER = """LUẬT
CÂY XANH

Điều 1. Đối tượng áp dụng
Luật này áp dụng với người trồng cây xanh.

Điều 2. Cây cổ thụ
Cây cổ thụ là cây trên một trăm năm tuổi.
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("several")
    found = open_assistant(load(folder))
    for name, text in (
        ("ke-hoach-15.txt", PLAN),
        ("luat-duong-thuy.txt", LAW),
        ("luat-cay-xanh.txt", OTHER),
    ):
        document = read_document(text.encode(), name)
        found.index.add([document])
        found.index.library.put(document, text.encode())
    return found


def document(assistant: Assistant, name: str) -> Document:
    found = assistant.document(name)
    assert found is not None
    return found


def test_a_section_that_several_documents_have_is_answered_for_each(assistant: Assistant) -> None:
    answer = assistant.ask("Điều 1 quy định về gì?")
    assert {c.document for c in answer.citations} == {"luat-duong-thuy", "luat-cay-xanh"}
    assert "Phạm vi điều chỉnh" in answer.text and "Đối tượng áp dụng" in answer.text


def test_a_document_that_is_named_is_the_only_one_answered_for(assistant: Assistant) -> None:
    answer = assistant.ask("Điều 1 Luật Cây xanh quy định về gì?")
    assert {c.document for c in answer.citations} == {"luat-cay-xanh"}


def test_a_chapter_is_told_with_its_articles_and_is_no_part_of_a_plan(assistant: Assistant) -> None:
    answer = assistant.ask("Chương II nói về gì?")
    assert {c.section for c in answer.citations} == {"Chương II", "Điều 3"}
    assert "CẢNG VÀ BẾN" in answer.text and "Bến thủy" in answer.text


def test_what_a_named_law_has_none_of_is_not_made_up(assistant: Assistant) -> None:
    assert assistant.ask("Luật Cây xanh gồm những chương nào?").abstained
    assert "2 chương" in assistant.ask("Luật Đường thủy có mấy chương?").text


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("Theo Kế hoạch của Tỉnh ủy, ai bố trí vốn?", "ai bố trí vốn"),
        ("Theo KH của Tỉnh ủy Quảng Bình, ai bố trí vốn?", "ai bố trí vốn"),
        ("Theo kế hoạch của Huyện ủy, ai bố trí vốn?", ""),
        ("Ai bố trí vốn?", ""),
    ],
)
def test_a_document_is_named_by_its_issuer(assistant: Assistant, question: str, rest: str) -> None:
    understood = understand_question(question)
    named = assistant.knowledge().documents_named(understood)
    assert [d.name for d in named] == (["ke-hoach-15"] if rest else [])
    left = without_issuer(understood, named)
    assert left.text == rest if rest else left is understood


def test_within_one_document_its_own_common_words_weigh_little(assistant: Assistant) -> None:
    knowledge, question = assistant.knowledge(), understand_question("Quy trình bảo trì hạ tầng giao thông?")
    plan = document(assistant, "ke-hoach-15")
    in_all = {t.word.folded: t.weight for t in terms_of(question, knowledge)}
    within = {t.word.folded: t.weight for t in terms_of(question, knowledge, plan, 1.0)}
    assert within["giao thong"] < in_all["giao thong"]
    assert within["quy trinh"] > within["giao thong"]


def test_places_name_their_documents_only_where_there_are_several(assistant: Assistant) -> None:
    plan, law = document(assistant, "ke-hoach-15"), document(assistant, "luat-duong-thuy")
    first = Quote(plan, Span(plan.text.index("Sở Tài chính"), plan.text.index("Sở Tài chính") + 5))
    second = Quote(law, Span(law.text.index("Bến thủy do"), law.text.index("Bến thủy do") + 5))
    assert places_of([first, first]) == "mục II.2"
    assert places_of([first, second]) == f"{plan.title}, mục II.2; {law.title}, Điều 3"
    assert [section_name(label) for label in ("header", "recipients", "")] == ["phần mở đầu", "nơi nhận", ""]


def test_the_nearest_places_of_a_refusal_are_named_once_and_in_words(assistant: Assistant) -> None:
    answer = assistant.ask("Kinh phí bảo trì hạ tầng giao thông năm 2031 là bao nhiêu tỷ đồng?")
    places = answer.text.rsplit(": ", 1)[1].rstrip(".").split("; ")
    assert answer.abstained and len(places) == len(set(places))
    assert "header" not in answer.text and "mục Điều" not in answer.text


def test_a_document_is_summed_up_by_its_parts_each_with_grounds(assistant: Assistant) -> None:
    answer = assistant.ask("Tóm tắt nội dung chính của kế hoạch này")
    assert answer.kind == "summary" and not answer.abstained
    assert "phát triển hạ tầng giao thông" in answer.text.split("\n")[0]
    assert {c.section for c in answer.citations} >= {"header", "I.1", "II.1"}
    assert all(check.citations and not check.problem for check in answer.checks)


def test_a_section_is_summed_up_and_a_law_that_is_not_here_is_not(assistant: Assistant) -> None:
    section = assistant.ask("tom tat phan to chuc thuc hien")
    assert {c.section for c in section.citations} >= {"II.1", "II.2"}
    assert "Sở Tài chính" in section.text
    assert assistant.ask("Tóm tắt Luật Đất đai").abstained
    chapter = assistant.ask("Tóm tắt chương II")
    assert {c.section for c in chapter.citations} == {"Chương II", "Điều 3"}
    both = assistant.ask("Tóm tắt mục II.1 và mục II.2")
    assert {c.section for c in both.citations} >= {"II.1", "II.2"}
    assert "Không có" not in both.text


@pytest.mark.parametrize(("missing", "there"), [("mục IX.7", "II.1"), ("Chương XX", "Chương II")])
def test_a_section_that_is_not_there_is_missed_beside_one_that_is(
    assistant: Assistant, missing: str, there: str
) -> None:
    answer = assistant.ask(f"Tóm tắt {section_name(there)} và {missing}")
    assert there in {c.section for c in answer.citations}
    assert answer.warnings == (f"Không có {missing} trong tài liệu được hỏi.",)
    assert assistant.ask(f"Tóm tắt {missing}").abstained


def test_all_documents_are_told_where_none_is_named(assistant: Assistant) -> None:
    answer = assistant.ask("Các tài liệu nói về gì?")
    assert len({c.document for c in answer.citations}) == 3


EARLIER = (Turn("user", "Sở Tài chính có trách nhiệm gì?"), Turn("assistant", "Bố trí vốn."))


@pytest.mark.parametrize(
    ("said", "earlier"),
    [("Xin chào", ()), ("Xin chào", EARLIER), ("Cảm ơn bạn nhé", EARLIER), ("Bạn là ai?", ())],
)
def test_a_greeting_is_told_what_to_ask_and_given_no_passage(
    assistant: Assistant, said: str, earlier: Sequence[Turn]
) -> None:
    answer = assistant.ask(said, earlier)
    assert answer.abstained and not answer.related and not answer.resolved
    assert "Hãy hỏi về một nội dung cụ thể" in answer.text


def test_the_letterhead_is_no_passage(assistant: Assistant) -> None:
    answer = assistant.ask("Việc gì phải làm trong năm 2023?")
    assert "KẾ HOẠCH" not in answer.text.split("\n") and "ngày 05" not in answer.text
