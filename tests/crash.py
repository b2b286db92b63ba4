"""Kill an ingest run at every step that touches the disk, and see what the next start finds.

Run as a program with an empty folder and a stride: each run is a fork of this process, which has all modules
loaded and no store open. Prints the number of steps it survived.
"""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ingest.pipeline
import vectorstore.index
from ingest.cleaning.cleaned import Cleaned
from ingest.edits import EditedText
from ingest.intake import add_files, remove_document
from ingest.library import Library
from tests.fakes import fake_embedder
from tests.unit.vectorstore.conftest import DECISION, LAW
from vectorstore.index import open_index
from vectorstore.settings import IndexSettings
from vectorstore.store import VectorStore

vectorstore.index.load_embedder = lambda *_: fake_embedder()  # type: ignore[assignment]
ingest.pipeline.clean = lambda text, _=None: Cleaned(EditedText(text))  # type: ignore[assignment]
NEW_LAW = LAW.replace("tôn tạo", "gìn giữ")


def die_at(step: int) -> None:
    """Make this process kill itself before the ``step``-th change to the disk."""
    count = 0

    def wrapped(function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **kwargs: Any) -> Any:
            nonlocal count
            count += 1
            if count == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*args, **kwargs)

        return run

    os.fsync = wrapped(os.fsync)
    for owner, name in ((Path, "replace"), (Path, "unlink"), (VectorStore, "add"), (VectorStore, "remove")):
        setattr(owner, name, wrapped(getattr(owner, name)))


def forked(work: Callable[[], None]) -> int:
    """The exit status of ``work`` in a child: 0, or the signal that killed it, or 1 if it failed."""
    child = os.fork()
    if not child:
        try:
            work()
            os._exit(0)
        except BaseException:  # noqa: BLE001 - the child must never return into the test
            sys.excepthook(*sys.exc_info())
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main(folder: Path, stride: int) -> None:
    """Kill the run at step 1, 1 + stride, … until it comes through."""
    files = folder / "files"
    files.mkdir()
    settings = IndexSettings(data_dir=folder / "data", embedding_model="fake", _env_file=None)

    def add(**texts: str) -> None:
        paths = [files / f"{name}.txt" for name in texts]
        for path, text in zip(paths, texts.values(), strict=True):
            path.write_text(text, encoding="utf-8")
        index = open_index(settings)
        with index.library.locked():
            assert not [o.error for o in add_files(paths, index.library, index) if o.error]

    def change() -> None:
        add(luat=NEW_LAW, quyet_dinh=DECISION)
        index = open_index(settings)
        gone = next(d for d in index.library.documents() if d.name == "cu")
        with index.library.locked():
            remove_document(gone, index.library, index)

    def check() -> None:
        index = open_index(settings)
        documents = {d.name: d for d in index.library.documents()}
        assert len(documents) == len(index.library.ids()), "two versions of one document"
        assert documents["luat"].original in (LAW, NEW_LAW)
        assert index.store.counts() == {d.id: len(d.chunks) for d in documents.values()}
        assert {p.document.name for p in index.corpus.passages} == documents.keys()
        earlier = list(index.library.replaced())
        assert not {r.document.id for r in earlier} & index.library.ids()
        assert len(list((settings.data_dir / "files").iterdir())) == len(documents) + len(earlier)
        assert not [p for p in settings.data_dir.rglob("*") if p.suffix in {".tmp", ".replaces"}]
        assert all(index.library.file_data(d).decode() == d.original for d in documents.values())

    def after() -> None:
        change_again = {d.name for d in Library(settings.data_dir).documents()}
        if "cu" in change_again:
            change()
        names = {d.name: d.original for d in Library(settings.data_dir).documents()}
        assert names == {"luat": NEW_LAW, "quyet_dinh": DECISION}

    assert forked(lambda: add(luat=LAW, cu="Điều 1. Cũ\nVăn bản cũ.\nĐiều 2. Hết\nHết hiệu lực.")) == 0
    shutil.copytree(settings.data_dir, folder / "before")
    for step in range(1, 1000, stride):
        shutil.rmtree(settings.data_dir)
        shutil.copytree(folder / "before", settings.data_dir)

        def killed(step: int = step) -> None:
            die_at(step)
            change()

        status = forked(killed)
        assert status in (0, -signal.SIGKILL), f"step {step}: {status}"
        assert forked(check) == 0, f"step {step}: the store is not whole"
        assert forked(after) == 0, f"step {step}: the run can't be repeated"
        if status == 0:
            sys.stdout.write(f"{step - 1}\n")
            return
    raise AssertionError("the run never came through")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
