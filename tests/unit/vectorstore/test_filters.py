"""Limits by document, section, kind and date: in the search, on the command line, in LangChain."""

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.cli import main_guard
from ingest.intake import Outcome
from tests.unit.vectorstore.conftest import DECISION, LAW
from vectorstore import index as index_module
from vectorstore.__main__ import build_parser, run
from vectorstore.filters import Filters, days
from vectorstore.index import SearchIndex, open_index
from vectorstore.retriever import CanCuRetriever
from vectorstore.search import search_sections
from vectorstore.settings import IndexSettings

HEAD = "TỈNH ỦY QUẢNG NINH\n\nQuảng Ninh, {date}\n\nKẾ HOẠCH\nphát triển du lịch\n\n"
PARTS = """I- MỤC TIÊU
1. Chung
Phát triển du lịch bền vững trên địa bàn tỉnh.
2. Cụ thể
Khách du lịch tăng mỗi năm mười phần trăm.
II- TỔ CHỨC THỰC HIỆN
Sở Du lịch chủ trì phát triển du lịch.
"""


@pytest.fixture
def index(add: Callable[..., list[Outcome]], settings: IndexSettings) -> SearchIndex:
    dates = {"ngay": "ngày 15 tháng 3 năm 2023", "thang": "ngày zs tháng 6 năm 2024"}
    plans = {name: HEAD.format(date=written) + PARTS for name, written in dates.items()}
    add(luat=LAW, quyet_dinh=DECISION, **plans)
    return open_index(settings)


def found(index: SearchIndex, **limits: object) -> set[str]:
    hits = search_sections(index, "phát triển du lịch", 20, Filters(**limits))  # type: ignore[arg-type]
    return {f"{hit.passage.document.name} {hit.passage.chunk.section}" for hit in hits}


def documents(index: SearchIndex, **limits: object) -> set[str]:
    return {name.split()[0] for name in found(index, **limits)}


def test_a_date_range_includes_both_ends(index: SearchIndex) -> None:
    day = date(2023, 3, 15)
    assert documents(index, issued_from=day, issued_to=day) == {"ngay"}
    assert documents(index, issued_from=date(2023, 3, 16)) == {"thang"}
    assert documents(index, issued_to=date(2023, 3, 14)) == set()


def test_a_document_that_names_its_month_only_is_inside_where_the_month_touches(index: SearchIndex) -> None:
    assert documents(index, issued_from=date(2024, 6, 30)) == {"thang"}
    assert documents(index, issued_from=date(2024, 7, 1)) == set()
    assert documents(index, issued_from=date(2024, 5, 1), issued_to=date(2024, 6, 1)) == {"thang"}


def test_what_has_no_date_is_outside_of_every_range(index: SearchIndex) -> None:
    assert documents(index, issued_from=date.min, issued_to=date.max) == {"ngay", "thang"}
    assert "luat" in documents(index)


def test_sections_have_their_parts_with_them(index: SearchIndex) -> None:
    assert found(index, sections=frozenset({"I"}), documents=frozenset({"ngay"})) == {"ngay I.1", "ngay I.2"}


def test_kinds_and_names_need_no_diacritics(index: SearchIndex) -> None:
    assert documents(index, kinds=frozenset({"ke hoach"})) == {"ngay", "thang"}
    assert documents(index, kinds=frozenset({"LUẬT"}), documents=frozenset({"Luat"})) == {"luat"}


def test_limits_hold_where_chroma_is_asked_too(
    index: SearchIndex, settings: IndexSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "EXACT_LIMIT", 0)
    other = open_index(settings)
    assert other.snapshot().vectors is None
    for limits in ({"documents": frozenset({"ngay"})}, {"kinds": frozenset({"Không có"})}):
        assert found(other, **limits) == found(index, **limits)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_way_to_write_a_day_means_that_day(day: date) -> None:
    for written in (
        f"{day:%d/%m/%Y}", f"{day.day}.{day.month}.{day.year}", day.isoformat(),
        f"ngày {day.day} tháng {day.month} năm {day.year}",
    ):  # fmt: skip
        assert days(written) == (day, day)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("tháng 2 năm 2024", (date(2024, 2, 1), date(2024, 2, 29))),
        ("12/2023", (date(2023, 12, 1), date(2023, 12, 31))),
        ("năm 2023", (date(2023, 1, 1), date(2023, 12, 31))),
        ("2023", (date(2023, 1, 1), date(2023, 12, 31))),
        ("31/02/2023", None), ("13/2023", None), ("", None), ("hôm qua", None), ("80/QĐ-TTg", None),
    ],
)  # fmt: skip
def test_what_a_date_can_mean(written: str, expected: tuple[date, date] | None) -> None:
    assert days(written) == expected


def _command(monkeypatch: pytest.MonkeyPatch, settings: IndexSettings, *arguments: str) -> int:
    monkeypatch.setattr(
        sys, "argv", ["vectorstore", "search", *arguments, "--data-dir", str(settings.data_dir)]
    )
    return main_guard(build_parser, run)


def test_the_command_line_has_the_same_limits(
    index: SearchIndex,
    settings: IndexSettings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("CANCU_EMBEDDING_MODEL", settings.embedding_model)
    limits = ["--kind", "kế hoạch", "--issued-from", "01/01/2024", "--issued-to", "2024", "--section", "I"]
    assert _command(monkeypatch, settings, "du lịch", "--json", *limits) == 0
    hits = json.loads(capsys.readouterr().out)
    assert {(hit["document"], hit["section"]) for hit in hits} == {("thang", "I.1"), ("thang", "I.2")}
    (tmp_path / "q.jsonl").write_text('{"id": 1, "query": "du lịch"}\n', encoding="utf-8")
    batch = ["--batch", str(tmp_path / "q.jsonl"), "--out", str(tmp_path / "out.jsonl")]
    assert _command(monkeypatch, settings, *batch, "--document", "quyet_dinh") == 0
    [line] = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert {hit["document"] for hit in json.loads(line)["hits"]} == {"quyet_dinh"}


@pytest.mark.parametrize(
    "limits", [["--issued-from", "mai"], ["--issued-from", "2024", "--issued-to", "2023"]]
)
def test_dates_that_make_no_sense_are_named(
    limits: list[str],
    settings: IndexSettings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert _command(monkeypatch, settings, "du lịch", *limits) == 1
    error = capsys.readouterr().err
    assert "gày" in error and error.count("\n") == 1


def test_the_langchain_retriever_has_them_too(index: SearchIndex) -> None:
    limits = Filters(issued_from=date(2023, 1, 1), issued_to=date(2023, 12, 31))
    documents = CanCuRetriever(index=index, k=5, filters=limits).invoke("phát triển du lịch")
    assert documents
    assert {(d.metadata["document"], d.metadata["kind"]) for d in documents} == {("ngay", "Kế hoạch")}
    assert documents[0].metadata["date"] == "ngày 15 tháng 3 năm 2023"
