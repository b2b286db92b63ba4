"""Files that are hostile, huge, misnamed or interrupted: a clear sentence, and nothing left behind."""

import errno
import io
import os
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from PIL import Image
from pypdf.generic import DictionaryObject, NameObject, NumberObject, StreamObject

from ingest.errors import CanCuError, UnreadableFileError
from ingest.intake import Outcome, Status, add_files
from ingest.library import Library
from ingest.pipeline import read_document
from ingest.readers import read, sandbox
from ingest.readers.pages import page_image
from ingest.readers.sandbox import run_limited, run_worker
from ingest.readers.watch import QUIET, CancelledError, Watch
from tests.unit.ingest.test_readers import pdf, word
from tests.unit.ingest.test_scans import LINES, needs_tesseract, scan
from tests.unit.ingest.test_versions import Index


def add(path: Path, data_dir: Path, watch: Watch = QUIET) -> Outcome:
    library = Library(data_dir)
    with library.locked():
        [outcome] = add_files([path], library, Index(), watch)
    return outcome


def left(data_dir: Path) -> list[str]:
    """What stands in the library after a run."""
    return [p.name for folder in ("files", "library", "replaced") for p in (data_dir / folder).glob("*")]


MISNAMED = {
    "a Word file called PDF": ("a.pdf", word("Một"), "nội dung là tệp Word.*đổi đuôi tệp thành .docx"),
    "a PDF called Word": ("a.docx", pdf(["Mot"]), "nội dung là tệp PDF.*đổi đuôi tệp thành .pdf"),
    "a PDF called text": ("a.txt", pdf(["Mot"]), "nội dung là tệp PDF"),
    "an old Word file": (
        "a.docx",
        b"\xd0\xcf\x11\xe0" + b"\x00" * 600,
        "Office đời cũ hoặc tệp Word có mật khẩu",
    ),
    "a picture": ("a.pdf", b"\x89PNG\r\n\x1a\n" + b"\x00" * 60, "nội dung là ảnh"),
    "a spreadsheet": ("a.docx", b"PK\x03\x04" + b"xl/workbook.xml", "Office khác Word"),
    "another ending": ("a.exe", b"MZ", "không thuộc loại đọc được"),
    "no ending": ("van-ban", b"chu", "không thuộc loại đọc được"),
}


@pytest.mark.parametrize(("name", "data", "told"), MISNAMED.values(), ids=MISNAMED)
def test_a_file_that_is_not_what_its_name_says(name: str, data: bytes, told: str) -> None:
    with pytest.raises(UnreadableFileError, match=told):
        read(data, name)


@pytest.mark.parametrize(
    "name", ["Kế hoạch số 5.txt", "a b  c.txt", "x" * 240 + ".txt", "..txt", "…lạ “tên”.TXT"]
)  # fmt: skip
def test_odd_names(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text("Điều 1. Nội dung\nNội dung điều một.", encoding="utf-8")
    outcome = add(path, tmp_path / "data")
    assert outcome.status is Status.ADDED, outcome.error
    assert outcome.document is not None
    assert outcome.document.name == name.rsplit(".", 1)[0]
    assert {p.parent.name for p in (tmp_path / "data").rglob("*") if p.is_file()} <= {
        "files",
        "library",
        "data",
    }


def test_a_name_that_climbs_out_of_the_folder_stays_in_it(tmp_path: Path) -> None:
    library = Library(tmp_path / "data")
    document = read_document(b"Van ban mot hai ba.", "../../x.txt")
    library.put(document, b"Van ban mot hai ba.")
    folders = {p.parent for p in tmp_path.rglob(f"{document.id}*")}
    assert folders == {tmp_path / "data" / "files", tmp_path / "data" / "library"}


def test_a_file_over_the_limit_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.readers.LARGEST_FILE", 1000)
    with pytest.raises(UnreadableFileError, match="lớn hơn"):
        read(b"%PDF-1.4" + b" " * 1000, "a.pdf")


def test_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    from ingest.readers import pdf as reader

    monkeypatch.setattr(reader, "MOST_PAGES", 2)
    with pytest.raises(UnreadableFileError, match="có 3 trang, quá 2"):
        reader.text_layer(pdf(["a", "b", "c"]), "a.pdf")


def test_a_page_of_a_square_kilometre_is_drawn_small(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(["Trang to"]).replace(b"[0 0 595 842]", b"[0 0 14400 14400]"))
    picture = Image.open(io.BytesIO(page_image(path, 1, dpi=300)))
    assert picture.width * picture.height <= 40_000_000


def test_a_worker_that_hangs_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    script = [sys.executable, "-c", "import time; time.sleep(60)"]
    assert run_limited(script, "a.pdf", QUIET, b"", 0.3)[0] is None
    monkeypatch.setattr(sandbox, "run_limited", lambda *_: (None, b"", b""))
    with pytest.raises(UnreadableFileError, match="quá phức tạp"):
        run_worker(["pdf", "a.pdf"], "a.pdf", QUIET)


def test_a_worker_that_eats_memory_or_crashes_is_a_damaged_file(monkeypatch: pytest.MonkeyPatch) -> None:
    greedy = "from ingest.readers.worker import limit; limit(1 << 29, 9); bytearray(1 << 30)"
    status, _, errors = run_limited([sys.executable, "-c", greedy], "a.pdf", QUIET, b"", 20)
    assert status == 1
    assert b"MemoryError" in errors
    busy = "from ingest.readers.worker import limit; limit(1 << 32, 1)\nwhile True: pass"
    assert run_limited([sys.executable, "-c", busy], "a.pdf", QUIET, b"", 60)[0] == -sandbox.OUT_OF_TIME
    crash = "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"
    assert run_limited([sys.executable, "-c", crash], "a.pdf", QUIET, b"", 20)[0] == -11
    monkeypatch.setattr(sandbox, "run_limited", lambda *_: (-11, b"", b""))
    with pytest.raises(UnreadableFileError, match="tệp hỏng"):
        run_worker(["pdf", "a.pdf"], "a.pdf", QUIET)


def test_stopping_kills_the_worker() -> None:
    script = [sys.executable, "-c", "import time; time.sleep(60)"]
    with pytest.raises(CancelledError):
        run_limited(script, "a.pdf", Watch(cancelled=lambda: True), b"", 60)


def test_a_stopped_run_leaves_nothing_and_names_the_rest(tmp_path: Path) -> None:
    paths = [tmp_path / f"{n}.txt" for n in range(3)]
    for path in paths:
        path.write_text(f"Điều 1. Văn bản {path.stem}\nNội dung.", encoding="utf-8")
    library = Library(tmp_path / "data")
    answers: Iterator[bool] = iter([False, True, True])
    outcomes = list(add_files(paths, library, Index(), Watch(cancelled=lambda: next(answers))))
    assert [o.status for o in outcomes] == [Status.ADDED, Status.CANCELLED, Status.CANCELLED]
    assert len(library.ids()) == 1


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Điều 1. Nội dung\nNội dung.", encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        outcome = add(path, tmp_path / "data")
        assert outcome.status is Status.FAILED
        assert "dung lượng đĩa" in outcome.error
    assert not left(tmp_path / "data")
    assert add(path, tmp_path / "data").status is Status.ADDED


def test_one_file_added_twice_at_once_is_one_document(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Điều 1. Nội dung\nNội dung.", encoding="utf-8")
    outcomes: list[Outcome] = []
    threads = [
        threading.Thread(target=lambda: outcomes.append(add(path, tmp_path / "data"))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(o.status.name for o in outcomes) == ["ADDED", "UNCHANGED", "UNCHANGED", "UNCHANGED"]
    assert len(left(tmp_path / "data")) == 2


def test_a_page_whose_number_of_children_never_ends() -> None:
    looped = (
        pdf(["a"]).replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]").replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]")
    )
    assert b"/Kids [2 0 R]" in looped
    with pytest.raises(CanCuError):
        read(looped, "a.pdf")


@needs_tesseract
def test_a_run_killed_while_recognising_goes_on(tmp_path: Path) -> None:
    """Killed by SIGKILL after the first page; the next run recognises only what is missing."""
    file, data_dir = tmp_path / "quet.pdf", tmp_path / "data"
    file.write_bytes(scan([LINES] * 4))
    program = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from ingest.library import Library\n"
        "from ingest.intake import add_files\n"
        "from ingest.readers.watch import Watch\n"
        "from tests.unit.ingest.test_versions import Index\n"
        "die = lambda p: p.done and os.kill(os.getpid(), signal.SIGKILL)\n"
        "list(add_files([Path(sys.argv[1])], Library(Path(sys.argv[2])), Index(), Watch(die)))\n"
    )
    killed = subprocess.run([sys.executable, "-c", program, file, data_dir], check=False, capture_output=True)
    assert killed.returncode == -9, killed.stderr.decode()
    assert not left(data_dir)
    done: list[int] = []
    outcome = add(file, data_dir, Watch(lambda p: done.append(p.done)))
    assert outcome.status is Status.ADDED, outcome.error
    assert done[0] >= 1, "a page that was done is not recognised again"
    assert outcome.document is not None
    assert len(outcome.document.pages) == 4
    assert not list((data_dir / "pages").iterdir())


@pytest.mark.slow
def test_a_thousand_pages_in_bounded_memory(tmp_path: Path) -> None:
    file = long_pdf(tmp_path / "dai.pdf", 1000)
    document = read_document(file.read_bytes(), "dai.pdf")
    assert len(document.pages) == 1000


def long_pdf(path: Path, pages: int) -> Path:
    writer = pypdf.PdfWriter()
    one = pypdf.PdfReader(io.BytesIO(pdf(["Dong chu tren mot trang " * 3])))
    for _ in range(pages):
        writer.append(one)
    with path.open("wb") as stream:
        writer.write(stream)
    return path


@pytest.mark.slow
def test_five_thousand_pages_are_read_and_one_more_is_refused(tmp_path: Path) -> None:
    most = read_document(long_pdf(tmp_path / "dai.pdf", 5000).read_bytes(), "dai.pdf")
    assert len(most.pages) == 5000
    with pytest.raises(UnreadableFileError, match="có 5001 trang, quá 5000"):
        read_document(long_pdf(tmp_path / "qua.pdf", 5001).read_bytes(), "qua.pdf")


def test_three_hundred_megabytes_are_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "lon.pdf"
    with path.open("wb") as stream:
        stream.write(b"%PDF-1.4\n")
        stream.truncate(300 << 20)  # takes no room on the disk
    outcome = add(path, tmp_path / "data")
    assert outcome.status is Status.FAILED
    assert "lớn hơn 200 MB" in outcome.error
    assert not left(tmp_path / "data")


def test_an_image_bomb_neither_grows_nor_stops_the_rest() -> None:
    """A picture said to have 3.6 thousand million dots, in a few bytes."""
    bomb = pdf([""]).replace(b"0 0 10 10 re f", b"/Im1 Do      ")
    picture = zlib.compress(b"\x00" * 1000)
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(bomb))
    stream = StreamObject()
    stream.set_data(picture)
    for name, value in {
        "Type": NameObject("/XObject"), "Subtype": NameObject("/Image"), "Width": NumberObject(60000),
        "Height": NumberObject(60000), "BitsPerComponent": NumberObject(8), "ColorSpace": NameObject("/DeviceGray"),
        "Filter": NameObject("/FlateDecode"),
    }.items():  # fmt: skip
        stream[NameObject(f"/{name}")] = value
    resources = writer.pages[0]["/Resources"].get_object()
    assert isinstance(resources, DictionaryObject)
    resources[NameObject("/XObject")] = DictionaryObject({NameObject("/Im1"): writer._add_object(stream)})
    out = io.BytesIO()
    writer.write(out)
    assert len(out.getvalue()) < 5000
    with pytest.raises(CanCuError):
        read(out.getvalue(), "bom.pdf")


def test_a_name_of_three_hundred_letters_and_one_that_climbs(tmp_path: Path) -> None:
    """Such a name comes from an upload, not from a disk; the library files documents under their hash."""
    library = Library(tmp_path / "data")
    for name in ("Kế hoạch " * 33 + ".txt", "../" * 50 + "x.txt"):
        data = f"Văn bản {len(name)} một hai ba.".encode()
        document = read_document(data, name)
        library.put(document, data)
        assert library.get(document.id) == document
    assert {p.parent for p in tmp_path.rglob("*") if p.is_file()} == {
        tmp_path / "data" / "files",
        tmp_path / "data" / "library",
    }
