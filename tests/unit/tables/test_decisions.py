"""Related decisions: each once, with its places, its conflict, and its node in the picture."""

import re
from dataclasses import replace
from xml.etree import ElementTree

from assistant.knowledge import Knowledge
from assistant.tables.decisions import Related, find_related
from assistant.tables.graph import graph_svg
from assistant.tables.views import decision_table, duty_table, target_table
from ingest.pipeline import read_document
from tests.bundled import plan
from tests.paths import REGISTER
from vectorstore.corpus import Corpus

OTHER = """NGHỊ QUYẾT
Số: 13-NQ/TW

Căn cứ Kết luận số 72-KL/TW ngày 23/02/2024 của Bộ Chính trị.
"""


def knowledge(*more: str) -> Knowledge:
    documents = [plan(), read_document(REGISTER.read_bytes(), REGISTER.name)]
    documents += [read_document(text.encode(), f"them-{number}.txt") for number, text in enumerate(more)]
    return Knowledge(Corpus(documents))


def related(*more: str) -> dict[str, Related]:
    known = knowledge(*more)
    return {r.number: r for r in find_related(known.decisions, known.corpus.documents)}


def test_each_decision_of_the_plan_once() -> None:
    found = related()
    assert set(found) == {
        "72-KL/TW", "13-NQ/TW", "29-NQ/TW", "45-KL/TW", "368/QĐ-TTg", "80/QĐ-TTg", "1279/QĐ-TTg", "21-CTr/TƯ",
        "06-NQ/TW", "258/QĐ-TTg", "10-NQ/TƯ",
    }  # fmt: skip
    for one in found.values():
        for mention in one.citations:
            assert one.number.replace(" ", "") in re.sub(r"\s", "", mention.quote.text)


def test_the_two_dates_of_decision_80_are_flagged_with_the_registers() -> None:
    one = related()["80/QĐ-TTg"]
    assert [d.date for d in one.dates] == ["10/02/2023", "11/02/2023"]
    assert "10/02/2023 (mục I, trang 1) và 11/02/2023 (mục III.3, trang 4)" in one.conflict
    assert "Sổ đăng ký ghi 11/02/2023, nguồn: bản công bố của Quyết định số 80/QĐ-TTg." in one.conflict
    assert [r.number for r in related().values() if r.conflict] == ["80/QĐ-TTg"]


def test_a_decision_that_is_a_document_of_the_corpus() -> None:
    found = related(OTHER)
    assert found["13-NQ/TW"].document is not None
    assert found["72-KL/TW"].document is None
    # Its own heading is no citation of it.
    assert all(m.document is not found["13-NQ/TW"].document for m in found["13-NQ/TW"].citations)


def test_the_table() -> None:
    rows = {row.cells["number"]: row for row in decision_table(knowledge()).rows}
    one = rows["80/QĐ-TTg"]
    assert one.notes
    assert "Ngày ghi khác nhau" in one.values("state")
    assert one.cells["places"].startswith("2 lần")
    assert len(one.quotes) == 3  # two places and the register's entry
    assert one.quotes[-1].text.endswith("Nguồn: bản công bố của Quyết định số 80/QĐ-TTg.")
    assert rows["72-KL/TW"].cells["issuer"] == "Bộ Chính trị"


def test_the_picture_is_well_formed_and_has_every_node() -> None:
    found = list(related(OTHER).values())
    picture = ElementTree.fromstring(graph_svg(found))
    numbers = {node.get("data-number") for node in picture.iter() if node.get("data-number")}
    assert numbers == {r.number for r in found if r.citations}
    assert graph_svg([]) == ""


def test_the_nodes_of_a_big_picture_do_not_overlap() -> None:
    first = related()["72-KL/TW"]
    many = [
        replace(first, number=f"{n}/QĐ-<TTg>", kind=kind)
        for n, kind in enumerate(["Quyết định"] * 40 + ["Nghị quyết"] * 15 + ["Luật"] * 5)
    ]
    picture = ElementTree.fromstring(graph_svg(many))
    places = [
        (float(rect.get("x", 0)), float(rect.get("y", 0)))
        for node in picture.iter() if node.get("data-number") for rect in node if rect.tag == "rect"
    ]  # fmt: skip
    assert len(places) == 60
    for x, y in places:
        assert sum(x == other and abs(y - top) < 26 for other, top in places) == 1
    assert float(picture.get("height", 0)) < 1400


def test_tables_of_an_empty_corpus() -> None:
    empty = Knowledge(Corpus(()))
    assert duty_table(()).rows == target_table(()).rows == decision_table(empty).rows == ()
