"""The index follows the library: kept across openings, mended when damaged, never silently wrong."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.errors import CanCuError, ModelError
from ingest.intake import Outcome, Status, add_files
from tests.unit.vectorstore.conftest import DECISION, LAW
from vectorstore import counts as counts_module
from vectorstore.index import SearchIndex, open_index, rebuild_index
from vectorstore.lexical import TermCounts
from vectorstore.search import search_sections
from vectorstore.settings import IndexSettings

Add = Callable[..., list[Outcome]]


def whole(index: SearchIndex) -> bool:
    """True if Chroma holds exactly the chunks of the library's documents."""
    return index.store.counts() == {d.id: len(d.chunks) for d in index.library.documents() if d.chunks}


def first(index: SearchIndex, query: str) -> str:
    hits = search_sections(index, query)
    return f"{hits[0].passage.document.name} {hits[0].passage.chunk.section}" if hits else ""


def test_ingesting_the_same_files_twice_changes_nothing(add: Add, settings: IndexSettings) -> None:
    assert [o.status for o in add(luat=LAW, quyet_dinh=DECISION)] == [Status.ADDED, Status.ADDED]
    before = open_index(settings).library.stamps(), open_index(settings).store.counts()
    assert [o.status for o in add(luat=LAW, quyet_dinh=DECISION)] == [Status.UNCHANGED, Status.UNCHANGED]
    assert (open_index(settings).library.stamps(), open_index(settings).store.counts()) == before


def test_a_new_version_takes_the_place_of_the_old_one(add: Add, settings: IndexSettings) -> None:
    add(luat=LAW)
    [outcome] = add(luat=LAW.replace("tôn tạo", "gìn giữ cẩn thận"))
    assert outcome.status is Status.REPLACED
    index = open_index(settings)
    assert len(index.library.ids()) == len(list(index.library.replaced())) == 1
    assert whole(index)
    assert "gìn giữ" in search_sections(index, "gìn giữ cẩn thận")[0].passage.chunk.text


def test_two_versions_in_one_run_leave_the_later_one(tmp_path: Path, settings: IndexSettings) -> None:
    paths = []
    for folder, text in (("a", LAW), ("b", DECISION)):
        (tmp_path / folder).mkdir()
        paths.append(tmp_path / folder / "luat.txt")
        paths[-1].write_text(text, encoding="utf-8")
    index = open_index(settings)
    statuses = [o.status for o in add_files([*paths, paths[1]], index.library, index)]
    assert statuses == [Status.ADDED, Status.REPLACED, Status.UNCHANGED]
    assert whole(open_index(settings))


def test_a_bad_file_between_good_ones(add: Add, tmp_path: Path, settings: IndexSettings) -> None:
    outcomes = add(luat=LAW, rong="", quyet_dinh=DECISION)
    assert [o.status for o in outcomes] == [Status.ADDED, Status.FAILED, Status.ADDED]
    assert outcomes[1].error
    assert whole(open_index(settings))


def test_a_document_changed_in_place_is_read_again(index: SearchIndex) -> None:
    index.snapshot()
    document = next(d for d in index.library.documents() if d.name == "luat")
    index.library.remove(document.id)
    assert {d.name for d in index.corpus.documents} == {"quyet_dinh"}
    assert "du lịch" not in {p.chunk.text for p in index.corpus.passages}


def test_an_index_filled_by_another_model_is_refused_and_can_be_rebuilt(
    index: SearchIndex, settings: IndexSettings
) -> None:
    other = settings.model_copy(update={"embedding_model": "other"})
    with pytest.raises(ModelError, match="python -m vectorstore rebuild"):
        open_index(other)
    assert whole(rebuild_index(other))
    with pytest.raises(ModelError):
        open_index(settings)


def _delete_chroma(folder: Path) -> None:
    shutil.rmtree(folder / "chroma")


def _damage_manifest(folder: Path) -> None:
    (folder / "index.json").write_text('{"embedding_model": ')


def _delete_manifest(folder: Path) -> None:
    (folder / "index.json").unlink()


def _damage_lexical(folder: Path) -> None:
    (folder / "lexical.npz").write_bytes(b"\x00damaged")


def _stale_lexical(folder: Path) -> None:
    """Counts of another set of documents."""
    counts = TermCounts.of([[(1.0, "bảo vệ môi trường")], [(1.0, "khác")]])
    (folder / "lexical.npz").write_bytes(counts_module._packed(["x:1:1:2"], counts))


def _leave_rubbish(folder: Path) -> None:
    (folder / "library" / ".half.tmp").write_bytes(b"{")
    (folder / "files" / "0000.txt").write_bytes(b"x")


@pytest.mark.parametrize(
    "damage",
    [_delete_chroma, _damage_manifest, _delete_manifest, _damage_lexical, _stale_lexical, _leave_rubbish],
)
def test_what_can_be_mended_is(
    damage: Callable[[Path], None], index: SearchIndex, settings: IndexSettings
) -> None:
    assert first(index, "bảo vệ môi trường du lịch") == "luat Điều 3"
    index.close()
    damage(settings.data_dir)
    again = open_index(settings)
    assert whole(again)
    assert first(again, "bảo vệ môi trường du lịch") == "luat Điều 3"
    assert not list(settings.data_dir.rglob(".*.tmp"))


def test_a_damaged_database_says_how_to_rebuild(index: SearchIndex, settings: IndexSettings) -> None:
    index.close()
    for path in (settings.data_dir / "chroma").rglob("*"):
        if path.is_file():
            path.write_bytes(b"this is no database" * 100)
    with pytest.raises(CanCuError, match="python -m vectorstore rebuild"):
        open_index(settings)
    assert whole(rebuild_index(settings))


def test_a_damaged_record_is_named(index: SearchIndex, settings: IndexSettings) -> None:
    record = next((settings.data_dir / "library").glob("*.json"))
    record.write_text("{")
    with pytest.raises(CanCuError, match=record.stem):
        open_index(settings).snapshot()


def test_a_data_directory_that_is_a_file(tmp_path: Path, settings: IndexSettings) -> None:
    (tmp_path / "data").write_text("x")
    with pytest.raises(CanCuError, match="--data-dir"):
        open_index(settings)


def test_searching_goes_on_while_another_run_writes(index: SearchIndex, settings: IndexSettings) -> None:
    with index.library.locked():
        reader = open_index(settings)
        assert first(reader, "quyền của khách du lịch") == "luat Điều 2"
