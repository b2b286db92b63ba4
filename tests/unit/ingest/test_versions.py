"""Earlier versions of a document: kept, out of the library, gone with it."""

import os
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from ingest.documents import Document
from ingest.intake import Status, add_files, remove_document
from ingest.library import Library


class Index:
    """Remembers which documents it holds."""

    def __init__(self) -> None:
        self.ids: set[str] = set()

    def add(self, documents: Iterable[Document]) -> None:
        self.ids |= {d.id for d in documents}

    def remove(self, document_ids: Iterable[str]) -> None:
        self.ids -= set(document_ids)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "data")


def add(library: Library, index: Index, name: str, text: str, replacing: str | None = None) -> Document:
    path = library.data_dir.parent / name
    path.write_text(text, encoding="utf-8")
    [outcome] = add_files([path], library, index, replacing={path: replacing} if replacing else None)
    assert outcome.document is not None, outcome.error
    return outcome.document


def test_the_version_of_the_same_name_is_replaced_and_kept(library: Library) -> None:
    index = Index()
    first = add(library, index, "a.txt", "Bản một của văn bản.")
    second = add(library, index, "a.txt", "Bản hai của văn bản.")
    third = add(library, index, "a.txt", "Bản ba của văn bản.")
    assert library.ids() == index.ids == {third.id}
    assert [(r.document.id, r.by) for r in library.earlier(third.id)] == [
        (second.id, third.id), (first.id, second.id)
    ]  # fmt: skip
    assert library.file_data(first).decode() == "Bản một của văn bản."
    library.mend()
    assert library.file_data(first).decode() == "Bản một của văn bản."


def test_a_version_of_another_name(library: Library) -> None:
    index = Index()
    old, other = add(library, index, "cu.txt", "Bản cũ."), add(library, index, "khac.txt", "Văn bản khác.")
    new = add(library, index, "moi.txt", "Bản mới.", replacing=old.id)
    assert library.ids() == index.ids == {new.id, other.id}
    assert [r.document.name for r in library.earlier(new.id)] == ["cu"]
    # the old name is free again
    assert add(library, index, "cu.txt", "Một văn bản nữa.").id in library.ids()
    assert new.id in library.ids()


def test_an_earlier_version_that_comes_back_is_current(library: Library) -> None:
    index = Index()
    first = add(library, index, "a.txt", "Bản một.")
    second = add(library, index, "a.txt", "Bản hai.")
    assert add(library, index, "a.txt", "Bản một.").id == first.id
    assert library.ids() == index.ids == {first.id}
    assert [r.document.id for r in library.earlier(first.id)] == [second.id]


def test_removing_a_document_removes_its_earlier_versions(library: Library) -> None:
    index = Index()
    add(library, index, "a.txt", "Bản một.")
    second = add(library, index, "a.txt", "Bản hai.")
    kept = add(library, index, "b.txt", "Văn bản khác.")
    remove_document(second, library, index)
    assert library.ids() == index.ids == {kept.id}
    assert not list(library.replaced())
    assert [p.stem for p in (library.data_dir / "files").iterdir()] == [kept.id]


def test_the_status_says_so(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    statuses = []
    for text in ("Bản một.", "Bản hai.", "Bản hai."):
        path.write_text(text, encoding="utf-8")
        statuses += [o.status for o in add_files([path], library, Index())]
    assert statuses == [Status.ADDED, Status.REPLACED, Status.UNCHANGED]


def test_recognised_pages_nobody_came_back_for_are_cleared_away(library: Library) -> None:
    kept = add(library, Index(), "a.txt", "Bản một của văn bản.")
    for name, age in (("stopped", 1), ("forgotten", 40), (kept.id, 0)):
        folder = library.data_dir / "pages" / name
        folder.mkdir(parents=True)
        (folder / "1.npz").write_bytes(b"")
        then = time.time() - age * 24 * 3600
        os.utime(folder, (then, then))
    library.mend()
    assert [p.name for p in (library.data_dir / "pages").iterdir()] == ["stopped"]
