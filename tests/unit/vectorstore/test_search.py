"""What a search finds: filters, named documents and sections, abbreviations, missing diacritics."""

from collections.abc import Callable

import pytest

from ingest.intake import Outcome
from ingest.vietnamese import fold
from tests.unit.vectorstore.conftest import DECISION, LAW
from vectorstore.corpus import Passage
from vectorstore.filters import Filters
from vectorstore.index import SearchIndex, open_index
from vectorstore.query import named_sections, sign_tokens, understand
from vectorstore.retriever import CanCuRetriever
from vectorstore.search import Mix, search_passages, search_sections
from vectorstore.settings import IndexSettings

PLAN = """KẾ HOẠCH
Thực hiện Kết luận số 72-KL/TW ngày 23/02/2024 của Bộ Chính trị
I- MỤC TIÊU
1. Chung
Phát triển kết cấu hạ tầng đồng bộ, giải phóng mặt bằng kịp thời.
2. Cụ thể
Hạ tầng giao thông được kết nối, hạ tầng điện được bảo đảm.
II- TỔ CHỨC THỰC HIỆN
1. Hội đồng nhân dân tỉnh: rà soát cơ chế, chính sách.
2. Ban Tuyên giáo Tỉnh ủy: xây dựng kế hoạch tuyên truyền Nghị quyết số 13-NQ/TW.
"""


@pytest.fixture
def index(add: Callable[..., list[Outcome]], settings: IndexSettings) -> SearchIndex:
    add(luat=LAW, quyet_dinh=DECISION, ke_hoach=PLAN)
    return open_index(settings)


def found(index: SearchIndex, query: str, k: int = 10, **filters: frozenset[str]) -> list[str]:
    hits = search_sections(index, query, k, Filters(**filters))
    return [f"{hit.passage.document.name} {hit.passage.chunk.section}" for hit in hits]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("quyền của khách du lịch", "luat Điều 2"),
        ("bảo vệ môi trường du lịch", "luat Điều 3"),
        ("Ban Tuyên giáo làm gì?", "ke_hoach II.2"),
        ("GPMB kịp thời", "ke_hoach I.1"),
        ("KCHT đồng bộ", "ke_hoach I.1"),
        ("trách nhiệm của HĐND tỉnh", "ke_hoach II.1"),
        ("QĐ 80 có hiệu lực từ ngày nào", "quyet_dinh Điều 2"),
        ("mục II.2 nói gì", "ke_hoach II.2"),
        ("Điều 3 Luật Du lịch", "luat Điều 3"),
    ],
)
def test_the_right_section_comes_first_however_it_is_typed(
    index: SearchIndex, query: str, expected: str
) -> None:
    assert found(index, query)[0] == expected
    assert found(index, fold(query))[0] == expected


def test_one_hit_a_section_and_at_most_k(index: SearchIndex) -> None:
    hits = found(index, "du lịch hạ tầng tỉnh", k=5)
    assert len(hits) == len(set(hits)) == 5


def test_scores_fall(index: SearchIndex) -> None:
    scores = [hit.score for hit in search_passages(index, "quyền của khách du lịch")]
    assert scores == sorted(scores, reverse=True)


def test_filters_leave_nothing_else(index: SearchIndex) -> None:
    assert {name.split()[0] for name in found(index, "tỉnh", documents=frozenset({"quyet_dinh"}))} == {
        "quyet_dinh"
    }
    assert found(index, "hạ tầng", sections=frozenset({"I.2"})) == ["ke_hoach I.2"]
    assert {n.split()[0] for n in found(index, "du lịch", kinds=frozenset({"Kế hoạch"}))} <= {"ke_hoach"}
    assert found(index, "du lịch", documents=frozenset({"không có"})) == []


@pytest.mark.parametrize(
    "query", ["", "   ", "?!…", "\x00\x01", "🙂", "a" * 20_000, "<script>alert(1)</script>", "%s {}"]
)
def test_odd_queries_do_no_harm(index: SearchIndex, query: str) -> None:
    assert isinstance(found(index, query), list)


def test_an_empty_library_gives_nothing(settings: IndexSettings) -> None:
    assert search_sections(open_index(settings), "hạ tầng") == []


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("80/QĐ-TTg", {"qd:80"}), ("QĐ 80", {"qd:80"}), ("Quyết định số 80", {"qd:80"}), ("quyet dinh 80", {"qd:80"}),
        ("72-KL/TW", {"kl:72"}), ("Kết luận 72", {"kl:72"}), ("nghị quyết số 06", {"nq:6"}), ("06-NQ/TW", {"nq:6"}),
        ("30/2020/NĐ-CP", {"nd:30"}), ("Nghị định 30/2020", {"nd:30"}), ("năm 2030", set()), ("2021-2030", set()),
        ("quyết định 80 tỷ đồng", {"qd:80"}),
    ],
)  # fmt: skip
def test_document_numbers_meet_in_one_form(text: str, signs: set[str]) -> None:
    assert set(sign_tokens(text)) == signs


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        ("mục III.5", ("III.5",)), ("phần IV có gì", ("IV",)), ("muc ii.1", ("II.1",)), ("mục 5 phần III", ("III.5",)),
        ("Điều 7 quy định gì", ("Điều 7",)), ("dieu 15a", ("Điều 15a",)), ("mục tiêu", ()), ("phần vi phạm", ()), ("Phụ lục II nói gì", ("Phụ lục II",)), ("phu luc so 3", ("Phụ lục 3",)), ("phụ lục kèm theo", ()),
    ],
)  # fmt: skip
def test_section_names(text: str, sections: tuple[str, ...]) -> None:
    assert named_sections(text) == sections


def test_abbreviations_are_written_out() -> None:
    assert "kết cấu hạ tầng" in understand("KCHT của tỉnh").text
    assert "hội đồng nhân dân" in understand("hdnd tỉnh").text.lower()
    assert understand("đi từ an").text == "đi từ an"


def test_the_langchain_adapter_gives_passages_with_their_place(index: SearchIndex) -> None:
    documents = CanCuRetriever(index=index, k=3).invoke("quyền của khách du lịch")
    assert len(documents) == 3
    best = documents[0]
    assert best.metadata["section"] == "Điều 2"
    start, end = best.metadata["span"]
    text = next(d.text for d in index.library.documents() if d.name == best.metadata["document"])
    assert text[start:end] == best.page_content


OTHER = """LUẬT THỦY SẢN
Điều 1. Phạm vi điều chỉnh
Luật này quy định về hoạt động thủy sản.
Điều 2. Quyền của tổ chức, cá nhân
1. Sử dụng dịch vụ do tổ chức, cá nhân kinh doanh cung cấp.
2. Yêu cầu cung cấp thông tin về nguồn lợi thủy sản.
"""


def test_a_document_called_by_its_title_comes_first(
    add: Callable[..., list[Outcome]], settings: IndexSettings
) -> None:
    add(luat=LAW, thuy_san=OTHER)
    index = open_index(settings)
    for law, name in (("Luật Du lịch", "luat"), ("Luật Thủy sản", "thuy_san")):
        for query in (f"Phạm vi điều chỉnh của {law}?", fold(f"phạm vi điều chỉnh {law}")):
            assert found(index, query)[0] == f"{name} Điều 1"


def test_a_passage_of_the_nearest_document_is_preferred(
    add: Callable[..., list[Outcome]], settings: IndexSettings
) -> None:
    add(luat=LAW, thuy_san=OTHER)
    index = open_index(settings)
    query = "khách du lịch sử dụng dịch vụ du lịch"

    def scores(mix: Mix) -> dict[Passage, float]:
        return {hit.passage: hit.score for hit in search_passages(index, query, 30, mix=mix)}

    alone = scores(Mix(document=0.0))
    lost = {passage.document.name: alone[passage] - score for passage, score in scores(Mix()).items()}
    assert lost["luat"] == pytest.approx(0.0, abs=1e-6)  # the nearest document loses nothing
    assert 0.01 < lost["thuy_san"] <= Mix().document
    # Among the documents let through the nearest loses nothing, however far it is.
    only = Filters(documents=frozenset({"thuy_san"}))
    for passage in (hit.passage for hit in search_passages(index, query, 30, only)):
        assert passage.document.name == "thuy_san"
    best, plain = (search_passages(index, query, 1, only, mix)[0] for mix in (Mix(), Mix(document=0.0)))
    assert best.score == pytest.approx(plain.score)


def test_the_head_answers_who_asks_for_number_and_issuer(
    add: Callable[..., list[Outcome]], settings: IndexSettings
) -> None:
    head = "TỈNH ỦY QUẢNG NINH\nSố 12-KH/TU\nQuảng Ninh, ngày 5 tháng 6 năm 2024\n\n"
    add(ke_hoach=head + PLAN)
    index = open_index(settings)
    for query in ("Số và ký hiệu của văn bản", "cơ quan nào ban hành, ngày nào?", "ngay thang nam ban hanh"):
        assert found(index, query)[0] == "ke_hoach header"
