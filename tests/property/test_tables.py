"""Tables over any text: every row is a slice, every picture is well formed, and none takes long."""

import time
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.knowledge import Knowledge
from assistant.tables.decisions import find_related
from assistant.tables.duties import find_duties
from assistant.tables.graph import graph_svg
from assistant.tables.roles import ROLES
from assistant.tables.targets import find_targets
from ingest.documents import Document
from ingest.pipeline import read_document
from vectorstore.corpus import Corpus

# What such texts are made of, in any order: bodies, verbs, marks, numbers, headings, and a little of anything.
PIECES = [
    "Sở Y tế", "các cơ quan, đơn vị", "Người đứng đầu", "Ủy ban nhân dân tỉnh", "Văn thư cơ quan", "và", "hoặc", "thì", "phải",
    "có trách nhiệm", "chịu trách nhiệm trước", "chủ trì, phối hợp với", "chỉ đạo", "giao", "xây dựng kế hoạch", "tổ chức", ",", ";",
    ":", ".", "\n", "\n1. ", "\n- ", "\na) ", "\nI. MỤC TIÊU\n", "\nII. TỔ CHỨC THỰC HIỆN\n", "\nĐiều 5. Trách nhiệm của Bộ Nội vụ\n",
    "Trường hợp", "Đối với", "đến năm 2030", "đạt trên 10%", "15.000 USD", "Quyết định số 80/QĐ-TTg ngày 10/02/2023",
    "Nghị quyết số 13-NQ/TW", "của Thủ tướng Chính phủ", "“", "”", "(", ")", "về hạ tầng giao thông", "không được", "<b>&",
]  # fmt: skip
texts = st.lists(
    st.sampled_from(PIECES) | st.text(st.characters(exclude_categories=("C",)), max_size=6), max_size=60
).map(" ".join)


def read(text: str) -> Document:
    return read_document(f"KẾ HOẠCH\nThử\n\n{text}".encode("utf-8", "ignore"), "thu.txt")


@settings(deadline=None, max_examples=150)
@given(texts)
def test_rows_are_slices_of_the_stored_text(text: str) -> None:
    document = read(text)
    for duty in find_duties([document]):
        assert duty.role in ROLES
        assert duty.body.text.strip()
        assert duty.quote.text.strip()
        assert duty.quote.text == document.text[duty.quote.span.start : duty.quote.span.end]
    for target in find_targets([document]):
        assert target.quote.text.strip()
        assert all(target.quote.span.contains(figure.span) for figure in target.figures)


@settings(deadline=None, max_examples=60)
@given(texts)
def test_pictures_are_well_formed(text: str) -> None:
    known = Knowledge(Corpus([read(text)]))
    picture = graph_svg(find_related(known.decisions, known.corpus.documents))
    if picture:
        ElementTree.fromstring(picture)


def test_a_very_long_sentence_takes_no_longer_than_its_length() -> None:
    for piece in (
        "Trường hợp cơ quan, tổ chức thì Ủy ban nhân dân thì ",
        "Sở Y tế chủ trì, phối hợp với Sở Nội vụ và ",
        "Bộ: ",
    ):
        document = read(f"II. TỔ CHỨC\n1. {piece * (60_000 // len(piece))}\n")
        started = time.perf_counter()
        find_duties([document])
        find_targets([document])
        assert time.perf_counter() - started < 5
