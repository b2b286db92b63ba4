"""Links between documents: what the text says of whom, and what it does not say."""

import json
from pathlib import Path

import pytest

from ingest.pipeline import read_document
from ingest.relations import LinkKind, links_of, relations
from ingest.relations_command import print_relations
from tests.unit.ingest.test_papers import SECTIONS, paper

HEAD = (
    "BỘ Y TẾ\nSố: 5/QĐ-BYT\nHà Nội, ngày 01 tháng 3 năm 2025\n\nQUYẾT ĐỊNH\nVề việc thử\n\nĐiều 1. Nội dung\n"
)


def links(text: str) -> list[tuple[str, str, str, bool]]:
    document = read_document((HEAD + text).encode(), "a.txt")
    return [(k.source, k.kind.name, k.target, k.partial) for k in links_of(document)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Quyết định này thay thế Quyết định số 3/QĐ-BYT ngày 01/02/2020 và Quyết định số 4/QĐ-BYT.",
            [("5/QĐ-BYT", "REPLACES", "3/QĐ-BYT", False), ("5/QĐ-BYT", "REPLACES", "4/QĐ-BYT", False)],
        ),
        (
            "Bãi bỏ khoản 2 Điều 7 Thông tư số 09/2010/TT-BYT và Thông tư số 10/2010/TT-BYT.",
            [("5/QĐ-BYT", "REPEALS", "09/2010/TT-BYT", True), ("5/QĐ-BYT", "REPEALS", "10/2010/TT-BYT", False)],
        ),
        (
            "Thông tư số 09/2010/TT-BYT hết hiệu lực kể từ ngày Quyết định này có hiệu lực.",
            [("5/QĐ-BYT", "REPEALS", "09/2010/TT-BYT", False)],
        ),
        (
            "Thực hiện Nghị định số 1/2020/NĐ-CP được sửa đổi; Nghị định số 2/2021/NĐ-CP sửa đổi, bổ sung "
            "một số điều của Nghị định số 3/2019/NĐ-CP.",
            [
                ("5/QĐ-BYT", "IMPLEMENTS", "1/2020/NĐ-CP", False),
                ("5/QĐ-BYT", "CITES", "2/2021/NĐ-CP", False),
                ("2/2021/NĐ-CP", "AMENDS", "3/2019/NĐ-CP", True),
            ],
        ),
        ("Thay thế các mẫu cũ. Xem Nghị định số 1/2020/NĐ-CP.", [("5/QĐ-BYT", "CITES", "1/2020/NĐ-CP", False)]),
        ("Quyết định số 5/QĐ-BYT này không thay thế gì.", []),
    ],
)  # fmt: skip
def test_what_a_sentence_says(text: str, expected: list[tuple[str, str, str, bool]]) -> None:
    assert links(text) == expected


def test_over_a_corpus() -> None:
    documents = [paper(name) for name in SECTIONS]
    found = relations(documents)
    assert {c.number for c in found.missing()} >= {
        "57-NQ/TW",
        "12/2021/NQ-HĐND",
        "999/QĐ-BYT",
        "30/2020/NĐ-CP",
    }
    ended = found.ended_by("12/2021/NQ-HĐND")
    assert ended is not None
    assert (ended.kind, ended.source, ended.section) == (LinkKind.REPLACES, "08/2025/NQ-HĐND", "Điều 3")
    resolution = next(d for d in documents if d.id == ended.document_id)
    assert ended.span.of(resolution.text).startswith("Nghị quyết số 12/2021/NQ-HĐND")
    assert found.ended_by("09/2010/NĐ-CP") is None, "one article of it is repealed"
    assert [k.source for k in found.amended_by("30/2020/NĐ-CP")] == ["201/2025/NĐ-CP"]
    assert found.ended_by("145/KH-UBND") is None


def test_a_cited_document_that_is_here_is_not_missing() -> None:
    old = read_document((HEAD.replace("5/QĐ", "3/QĐ") + "Nội dung cũ.").encode(), "cu.txt")
    new = read_document((HEAD + "Quyết định này thay thế Quyết định số 3/QĐ-BYT.").encode(), "moi.txt")
    found = relations([old, new])
    assert not found.missing()
    assert [c.document_id for c in found.cited_by(new.id)] == [old.id]
    assert found.ended_by(old.metadata.number.value) is not None


def test_the_command_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    documents = [paper(name) for name in ("quyet-dinh", "nghi-dinh")]
    print_relations(documents, as_json=False)
    out = capsys.readouterr().out
    assert "2155/QĐ-BYT thay thế 999/QĐ-BYT (quyet-dinh, Điều 2)" in out
    assert "201/2025/NĐ-CP bãi bỏ một phần 09/2010/NĐ-CP" in out
    assert "Còn thiếu: Quyết định 999/QĐ-BYT" in out
    print_relations(documents, as_json=True)
    assert json.loads(capsys.readouterr().out)["links"][0]["document"]
    print_relations([], as_json=False)
    assert "không dẫn" in capsys.readouterr().out


def test_the_register_states_no_links() -> None:
    register = Path(__file__).parents[3] / "documents" / "register.yaml"
    assert links_of(read_document(register.read_bytes(), register.name)) == ()
